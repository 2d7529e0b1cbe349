"""What the parties said waits until the committee dealt with it."""

from collections.abc import Iterable

from django.utils import timezone

from cases.agreements.models import Obligation
from cases.docket.models import Case


def settle_statements_on(case: Case, obligations: Iterable[Obligation] | None = None) -> int:
    """Statements about these obligations (all of the case without) are dealt with. Part of the act that does so."""
    waiting = case.party_statements.unsettled()
    if obligations is not None:
        waiting = waiting.filter(obligation__in=[one.pk for one in obligations])
    return waiting.update(settled_at=timezone.now())
