"""Moments that people type to the minute, beside moments that the clock took to the microsecond."""

from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


def right_after(moment: datetime, mark: datetime | None) -> datetime:
    """`moment`, or `mark` where both lie in one minute: typed to the minute, it means right after what was done."""
    return mark if mark and moment < mark < moment + MINUTE else moment
