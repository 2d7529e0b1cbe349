"""The filters of the lists of return visits, for page and export."""

import django_filters
from django.db.models import F
from django.utils import timezone

from cases.docket.codes import Channel
from cases.docket.counted import CountedFilterSet
from cases.docket.due.models import TimeLimit
from cases.docket.time_limits import LIMITS, VISITS
from cases.visits.models import Reached, ReturnVisit, Satisfaction, SeenPerformance
from governance.metrics.drilling import BehindFilter
from governance.pages.filters import AtFilter, WithinFilter

KINDS = [(limit.key, limit.label) for limit in LIMITS if limit.key in VISITS]
HOW_DUE = (("waiting", "未回访（全部）"), ("overdue", "已逾期未回访"), ("in_time", "按期回访"), ("late", "逾期后回访"))


def _day(label, column, lookup):
    return django_filters.DateFilter(label=label, field_name=column, lookup_expr=lookup)


class VisitFilter(CountedFilterSet):
    reached = django_filters.ChoiceFilter(label="是否联系上", choices=Reached.choices)
    satisfaction = django_filters.ChoiceFilter(label="满意度", choices=Satisfaction.choices)
    performance = django_filters.ChoiceFilter(label="履行情况", choices=SeenPerformance.choices)
    channel = django_filters.ChoiceFilter(label="方式", choices=Channel.choices)
    area = WithinFilter(label="区域", field_name="case__area_id")
    visited_from = _day("回访日不早于", "visited_on", "gte")
    visited_to = _day("回访日不晚于", "visited_on", "lte")
    account = django_filters.CharFilter(
        label="回访人", field_name="account__name", lookup_expr="icontains", max_length=20
    )
    figure = BehindFilter(source="answers")
    at = AtFilter(field_name="case__area_id")

    shown_first = ("satisfaction", "area", "visited_from", "visited_to")

    class Meta:
        model = ReturnVisit
        fields: list[str] = []


class DueVisitFilter(CountedFilterSet):
    state = django_filters.ChoiceFilter(label="回访情况", choices=HOW_DUE, method="as_kept")
    key = django_filters.ChoiceFilter(label="事项", choices=KINDS)
    area = WithinFilter(label="区域", field_name="case__area_id")
    due_from = _day("到期日不早于", "due_on", "gte")
    due_to = _day("到期日不晚于", "due_on", "lte")
    host = django_filters.CharFilter(
        label="主持调解员", field_name="case__host__name", lookup_expr="icontains", max_length=20
    )
    figure = BehindFilter(source="visits")
    at = AtFilter(field_name="case__area_id")

    class Meta:
        model = TimeLimit
        fields: list[str] = []

    def as_kept(self, queryset, name, value):
        if value == "in_time":
            return queryset.filter(met_on__lte=F("due_on"))
        if value == "late":
            return queryset.filter(met_on__gt=F("due_on"))
        unmet = queryset.filter(met_on__isnull=True)
        return unmet.filter(due_on__lt=timezone.localdate()) if value == "overdue" else unmet
