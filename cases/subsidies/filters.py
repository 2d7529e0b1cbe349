"""How lists of claims and batches are narrowed; the API uses the same."""

import django_filters

from cases.subsidies.models import BatchState, ClaimState, Grade, SubsidyBatch, SubsidyClaim
from governance.metrics.drilling import BehindFilter
from governance.pages.filters import AtFilter, WithinFilter

UNDONE = (("yes", "应追回（已批准，案件恢复调解、履行有变或者案卷退回）"),)


class ClaimFilter(django_filters.FilterSet):
    text = django_filters.CharFilter(label="案号包含", field_name="case__number", lookup_expr="contains", max_length=60)
    state = django_filters.ChoiceFilter(label="状态", choices=ClaimState.choices)
    grade = django_filters.ChoiceFilter(label="等级", choices=Grade.choices)
    undone = django_filters.ChoiceFilter(label="追回", choices=UNDONE, method="as_undone")
    area = WithinFilter(label="区域", field_name="case__area_id")
    figure = BehindFilter(source="subsidies")
    at = AtFilter(field_name="case__area_id")

    shown_first = ("text", "state", "grade")

    class Meta:
        model = SubsidyClaim
        fields: tuple[str, ...] = ()

    def as_undone(self, rows, name, value):
        return rows.granted().undone()


class BatchFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="状态", choices=BatchState.choices)
    area = WithinFilter(label="区域", field_name="area_id")

    class Meta:
        model = SubsidyBatch
        fields: tuple[str, ...] = ()
