"""New in the list of suspected duplicates: noticed, or decided."""

from governance.duplicates.filters import SuspicionFilter
from governance.duplicates.models import DuplicateSuspicion
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import written

watched(
    "duplicates:suspicions",
    filterset=SuspicionFilter,
    rows=lambda actor: DuplicateSuspicion.objects.visible_to(actor),
    stirred=written(DuplicateSuspicion, "noticed_at", "decided_at"),
)
