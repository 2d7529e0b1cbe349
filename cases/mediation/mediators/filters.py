import django_filters

from governance.pages.filters import StandingFilter, WithinFilter
from governance.people.models import Posting


class MediatorFilter(django_filters.FilterSet):
    place = WithinFilter(label="区域", field_name="area_id")
    q = django_filters.CharFilter(label="姓名包含", field_name="account__name", lookup_expr="icontains")
    state = StandingFilter(label="状态", standing="在任", ended="已离任")

    class Meta:
        model = Posting
        fields = []
