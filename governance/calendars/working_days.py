"""Which days are working days: a calendar as an immutable value, and the walks over it. No database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

ONE_DAY = timedelta(days=1)
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
SATURDAY = 5


@dataclass(frozen=True)
class ListedDay:
    """A day that a year's notice names: a holiday, or a make-up working day (调休上班). `name`: of the holiday."""

    on: date
    is_workday: bool
    name: str


@dataclass(frozen=True)
class WorkCalendar:
    """What is a working day: the days that notices list, and weekends for all others.

    `years` are those whose notice is known; of any other year, what is said is provisional. `edition` grows with
    every publication and says which state of the data a date was worked out from.
    """

    listed: Mapping[date, ListedDay] = field(default_factory=lambda: MappingProxyType({}))
    years: frozenset[int] = frozenset()
    edition: int = 0

    @classmethod
    def of(cls, days: Iterable[ListedDay], years: Iterable[int], edition: int = 0) -> "WorkCalendar":
        """Where two notices list the same day (around New Year), the one given later holds."""
        return cls(MappingProxyType({day.on: day for day in days}), frozenset(years), edition)

    def is_workday(self, day: date) -> bool:
        listed = self.listed.get(day)
        return listed.is_workday if listed else day.weekday() < SATURDAY

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether what is said of the days `first` … `last` may still change with a notice to come."""
        return not self.years.issuperset(range(first.year, last.year + 1))

    def why(self, day: date) -> str:
        """The day with its weekday, and what makes it a working day or a day of rest when that is no common weekday."""
        listed = self.listed.get(day)
        if listed is None:
            return f"{day}（{WEEKDAYS[day.weekday()]}）"
        what = f"{listed.name}调休上班" if listed.is_workday else f"{listed.name}假期"
        return f"{day}（{WEEKDAYS[day.weekday()]}，{what}）"


WEEKENDS_ONLY = WorkCalendar()


def roll(day: date, calendar: WorkCalendar) -> date:
    """`day` if it is a working day, else the next working day (民法典 第二百零三条)."""
    while not calendar.is_workday(day):
        day += ONE_DAY
    return day


def next_working_day(day: date, calendar: WorkCalendar) -> date:
    """The first working day after `day`."""
    return roll(day + ONE_DAY, calendar)


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """How many working days a period of working days that began on `start` has used on `end`: `start` not counted,
    `end` counted. Negative when `end` is before `start`."""
    if end < start:
        return -working_days_between(end, start, calendar)
    return sum(calendar.is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
