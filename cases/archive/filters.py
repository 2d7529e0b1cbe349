"""How the list of volumes is narrowed."""

import django_filters
from django.db.models import Q
from django.utils import timezone

from cases.archive.models import Volume, VolumeAccess, VolumeCheck, VolumeState
from cases.archive.retention import Term
from cases.docket.counted import CountedFilterSet
from governance.metrics.drilling import BehindFilter
from governance.pages.filters import AtFilter, WithinFilter

STATES = [(state.value, state.label) for state in VolumeState if state != VolumeState.REPLACED]
RECTIFIED = (("waiting", "待整改"), ("late", "逾期未整改"), ("done", "已整改"))
SPOT = {"none": "尚未抽查", "passed": "抽查合格", "failed": "抽查不合格", "to_rectify": "待整改"}


class VolumeFilter(django_filters.FilterSet):
    text = django_filters.CharFilter(label="卷号或卷名", method="by_text", max_length=60)
    state = django_filters.ChoiceFilter(label="状态", choices=STATES)
    term = django_filters.ChoiceFilter(label="保管期限", choices=Term.choices)
    lent = django_filters.ChoiceFilter(
        label="借阅", choices=(("out", "借出未还"), ("late", "逾期未还")), method="lent_out"
    )
    spot = django_filters.ChoiceFilter(label="抽查", choices=list(SPOT.items()), method="by_spot_check")
    ends = django_filters.DateFilter(label="保管期满于（此日以前）", field_name="kept_until", lookup_expr="lt")

    shown_first = ("text", "state", "term")

    class Meta:
        model = Volume
        fields: tuple[str, ...] = ()

    def lent_out(self, rows, name, value):
        out = VolumeAccess.objects.out()
        if value == "late":
            out = out.filter(due_on__lt=timezone.localdate())
        return rows.filter(pk__in=out.values("volume_id"))

    def by_spot_check(self, rows, name, value):
        checks = VolumeCheck.objects.filter(is_spot=True)
        if value == "none":
            return rows.filter(state=VolumeState.ARCHIVED).exclude(pk__in=checks.values("volume"))
        found = {"passed": checks.filter(has_passed=True), "failed": checks.filter(has_passed=False)}
        return rows.filter(pk__in=found.get(value, checks.to_rectify()).values("volume"))

    def by_text(self, rows, name, value):
        return rows.filter(Q(number__contains=value) | Q(name__contains=value))


class VolumeCheckFilter(CountedFilterSet):
    passed = django_filters.ChoiceFilter(label="结果", choices=(("yes", "合格"), ("no", "不合格")), method="as_passed")
    kind = django_filters.ChoiceFilter(
        label="类别", choices=(("filed", "归档评查"), ("spot", "抽查")), method="of_kind"
    )
    rectified = django_filters.ChoiceFilter(label="整改", choices=RECTIFIED, method="as_rectified")
    area = WithinFilter(label="区域", field_name="volume__case__area_id")
    checked_from = django_filters.DateFilter(label="评查日不早于", field_name="checked_at", lookup_expr="date__gte")
    checked_to = django_filters.DateFilter(label="评查日不晚于", field_name="checked_at", lookup_expr="date__lte")
    account = django_filters.CharFilter(
        label="评查人", field_name="account__name", lookup_expr="icontains", max_length=20
    )
    figure = BehindFilter(source="checks")
    at = AtFilter(field_name="volume__case__area_id")

    shown_first = ("passed", "kind", "rectified", "area")

    class Meta:
        model = VolumeCheck
        fields: tuple[str, ...] = ()

    def as_passed(self, rows, name, value):
        return rows.filter(has_passed=value == "yes")

    def of_kind(self, rows, name, value):
        return rows.filter(is_spot=value == "spot")

    def as_rectified(self, rows, name, value):
        if value == "done":
            return rows.filter(rectified_on__isnull=False)
        waiting = rows.to_rectify()
        return waiting.filter(rectify_by__lt=timezone.localdate()) if value == "late" else waiting
