"""New in the list of area changes: registered, withdrawn, or in force since its day."""

from governance.areas.changes.filters import AreaChangeFilter
from governance.areas.changes.models import AreaChange
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import acted_on, any_of, day_came

watched(
    "changes:changes",
    filterset=AreaChangeFilter,
    rows=lambda actor: AreaChange.objects.visible_to(actor),
    stirred=any_of(acted_on(AreaChange), day_came(AreaChange, "effective_on")),
)
