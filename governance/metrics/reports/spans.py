"""The periods of a report: named by how they lie to the day that it is read, written out, or from day to day. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from governance.errors import Invalid
from governance.metrics.periods import Period, parse, period_of, split

WRITTEN, RANGE = "written", "range"
UNITS = {"year": "年", "half": "半年", "quarter": "季度", "month": "月", "week": "周", "day": "日"}
MOST = 120


def _this(unit):
    return lambda today: period_of(unit, today)


def _last(unit):
    return lambda today: period_of(unit, today).one_before()


@dataclass(frozen=True)
class Relative:
    """A period by how it lies to the day."""

    label: str
    on: Callable[[date], Period]


RELATIVE = {
    "this-month": Relative("本月", _this("month")),
    "last-month": Relative("上月", _last("month")),
    "this-quarter": Relative("本季度", _this("quarter")),
    "last-quarter": Relative("上季度", _last("quarter")),
    "this-half": Relative("本半年", _this("half")),
    "last-half": Relative("上一个半年", _last("half")),
    "this-year": Relative("今年", _this("year")),
    "last-year": Relative("去年", _last("year")),
    "this-week": Relative("本周", _this("week")),
    "last-week": Relative("上周", _last("week")),
    "yesterday": Relative("昨天", _last("day")),
}


def written(text: str) -> tuple[Period, ...]:
    """Periods as people write several: by commas, spaces or lines. Raises Invalid."""
    texts = [part for part in text.replace("，", " ").replace("、", " ").replace(",", " ").split() if part]
    if not texts:
        raise Invalid("请写出期间，例如 2026-Q1、2026-03、2025。", field="written")
    found = tuple(dict.fromkeys(parse(each) for each in texts))
    if len(found) > MOST:
        raise Invalid(f"一次最多 {MOST} 个期间。", field="written")
    return found


def divided(period: Period, unit: str, today: date) -> tuple[Period, ...]:
    """The periods of `unit` that make it up; of one that goes on those that have begun. Raises Invalid."""
    pieces = split(period, unit) if (period.last - period.first).days < 366 * 40 else []
    if not pieces:
        raise Invalid("期间太长，不能这样划分。", field="split")
    begun = [one for one in pieces if one.first <= today] if period.first <= today else pieces
    return tuple(begun)


def are_apart(periods: tuple[Period, ...]) -> bool:
    """Whether no day lies in two of them."""
    in_order = sorted(periods, key=lambda one: one.first)
    return all(one.last < other.first for one, other in pairwise(in_order))
