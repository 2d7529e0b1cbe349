"""Sweeps of a day, and what they told of postings that end in thirty days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from governance.notices import sweeping
from governance.notices.models import Notice

TODAY = date(2026, 11, 22)
ENDS = TODAY + timedelta(days=30)


def at(day, hour=10):
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


def sweep(day=TODAY):
    """What the task does each minute, on a day."""
    sweeping.settle(day, at(day))
    return sweeping.sweep(day, at(day))


def told(**filters):
    rows = Notice.objects.filter(**filters).order_by("falls_on", "recipient__username", "pk")
    return [(row.recipient.username, row.occasion, row.withdrawn_because) for row in rows]
