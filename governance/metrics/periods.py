"""Periods (日、周、月、季、半年、年、任意区间), and how a range is read from what is kept. Pure: no query, no clock."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from governance.errors import Invalid
from governance.metrics.grain import DAY, MONTH, TEN_DAYS, YEAR

BEGINNING = date(1900, 1, 1)  # nothing that is counted was earlier
EARLIEST, LATEST = 1949, 2200
ONE_DAY = timedelta(days=1)
HOW = "请写成 2026、2026-H1、2026-Q1、2026-03、2026-W12、2026-03-05，或者 2026-03-05..2026-04-10。"


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both inside. `code` is how it is written."""

    first: date
    last: date
    code: str

    @property
    def label(self) -> str:
        year, _, rest = self.code.partition("-")
        if ".." in self.code:
            return f"{shown(self.first)}至{shown(self.last)}"
        if not rest:
            return f"{year}年"
        if rest[0] == "H":
            return f"{year}年{'上' if rest == 'H1' else '下'}半年"
        if rest[0] == "Q":
            return f"{year}年第{rest[1]}季度"
        if rest[0] == "W":
            return f"{year}年第{int(rest[1:])}周"
        return shown(self.first) if "-" in rest else f"{year}年{int(rest)}月"

    @property
    def is_calendar_year(self) -> bool:
        return self.code.isdecimal()

    def year_before(self) -> "Period":
        """The same days a year earlier (同比); 29 February answers to the 28th, a week to the week of its number."""
        if "W" in self.code:
            week = int(self.code[6:])
            return week_of(self.first.isocalendar().year - 1, min(week, weeks_in(self.first.isocalendar().year - 1)))
        if ".." in self.code or len(self.code) == 10:
            return days(_a_year_before(self.first), _a_year_before(self.last))
        return parse(f"{int(self.code[:4]) - 1}{self.code[4:]}")

    def one_before(self) -> "Period":
        """The period of the same kind just before (环比); of a range as many days before it."""
        day = self.first - ONE_DAY
        if ".." in self.code:
            return days(self.first - (self.last - self.first) - ONE_DAY, day)
        return period_of(unit_of(self.code), day)


def days(first: date, last: date) -> Period:
    """Any range of days. Raises Invalid when it ends before it begins."""
    if last < first:
        raise Invalid("期间的结束日早于开始日。", field="period")
    return Period(first, last, f"{first}" if first == last else f"{first}..{last}")


def week_of(year: int, week: int) -> Period:
    first = date.fromisocalendar(year, week, 1)
    return Period(first, first + timedelta(days=6), f"{year}-W{week:02}")


def weeks_in(year: int) -> int:
    return date(year, 12, 28).isocalendar().week


def parse(text: str) -> Period:
    """Read a period as it is written. Raises Invalid, naming what is wrong."""
    first, dots, last = text.strip().partition("..")
    if dots:
        return days(_day(first), _day(last))
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", first, re.ASCII):
        return days(_day(first), _day(first))
    found = re.fullmatch(r"(\d{4})(?:-(H[12]|Q[1-4]|W\d{2}|\d{2}))?", first, re.ASCII)
    year = _year(int(found[1])) if found else 0
    if not found:
        raise Invalid(f"看不懂期间“{text[:30]}”：{HOW}", field="period")
    part = found[2] or ""
    if part[:1] == "W":
        if not 1 <= int(part[1:]) <= weeks_in(year):
            raise Invalid(f"{year}年没有第{int(part[1:])}周。", field="period")
        return week_of(year, int(part[1:]))
    if part and part[0].isdecimal() and not 1 <= int(part) <= 12:
        raise Invalid(f"看不懂期间“{text[:30]}”：没有这个月份。", field="period")
    begins, months = _months(part)
    ends = begins + months - 1
    return Period(date(year, begins, 1), date(year, ends, monthrange(year, ends)[1]), first)


def _months(part):
    """The first month, and how many."""
    if not part:
        return 1, 12
    if part[0] == "H":
        return (1, 6) if part == "H1" else (7, 6)
    if part[0] == "Q":
        return 3 * int(part[1]) - 2, 3
    return int(part), 1


def unit_of(code: str) -> str:
    """ "year", "half", "quarter", "month", "week", "day" or "range"."""
    if ".." in code:
        return "range"
    letter = code[5:6]
    return {"": "year", "H": "half", "Q": "quarter", "W": "week"}.get(letter) or ("day" if len(code) == 10 else "month")


def period_of(unit: str, day: date) -> Period:
    """The period of a kind that holds `day`."""
    if unit == "week":
        return week_of(*day.isocalendar()[:2])
    half, quarter = (day.month + 5) // 6, (day.month + 2) // 3
    code = {
        "year": f"{day.year}",
        "half": f"{day.year}-H{half}",
        "quarter": f"{day.year}-Q{quarter}",
        "month": f"{day.year}-{day.month:02}",
        "day": f"{day}",
    }[unit]
    return parse(code)


def split(period: Period, unit: str) -> list[Period]:
    """The periods of a kind that make up `period`, the first and last cut to it: a trend."""
    found, day = [], period.first
    while day <= period.last:
        whole = period_of(unit, day)
        cut = whole.first < period.first or whole.last > period.last
        found.append(days(max(whole.first, period.first), min(whole.last, period.last)) if cut else whole)
        day = whole.last + ONE_DAY
    return found


@dataclass(frozen=True)
class Part:
    """Days of a range as they are read: cells of `unit` (or facts, unit None) from `first` to `last`, `sign` times."""

    unit: str | None
    first: date
    last: date
    sign: int = 1


def parts_of(first: date, last: date, units: Sequence[str]) -> list[Part]:
    """How the days from `first` to `last` are read, from cells of `units` (the largest first) and else from facts.

    What is left of a month is read day by day, or as the month without the rest, whichever takes fewer facts: of a
    month that is going on, nothing lies after today.
    """
    if last < first:
        return []
    if not units:
        return [Part(None, first, last)]
    unit, smaller = units[0], units[1:]
    begin, end = _bucket(unit, first), _bucket(unit, last)
    if begin == end and (first, last) != begin:
        return _within(first, last, begin, unit, smaller)
    head = [] if first == begin[0] else _within(first, begin[1], begin, unit, smaller)
    tail = [] if last == end[1] else _within(end[0], last, end, unit, smaller)
    whole_from = begin[0] if not head else begin[1] + ONE_DAY
    whole_to = end[1] if not tail else end[0] - ONE_DAY
    middle = [Part(unit, whole_from, whole_to)] if whole_from <= whole_to else []
    return [*head, *middle, *tail]


def _within(first, last, bucket, unit, smaller):
    """Part of one bucket: its days, or the bucket without the others."""
    direct = parts_of(first, last, smaller)
    rest = [*parts_of(bucket[0], first - ONE_DAY, smaller), *parts_of(last + ONE_DAY, bucket[1], smaller)]
    around = [Part(unit, *bucket), *(Part(one.unit, one.first, one.last, -one.sign) for one in rest)]
    return min(direct, around, key=_cost)


def _cost(parts):
    """Days read from facts weigh; cells hardly do."""
    return sum((part.last - part.first).days + 1 if part.unit is None else 0.01 for part in parts)


def _bucket(unit, day):
    if unit == DAY:
        return day, day
    if unit == TEN_DAYS and day.day <= 20:
        first = day.replace(day=11 if day.day > 10 else 1)
        return first, first + 9 * ONE_DAY
    if unit == TEN_DAYS:
        return day.replace(day=21), day.replace(day=monthrange(day.year, day.month)[1])
    if unit == MONTH:
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    assert unit == YEAR
    return date(day.year, 1, 1), date(day.year, 12, 31)


def shown(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _day(text):
    try:
        found = date.fromisoformat(text.strip()) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip(), re.ASCII) else None
    except ValueError:
        found = None
    if found is None:
        raise Invalid(f"“{text[:30]}”不是日期：{HOW}", field="period")
    _year(found.year)
    return found


def _year(year):
    if not EARLIEST <= year <= LATEST:
        raise Invalid(f"期间应在 {EARLIEST} 年到 {LATEST} 年之间。", field="period")
    return year


def _a_year_before(day):
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
