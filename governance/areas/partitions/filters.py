"""Filters of the three lists."""

import django_filters
from django.db.models import Exists, OuterRef

from governance.areas import codes
from governance.areas.partitions.models import BuildingGroup, Estate, EstateKind, EstateLink, Grid
from governance.pages.filters import PlaceFilter, StandingFilter, WithinFilter


class EstateFilter(django_filters.FilterSet):
    place = PlaceFilter(label="区域", method="lies_in")
    q = django_filters.CharFilter(label="名称包含", field_name="name", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label="房屋类型", choices=EstateKind.choices)
    state = StandingFilter(label="状态")

    class Meta:
        model = Estate
        fields = []

    def lies_in(self, rows, name, area):
        span = codes.code_range(area.code)
        links = EstateLink.objects.filter(area_id__gte=span.first, area_id__lte=span.last, estate=OuterRef("pk"))
        return rows.filter(Exists(links))


class GridFilter(django_filters.FilterSet):
    place = WithinFilter(label="区域", field_name="area_id")
    q = django_filters.CharFilter(label="名称包含", field_name="name", lookup_expr="icontains")
    leader = django_filters.CharFilter(label="网格长", lookup_expr="icontains")
    state = StandingFilter(label="状态")

    class Meta:
        model = Grid
        fields = []


class BuildingGroupFilter(django_filters.FilterSet):
    place = WithinFilter(label="区域", field_name="area_id")
    q = django_filters.CharFilter(label="名称包含", field_name="name", lookup_expr="icontains")
    leader = django_filters.CharFilter(label="楼组长", lookup_expr="icontains")
    is_justice_point = django_filters.BooleanFilter(label="司法睦邻点")
    state = StandingFilter(label="状态")

    class Meta:
        model = BuildingGroup
        fields = []
