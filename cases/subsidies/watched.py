"""New in the lists of subsidies: claimed, reviewed, gathered, approved, paid; or their case moved."""

from datetime import datetime

from cases.docket.watched import of_cases
from cases.subsidies.filters import BatchFilter, ClaimFilter
from cases.subsidies.models import SubsidyBatch, SubsidyClaim
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import acted_on, any_of

BATCHES = acted_on(SubsidyBatch)


def of_batches(since: datetime, until: datetime) -> set[int]:
    """Claims of batches on which somebody acted: approved and paid together."""
    claims = SubsidyClaim.objects.filter(batch__in=BATCHES(since, until))
    return set(claims.order_by().values_list("pk", flat=True))


CLAIMS = any_of(acted_on(SubsidyClaim), of_batches, of_cases(SubsidyClaim))

watched(
    "cases:subsidy_claims",
    filterset=ClaimFilter,
    rows=lambda actor: SubsidyClaim.objects.visible_to(actor),
    stirred=CLAIMS,
)
watched("cases:own_subsidies", filterset=ClaimFilter, rows=SubsidyClaim.objects.of_mediator, stirred=CLAIMS)
watched(
    "cases:subsidy_batches",
    filterset=BatchFilter,
    rows=lambda actor: SubsidyBatch.objects.visible_to(actor),
    stirred=BATCHES,
)
