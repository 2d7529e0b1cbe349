import django_filters

from cases.checks.models import Check, Method
from governance.metrics.drilling import BehindFilter
from governance.pages.filters import AtFilter, WithinFilter

FOUND = [("yes", "有发现"), ("no", "没有发现")]


class CheckFilter(django_filters.FilterSet):
    area = WithinFilter(label="区域", field_name="area_id")
    method = django_filters.ChoiceFilter(label="方式", choices=Method.choices)
    found = django_filters.ChoiceFilter(label="结果", choices=FOUND, method="as_found")
    since = django_filters.DateFilter(label="自", field_name="checked_at", lookup_expr="date__gte")
    until = django_filters.DateFilter(label="至", field_name="checked_at", lookup_expr="date__lte")
    figure = BehindFilter(source="screenings")
    at = AtFilter(field_name="area_id")

    class Meta:
        model = Check
        fields: list[str] = []

    def as_found(self, queryset, name, value):
        return queryset.filter(findings__isnull=value == "no").distinct()
