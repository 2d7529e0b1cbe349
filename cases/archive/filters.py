"""How the list of volumes is narrowed."""

import django_filters
from django.db.models import Q
from django.utils import timezone

from cases.archive.models import Volume, VolumeAccess, VolumeState
from cases.archive.retention import Term

STATES = [(state.value, state.label) for state in VolumeState if state != VolumeState.REPLACED]


class VolumeFilter(django_filters.FilterSet):
    text = django_filters.CharFilter(label="卷号或卷名", method="by_text", max_length=60)
    state = django_filters.ChoiceFilter(label="状态", choices=STATES, empty_label="全部")
    term = django_filters.ChoiceFilter(label="保管期限", choices=Term.choices, empty_label="全部")
    lent = django_filters.ChoiceFilter(
        label="借阅", choices=(("out", "借出未还"), ("late", "逾期未还")), empty_label="全部", method="lent_out"
    )
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

    def by_text(self, rows, name, value):
        return rows.filter(Q(number__contains=value) | Q(name__contains=value))
