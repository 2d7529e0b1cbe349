"""New in the list of committees: entered, changed, or a term that came near its end or over."""

from cases.committees.filters import WARNED, CommitteeFilter
from cases.committees.models import MediationCommittee
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import acted_on, any_of, day_came

TERMS = day_came(MediationCommittee, "term_starts_on", "term_ends_on", ahead=(0, WARNED.days))

watched(
    "cases:committees",
    filterset=CommitteeFilter,
    rows=lambda actor: MediationCommittee.objects.visible_to(actor),
    stirred=any_of(acted_on(MediationCommittee), TERMS),
)
