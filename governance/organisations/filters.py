"""Filters of the organisation list, for page and API. Credit codes are public, phone numbers are looked up by POST."""

import django_filters

from governance.identifiers.typed import compact
from governance.organisations.models import Organisation, OrganisationKind
from governance.pages.filters import WithinFilter


class OrganisationFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label="名称", method="called", max_length=100)
    credit_code = django_filters.CharFilter(label="统一社会信用代码", method="coded", max_length=30)
    area = WithinFilter(label="登记区域", field_name="area_id")
    kind = django_filters.ChoiceFilter(label="类型", choices=OrganisationKind.choices)
    registered_from = django_filters.DateFilter(
        label="登记日不早于", field_name="registered_at", lookup_expr="date__gte"
    )
    registered_to = django_filters.DateFilter(label="登记日不晚于", field_name="registered_at", lookup_expr="date__lte")

    class Meta:
        model = Organisation
        fields: list[str] = []

    def called(self, queryset, name, value):
        return queryset.called(value)

    def coded(self, queryset, name, value):
        return queryset.filter(credit_code=compact(value))
