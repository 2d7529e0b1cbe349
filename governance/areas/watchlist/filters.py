"""What the watch-list is asked: where, on which day, against which line."""

from datetime import date

import django_filters
from django.utils import timezone

from governance import rules
from governance.areas.models import Area
from governance.areas.watchlist.models import measured_committees, oversized
from governance.areas.watchlist.size import NORMAL_MAX, WATCH, WATCH_WHERE_POSSIBLE
from governance.pages.filters import WithinFilter
from governance.rules.values import InForce

LINES = {"watch": WATCH, "where_possible": WATCH_WHERE_POSSIBLE, "normal": NORMAL_MAX}
LINE_LABELS = [("watch", "规模监测线"), ("where_possible", "有条件时的监测线"), ("normal", "一般规模上限")]


class WatchFilter(django_filters.FilterSet):
    """`on` and `line` decide what the rows are; `watched()` reads them before the rows are made."""

    place = WithinFilter(label="区域", field_name="code")
    on = django_filters.DateFilter(label="截至日期", method="said_before")
    line = django_filters.ChoiceFilter(label="对照", choices=LINE_LABELS, empty_label=None, method="said_before")

    class Meta:
        model = Area
        fields = []

    def said_before(self, rows, name, value):
        return rows


def watched(actor, query) -> tuple[InForce, "object"]:
    """The rule that `query` asks for, and the committees in the actor's reach that are above it."""
    line = LINES.get(query.get("line") or "watch", WATCH)
    on = _day(query.get("on")) or timezone.localdate()
    limit = rules.in_force(line, on)
    return limit, oversized(measured_committees(on).filter(actor.scope("place.view").condition("code")), limit)


def _day(text):
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
