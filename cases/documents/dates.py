"""Dates, times and counts as official documents write them (domain/mediation.md 6.7)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NUMERALS = "〇一二三四五六七八九"
BLANK_DAY = "　　　　年　　月　　日"
BLANK_MOMENT = "　　　　年　　月　　日　　时　　分"


def day(on: date | None) -> str:
    """2026年3月5日; the places to fill by hand when there is none."""
    return f"{on.year}年{on.month}月{on.day}日" if on else BLANK_DAY


def moment(at: datetime | None) -> str:
    """2026年3月5日14时30分, as the clocks of Shanghai show it."""
    if at is None:
        return BLANK_MOMENT
    local = at.astimezone(SHANGHAI) if at.tzinfo else at
    return f"{day(local.date())}{local.hour}时{local.minute:02}分"


def span(start: datetime | None, end: datetime | None) -> str:
    """From one moment to another; the day is said once when both lie on it."""
    if start and end and _local(start).date() == _local(end).date():
        return f"{moment(start)}至{_local(end).hour}时{_local(end).minute:02}分"
    return f"{moment(start)}至{moment(end)}"


def _local(at: datetime) -> datetime:
    return at.astimezone(SHANGHAI) if at.tzinfo else at


def formal_day(on: date) -> str:
    """二〇二六年三月五日, as courts write it: 〇, not 零."""
    year = "".join(NUMERALS[int(digit)] for digit in str(on.year))
    return f"{year}年{ordinal(on.month)}月{ordinal(on.day)}日"


def ordinal(number: int) -> str:
    """一、二 … 十 … 二十一 … 九十九: the numbers of terms and lists."""
    if not 1 <= number <= 99:
        raise ValueError(f"no list is that long: {number}")
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{NUMERALS[tens]}十")
    return head + (NUMERALS[ones] if ones else "")
