import django_filters

from cases.bulk.models import BulkAct, BulkKind, BulkRow, RowState


class BulkRowFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="结果", choices=RowState.choices)

    class Meta:
        model = BulkRow
        fields = ["state"]


class BulkActFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label="办理", choices=BulkKind.choices)

    class Meta:
        model = BulkAct
        fields = ["kind"]
