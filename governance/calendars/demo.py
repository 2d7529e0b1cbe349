"""The demo's cases reach back to 2023: their years, published by the portal itself as a clerk would."""

from governance.calendars.actions import publish_year
from governance.calendars.models import CalendarYear
from governance.calendars.official import NOTICES


def make_demo() -> None:
    """Publish every notice that the portal knows and has not loaded."""
    known = set(CalendarYear.objects.values_list("pk", flat=True))
    for year, notice in sorted(NOTICES.items()):
        if year not in known:
            publish_year(
                year=year,
                days=notice.days(),
                title=notice.title,
                document_no=notice.document_no,
                issued_on=notice.issued_on,
                by=None,
            )
