"""New in the list of bodies: set up, changed, or ended by its day."""

from governance.committees.filters import BodyFilter
from governance.committees.models import Body
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import acted_on, any_of, day_came

watched(
    "committees:bodies",
    filterset=BodyFilter,
    rows=lambda actor: Body.objects.visible_to(actor),
    stirred=any_of(acted_on(Body), day_came(Body, "dissolved_on")),
)
