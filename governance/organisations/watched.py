"""New in the list of organisations: entered, or changed."""

from governance.organisations.filters import OrganisationFilter
from governance.organisations.models import Organisation
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import acted_on

watched(
    "organisations:organisations",
    filterset=OrganisationFilter,
    rows=lambda actor: Organisation.objects.visible_to(actor),
    stirred=acted_on(Organisation),
)
