"""The months and quarters that subsidies are paid by. Pure."""

from calendar import monthrange
from datetime import date, timedelta

from cases.subsidies.rules import MONTH

SHOWN = 8  # periods that a form offers


def period_of(day: date, kind: str) -> tuple[date, date]:
    """First and last day of the month or quarter in which `day` lies."""
    first = day.month if kind == MONTH else (day.month - 1) // 3 * 3 + 1
    last = first if kind == MONTH else first + 2
    return date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1])


def periods_before(day: date, kind: str) -> list[tuple[date, date]]:
    """The period of `day` and those before it, the newest first."""
    found = []
    for _ in range(SHOWN):
        found.append(period_of(day, kind))
        day = found[-1][0] - timedelta(days=1)
    return found


def shown(starts_on: date, ends_on: date) -> str:
    """2026年5月, or 2026年第2季度."""
    if starts_on.month == ends_on.month:
        return f"{starts_on.year}年{starts_on.month}月"
    return f"{starts_on.year}年第{ends_on.month // 3}季度"
