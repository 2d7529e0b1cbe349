import django_filters
from django.db.models import Q
from django.utils import timezone

from governance.pages.filters import WithinFilter
from governance.people.models import Posting


class LoadFilter(django_filters.FilterSet):
    """Of postings with what each carries (`queries.with_carried`)."""

    place = WithinFilter(label="区域", field_name="area_id")
    q = django_filters.CharFilter(label="姓名包含", field_name="account__name", lookup_expr="icontains", max_length=20)
    state = django_filters.ChoiceFilter(
        label="情况",
        choices=(("overdue", "有逾期案件"), ("idle", "没有在办案件"), ("away", "正在请假"), ("present", "没有请假")),
        method="in_state",
    )

    class Meta:
        model = Posting
        fields: list[str] = []

    def in_state(self, queryset, name, value):
        away = Q(away_from__lte=timezone.localdate())
        asked = {"overdue": Q(overdue__gt=0), "idle": Q(open=0), "away": away}
        return queryset.exclude(away) if value == "present" else queryset.filter(asked[value])
