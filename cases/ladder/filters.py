import django_filters

from cases.ladder.models import Transfer, TransferState
from governance.pages.filters import WithinFilter


class TransferFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="状态", choices=TransferState.choices)
    sender = WithinFilter(label="移交方区域", field_name="case__area_id")
    receiver = WithinFilter(label="接收方区域", field_name="receiver__area_id")

    class Meta:
        model = Transfer
        fields: list[str] = []
