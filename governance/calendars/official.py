"""The notices of the State Council's office that the portal ships with, as the lists of days that they name.

2025 and 2026 are loaded by migration (domain/mediation.md 6.5). 2023 and 2024 are for histories that reach back so far
(`governance.calendars.demo`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from governance.calendars.working_days import ListedDay, WorkCalendar


@dataclass(frozen=True)
class Notice:
    """One year's notice. A holiday: its name, first and last day, and the make-up working days that go with it."""

    year: int
    title: str
    document_no: str
    issued_on: date
    holidays: tuple[tuple[str, str, str, tuple[str, ...]], ...]

    def days(self) -> Iterator[ListedDay]:
        for name, first, last, made_up in self.holidays:
            begins, ends = self._day(first), self._day(last)
            for number in range((ends - begins).days + 1):
                yield ListedDay(begins + timedelta(days=number), False, name)
            for day in made_up:
                yield ListedDay(self._day(day), True, name)

    def _day(self, text):
        """02-14 is a day of the notice's year; 2022-12-31 says its own."""
        return date.fromisoformat(text if len(text) > 5 else f"{self.year}-{text}")


def _notice(year, document_no, issued_on, *holidays):
    title = f"国务院办公厅关于{year}年部分节假日安排的通知"
    return Notice(year, title, document_no, issued_on, holidays)


NOTICES = {
    notice.year: notice
    for notice in (
        _notice(
            2023,
            "国办发明电〔2022〕16号",
            date(2022, 12, 8),
            ("元旦", "2022-12-31", "01-02", ()),
            ("春节", "01-21", "01-27", ("01-28", "01-29")),
            ("清明节", "04-05", "04-05", ()),
            ("劳动节", "04-29", "05-03", ("04-23", "05-06")),
            ("端午节", "06-22", "06-24", ("06-25",)),
            ("中秋节、国庆节", "09-29", "10-06", ("10-07", "10-08")),
        ),
        _notice(
            2024,
            "国办发明电〔2023〕7号",
            date(2023, 10, 25),
            ("元旦", "01-01", "01-01", ()),
            ("春节", "02-10", "02-17", ("02-04", "02-18")),
            ("清明节", "04-04", "04-06", ("04-07",)),
            ("劳动节", "05-01", "05-05", ("04-28", "05-11")),
            ("端午节", "06-10", "06-10", ()),
            ("中秋节", "09-15", "09-17", ("09-14",)),
            ("国庆节", "10-01", "10-07", ("09-29", "10-12")),
        ),
        _notice(
            2025,
            "国办发明电〔2024〕12号",
            date(2024, 11, 12),
            ("元旦", "01-01", "01-01", ()),
            ("春节", "01-28", "02-04", ("01-26", "02-08")),
            ("清明节", "04-04", "04-06", ()),
            ("劳动节", "05-01", "05-05", ("04-27",)),
            ("端午节", "05-31", "06-02", ()),
            ("国庆节、中秋节", "10-01", "10-08", ("09-28", "10-11")),
        ),
        _notice(
            2026,
            "",
            date(2025, 11, 4),
            ("元旦", "01-01", "01-03", ("01-04",)),
            ("春节", "02-15", "02-23", ("02-14", "02-28")),
            ("清明节", "04-04", "04-06", ()),
            ("劳动节", "05-01", "05-05", ("05-09",)),
            ("端午节", "06-19", "06-21", ()),
            ("中秋节", "09-25", "09-27", ()),
            ("国庆节", "10-01", "10-07", ("09-20", "10-10")),
        ),
    )
}
SHIPPED = (2025, 2026)


def calendar_of(*years: int) -> WorkCalendar:
    """The calendar that the notices of `years` make, without a database."""
    days = (day for year in sorted(years) for day in NOTICES[year].days())
    return WorkCalendar.of(days, years)
