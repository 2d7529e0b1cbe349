import django_filters

from governance.committees.kinds import grouped_choices
from governance.committees.models import Body
from governance.metrics.drilling import BehindFilter
from governance.pages.filters import AtFilter, StandingFilter, WithinFilter


class BodyFilter(django_filters.FilterSet):
    place = WithinFilter(label="区域", field_name="area_id")
    q = django_filters.CharFilter(label="名称包含", field_name="name", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label="类型", choices=grouped_choices)
    state = StandingFilter(label="状态", ends="dissolved_on", standing="存续")
    figure = BehindFilter(source="bodies")
    at = AtFilter(field_name="area_id")

    class Meta:
        model = Body
        fields = []
