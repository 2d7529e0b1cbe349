"""New in the list of transfers: asked, answered, taken back: events of their cases."""

from cases.docket.watched import of_cases
from cases.ladder.filters import TransferFilter
from cases.ladder.models import Transfer
from governance.saved_filters.lists import watched

watched(
    "cases:transfers",
    filterset=TransferFilter,
    rows=lambda actor: Transfer.objects.visible_to(actor),
    stirred=of_cases(Transfer),
)
