"""Whether the days that a notice lists can be: each fault is a sentence."""

from collections.abc import Iterable
from datetime import date

from governance.calendars.working_days import SATURDAY, WEEKDAYS, ListedDay

NEW_YEAR_FROM = (
    12,
    25,
)  # New Year's holiday, and its make-up days, may begin in the year before (2018-12-29, 2022-12-31)


def faults(year: int, days: Iterable[ListedDay]) -> list[str]:
    """What is wrong with a year's days; empty when nothing is."""
    found: list[str] = []
    seen: dict[date, ListedDay] = {}
    for day in days:
        if day.on.year != year and not _belongs_to_new_year(year, day.on):
            found.append(f"{day.on} 不在 {year} 年内（元旦假期最早可从上一年 12 月 25 日算起）。")
        if day.is_workday and day.on.weekday() < SATURDAY:
            found.append(f"{day.on} 是{WEEKDAYS[day.on.weekday()]}，本来就是工作日，不能登记为调休上班。")
        if day.on in seen:
            found.append(_twice(seen[day.on], day))
        seen.setdefault(day.on, day)
    if not any(not day.is_workday for day in seen.values()):
        found.append("至少要有一个节日的放假日期。")
    return found


def _belongs_to_new_year(year, day):
    return day.year == year - 1 and (day.month, day.day) >= NEW_YEAR_FROM


def _twice(first, second):
    if first.is_workday != second.is_workday:
        return f"{second.on} 既列为放假，又列为调休上班。"
    return f"{second.on} 重复列出（{first.name}、{second.name}）。"
