"""Filters of places, for page and API."""

import django_filters
from django.core.validators import RegexValidator

from governance.areas import codes
from governance.areas.models import Area
from governance.areas.search import find_codes

FOUND = 1000  # hits of a search
CODE = RegexValidator(r"^[0-9]{12}\Z", "请给出 12 位区划代码。")


class AreaFilter(django_filters.FilterSet):
    parent = django_filters.CharFilter(label="直接上级的代码", field_name="parent_id", validators=[CODE])
    within = django_filters.CharFilter(label="这个区域及其以下", method="inside", validators=[CODE])
    level = django_filters.ChoiceFilter(label="级别", choices=list(enumerate(codes.LEVEL_NAMES)))
    search = django_filters.CharFilter(
        label=f"名称的一部分，拼音或首字母的开头，或代码；多个词以空格分开，至多 {FOUND} 个结果",
        method="called",
        max_length=50,
    )
    valid_on = django_filters.DateFilter(label="在这一天有效", method="on")

    class Meta:
        model = Area
        fields: list[str] = []

    def inside(self, queryset, name, value):
        return queryset.inside(value)

    def called(self, queryset, name, value):
        """By the indexes of the pages' search, which looks only where the other filters do."""
        asked = self.form.cleaned_data
        level = asked.get("level")
        codes_found = find_codes(
            value,
            within=asked.get("within") or asked.get("parent") or "",
            level=int(level) if level else None,
            on=asked.get("valid_on"),
            limit=FOUND,
        )
        return queryset.filter(pk__in=codes_found)

    def on(self, queryset, name, value):
        return queryset.on(value)
