"""How the list of committees is narrowed, for page and export."""

from datetime import timedelta

import django_filters
from django.db.models import Q
from django.utils import timezone

from cases.committees.models import MediationCommittee
from governance.metrics.drilling import BehindFilter
from governance.pages.filters import AtFilter, WithinFilter

WARNED = timedelta(days=90)  # domain/mediation.md 1.1: before a term ends


class CommitteeFilter(django_filters.FilterSet):
    place = WithinFilter(label="区域", field_name="area_id")
    q = django_filters.CharFilter(label="名称包含", field_name="body__name", lookup_expr="icontains")
    term = django_filters.ChoiceFilter(
        label="任期", choices=[("over", "已届满"), ("soon", "90 天内届满"), ("in", "在任")], method="in_term"
    )
    figure = BehindFilter(source="committees")
    at = AtFilter(field_name="area_id")

    class Meta:
        model = MediationCommittee
        fields = []

    def in_term(self, rows, name, value):
        today = timezone.localdate()
        if value == "over":
            return rows.filter(term_ends_on__lte=today)
        if value == "soon":
            return rows.filter(term_ends_on__gt=today, term_ends_on__lte=today + WARNED)
        return rows.filter(Q(term_ends_on__isnull=True) | Q(term_ends_on__gt=today), term_starts_on__lte=today)
