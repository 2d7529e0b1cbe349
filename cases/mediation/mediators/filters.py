import django_filters

from cases.mediation.office import MEDIATE
from governance.metrics.drilling import BehindFilter
from governance.pages.filters import AtFilter, StandingFilter, WithinFilter
from governance.people.models import Posting


class CountedFilter(BehindFilter):
    """The people that a figure counts, each by the posting that says where they count (facts.MEDIATORS)."""

    def of_subjects(self, rows, subjects):
        latest = Posting.objects.filter(account__in=subjects, role__in=MEDIATE)
        latest = latest.order_by("account_id", "-starts_on", "-id").distinct("account_id")
        return rows.filter(pk__in=latest.values("pk"))


class MediatorFilter(django_filters.FilterSet):
    place = WithinFilter(label="区域", field_name="area_id")
    q = django_filters.CharFilter(label="姓名包含", field_name="account__name", lookup_expr="icontains")
    state = StandingFilter(label="状态", standing="在任", ended="已离任")
    figure = CountedFilter(source="mediators")
    at = AtFilter(field_name="area_id")

    class Meta:
        model = Posting
        fields = []
