"""New in the list of persons: entered, or changed."""

from governance.persons.filters import PersonFilter
from governance.persons.models import Person
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import acted_on

watched(
    "persons:persons",
    filterset=PersonFilter,
    rows=lambda actor: Person.objects.visible_to(actor),
    stirred=acted_on(Person),
    private=("name",),
)
