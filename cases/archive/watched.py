"""New in the list of volumes: filed, handed in, returned: events of their cases; or past their term by its day.

New among checks: made, put right, or not put right by their day.

New among the lists of destruction: proposed, approved, dropped, carried out.
"""

from cases.archive.disposal.filters import DestructionFilter
from cases.archive.disposal.models import Destruction
from cases.archive.filters import VolumeCheckFilter, VolumeFilter
from cases.archive.models import Volume, VolumeCheck
from cases.archive.rows import checks_seen_by
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
    "cases:volume_checks",
    filterset=VolumeCheckFilter,
    rows=checks_seen_by,
    stirred=any_of(of_cases(VolumeCheck, "volume__case"), day_came(VolumeCheck, "rectify_by", ahead=(-1,))),
)

watched(
    "cases:destructions",
    filterset=DestructionFilter,
    rows=Destruction.objects.visible_to,
    stirred=acted_on(Destruction),
)
