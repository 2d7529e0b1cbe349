"""Writing the shipped years: by migration, and again where tests emptied the tables."""

from governance.calendars.official import NOTICES, SHIPPED


def load_shipped(years, days, editions) -> None:
    """`years`, `days`, `editions`: the managers of the three models, those of a migration or the living ones."""
    for year in SHIPPED:
        notice = NOTICES[year]
        row, is_new = years.get_or_create(
            year=year,
            defaults={"title": notice.title, "document_no": notice.document_no, "issued_on": notice.issued_on},
        )
        if not is_new:
            continue
        days.bulk_create(
            days.model(calendar_year=row, on=day.on, is_workday=day.is_workday, name=day.name) for day in notice.days()
        )
        editions.create(calendar_year=row, version=1, source=notice.title, reason="随系统提供")
