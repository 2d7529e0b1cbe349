"""A year as twelve small sheets, for the page and for paper."""

import calendar as weeks_of
from dataclasses import dataclass
from datetime import date

from governance.calendars.working_days import WorkCalendar


@dataclass(frozen=True)
class Cell:
    """One day. `mark` is what stands beside its number: 休 for a holiday, 班 for a make-up working day."""

    on: date
    is_workday: bool
    mark: str
    says: str

    @property
    def css(self) -> str:
        kind = {"休": "day-holiday", "班": "day-made-up"}.get(self.mark, "")
        return kind or ("" if self.is_workday else "day-rest")


@dataclass(frozen=True)
class Sheet:
    """One month: weeks from Monday to Sunday, None where the week has no day of the month."""

    month: int
    weeks: list[list[Cell | None]]
    working_days: int


def sheets(year: int, calendar: WorkCalendar) -> list[Sheet]:
    return [_sheet(year, month, calendar) for month in range(1, 13)]


def _sheet(year, month, calendar):
    weeks = [
        [_cell(day, calendar) if day.month == month else None for day in week]
        for week in weeks_of.Calendar().monthdatescalendar(year, month)
    ]
    return Sheet(month, weeks, sum(cell.is_workday for week in weeks for cell in week if cell))


def _cell(day, calendar):
    listed = calendar.listed.get(day)
    mark = "" if listed is None else "班" if listed.is_workday else "休"
    says = "" if listed is None else f"{listed.name}{'调休上班' if listed.is_workday else '放假'}"
    return Cell(day, calendar.is_workday(day), mark, says)
