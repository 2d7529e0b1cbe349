"""How lists of destruction, and the volumes of one, are narrowed."""

import django_filters

from cases.archive.disposal.models import Destruction, DestructionItem, DestructionState


class DestructionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="状态", choices=DestructionState.choices)

    class Meta:
        model = Destruction
        fields: tuple[str, ...] = ()


class ItemFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(label="卷号", field_name="volume__number", lookup_expr="contains", max_length=60)
    gone = django_filters.ChoiceFilter(
        label="结果", choices=(("yes", "已销毁"), ("kept", "未销毁")), method="by_outcome"
    )

    class Meta:
        model = DestructionItem
        fields: tuple[str, ...] = ()

    def by_outcome(self, rows, name, value):
        if value == "yes":
            return rows.filter(destroyed_at__isnull=False)
        return rows.filter(destroyed_at__isnull=True).exclude(outcome="")
