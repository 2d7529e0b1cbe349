"""Filters of the person list, for page and API. Numbers are not among them: they are looked up by POST."""

import django_filters

from governance.identifiers.resident_id import Sex
from governance.pages.filters import WithinFilter
from governance.persons.models import Person


class PersonFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label="姓名", method="called", max_length=20)
    area = WithinFilter(label="登记区域", field_name="area_id")
    sex = django_filters.ChoiceFilter(label="性别", choices=Sex.choices)
    registered_from = django_filters.DateFilter(
        label="登记日不早于", field_name="registered_at", lookup_expr="date__gte"
    )
    registered_to = django_filters.DateFilter(label="登记日不晚于", field_name="registered_at", lookup_expr="date__lte")

    class Meta:
        model = Person
        fields: list[str] = []

    def called(self, queryset, name, value):
        return queryset.called(value)
