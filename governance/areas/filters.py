"""Filters of places, for page and API."""

import django_filters
from django.core.validators import RegexValidator

from governance.areas import codes
from governance.areas.models import Area

CODE = RegexValidator(r"^[0-9]{12}\Z", "请给出 12 位区划代码。")


class AreaFilter(django_filters.FilterSet):
    parent = django_filters.CharFilter(label="直接上级的代码", field_name="parent_id", validators=[CODE])
    within = django_filters.CharFilter(label="这个区域及其以下", method="inside", validators=[CODE])
    level = django_filters.ChoiceFilter(label="级别", choices=list(enumerate(codes.LEVEL_NAMES)))
    search = django_filters.CharFilter(label="名称的一部分，或拼音、首字母的开头", method="called", max_length=50)
    valid_on = django_filters.DateFilter(label="在这一天有效", method="on")

    class Meta:
        model = Area
        fields: list[str] = []

    def inside(self, queryset, name, value):
        return queryset.inside(value)

    def called(self, queryset, name, value):
        return queryset.called(value)

    def on(self, queryset, name, value):
        return queryset.on(value)
