"""Reading a notice as it is published: 一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。

What is not about one holiday's days (the address, the closing sentence) is passed over; what looks like it and cannot
be read, or contradicts itself, is told in a sentence.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from governance.calendars.working_days import WEEKDAYS, ListedDay

LONGEST = 20  # days of one holiday
HOLIDAY = re.compile(r"(?:[一二三四五六七八九十]+、|[0-9]{1,2}[.、])?\s*([\u4e00-\u9fff、]{2,16})\s*:\s*(\S.*)")
NEXT_HOLIDAY = re.compile(r"(?<=[。;])\s*(?=[一二三四五六七八九十]+、[\u4e00-\u9fff、]{2,16}:)")
DAY = re.compile(
    r"(?:(?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})|(?:(?P<year>[0-9]{4})年)?(?:(?P<month>[0-9]{1,2})月)?(?P<day>[0-9]{1,2})日)"
    r"(?:\((?P<note>[^)]*)\))?"
)
ANY_DAY = re.compile(r"[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
TO = re.compile(r"\s*(?:至|到|-|—+|~|\.{2,})\s*")
LENGTH = re.compile(r"共([0-9]{1,2})[天日]")
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")


class Unreadable(Exception):
    """A day that cannot be; the sentence says which."""


@dataclass
class Reading:
    """What a text says: the days in its order, and what could not be read."""

    days: list[ListedDay] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_notice(text: str, year: int) -> Reading:
    """The days of the notice for `year`; days without a year are of that year."""
    reading = Reading()
    for line in _lines(text):
        holiday = HOLIDAY.fullmatch(line)
        if holiday:
            _read_holiday(holiday[1], holiday[2], year, reading)
        elif len(ANY_DAY.findall(line)) and len(line) < 60 and re.search("上班|放假", line):
            reading.problems.append(f"没有看懂“{line[:40]}”。请写成“元旦：1月1日至3日放假。1月4日上班。”")
    return reading


def written(days: Iterable[ListedDay], year: int) -> str:
    """The days of `year` as `read_notice` reads them: a line for each holiday, in the order in which they begin."""
    by_name: dict[str, list[ListedDay]] = {}
    for day in sorted(days, key=lambda each: (each.is_workday, each.on)):
        by_name.setdefault(day.name, []).append(day)
    return "\n".join(_written_holiday(name, found, year) for name, found in by_name.items())


def _written_holiday(name, days, year):
    off = [day.on for day in days if not day.is_workday]
    made_up = [_written_day(day.on, year) for day in days if day.is_workday]
    spans = [_written_span(first, last, year) for first, last in _runs(off)]
    clauses = [f"{'、'.join(spans)}放假。"] if spans else []
    clauses += [f"{'、'.join(made_up)}上班。"] if made_up else []
    return f"{name}：{''.join(clauses)}"


def _runs(days):
    """Days in order as the first and last of each row without a gap."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1][1] = day
        else:
            runs.append([day, day])
    return runs


def _written_span(first, last, year):
    begins, ends = _written_day(first, year), _written_day(last, year)
    return begins if first == last else f"{begins}至{ends}"


def _written_day(day, year):
    of_another_year = "" if day.year == year else f"{day.year}年"
    return f"{of_another_year}{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"


def _lines(text):
    plain = unicodedata.normalize("NFKC", text)
    for line in plain.splitlines():
        yield from (part.strip() for part in NEXT_HOLIDAY.split(line) if part.strip())


def _read_holiday(name, body, year, reading):
    try:
        days = [day for clause in re.split("[。;]", body) for day in _read_clause(name, clause, year)]
        if not days and re.search("上班|放假", body):
            raise Unreadable("没有写明日期。")
        reading.days += days
    except Unreadable as problem:
        reading.problems.append(f"{name}：{problem}")


def _read_clause(name, clause, year):
    bare = re.sub(r"\([^)]*\)", "", clause)
    if not ANY_DAY.search(bare):
        return []
    is_workday = "上班" in bare
    if not is_workday and not re.search("放假|休", bare):
        raise Unreadable(f"“{clause.strip()[:40]}”没有写明是放假还是上班。")
    days = list(_days(LENGTH.sub("", clause), year))
    length = LENGTH.search(clause)
    if length and not is_workday and int(length[1]) != len(days):
        raise Unreadable(f"写明共 {length[1]} 天，按起止日期是 {len(days)} 天，请核对。")
    return [ListedDay(day, is_workday, name[:20]) for day in days]


def _days(clause, year):
    """Every day that a clause names; a day without a month is of the month before it in the text."""
    month, first, ended = None, None, 0
    for found in DAY.finditer(clause):
        if found["note"] is None and clause[: found.start()].count("(") > clause[: found.start()].count(")"):
            continue  # inside brackets
        day = _day(found, year, month)
        month = day.month
        if first is not None and TO.fullmatch(clause[ended : found.start()]):
            yield from _between(first, day)
        else:
            yield day
        first, ended = day, found.end()


def _between(first, last):
    """The days after `first`, which was already given, up to `last`."""
    if last <= first:
        raise Unreadable(f"{first} 至 {last}：结束日不晚于开始日，跨年的请写明年份。")
    if (last - first).days >= LONGEST:
        raise Unreadable(f"{first} 至 {last} 超过 {LONGEST} 天，请核对。")
    return (first + timedelta(days=number) for number in range(1, (last - first).days + 1))


def _day(found, year, month):
    written = found[0].split("(")[0]
    if found["iso"]:
        numbers = [int(part) for part in found["iso"].split("-")]
    else:
        numbers = [int(found["year"] or year), int(found["month"] or month or 0), int(found["day"])]
    try:
        day = date(*numbers)
    except ValueError:
        raise Unreadable(f"没有“{written}”这一天。") from None
    said = WEEKDAY.search(found["note"] or "")
    if said and "一二三四五六日".index(said[1].replace("天", "日")) != day.weekday():
        raise Unreadable(f"{day} 是{WEEKDAYS[day.weekday()]}，写的是{said[0]}，请核对。")
    return day
