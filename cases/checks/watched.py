"""New in the list of checks: entered."""

from cases.checks.filters import CheckFilter
from cases.checks.models import Check
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import acted_on

watched(
    "cases:checks",
    filterset=CheckFilter,
    rows=lambda actor: Check.objects.visible_to(actor),
    stirred=acted_on(Check),
)
