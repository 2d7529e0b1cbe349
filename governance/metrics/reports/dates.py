"""When a report is due. Pure."""

from calendar import monthrange
from datetime import date, timedelta

from governance.metrics.reports.models import Every


def next_due(every: str, day: int, after: date) -> date:
    """The first due day after `after`; a month that has no such day is due on its last."""
    if every == Every.WEEK:
        return after + timedelta(days=(day - after.isoweekday() - 1) % 7 + 1)
    this_month = _in_month(after, day)
    return this_month if this_month > after else _in_month((after.replace(day=28) + timedelta(days=4)), day)


def _in_month(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))
