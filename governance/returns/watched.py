"""New in the list of tables: somebody acted on one, or its day came."""

from governance.returns.filters import ReturnFilter
from governance.returns.models import Return
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import acted_on, any_of, day_came

watched(
    "returns:returns",
    filterset=ReturnFilter,
    rows=lambda actor: Return.objects.visible_to(actor),
    stirred=any_of(acted_on(Return), day_came(Return, "due_on", ahead=(0, -1))),
)
