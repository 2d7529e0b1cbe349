"""New in the list of volumes: filed, handed in, returned: events of their cases; or past their term by its day.

New among the lists of destruction: proposed, approved, dropped, carried out.
"""

from cases.archive.disposal.filters import DestructionFilter
from cases.archive.disposal.models import Destruction
from cases.archive.filters import VolumeFilter
from cases.archive.models import Volume
from cases.docket.watched import of_cases
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import acted_on, any_of, day_came

watched(
    "cases:volumes",
    filterset=VolumeFilter,
    rows=lambda actor: Volume.objects.visible_to(actor).current(),
    stirred=any_of(of_cases(Volume), day_came(Volume, "kept_until")),
    private=("text",),
)

watched(
    "cases:destructions",
    filterset=DestructionFilter,
    rows=Destruction.objects.visible_to,
    stirred=acted_on(Destruction),
)
