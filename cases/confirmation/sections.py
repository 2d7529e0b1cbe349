"""What the page of a case shows of judicial confirmation."""

from django.utils import timezone

from cases.confirmation.actions import MAY_APPLY, window_of
from cases.confirmation.checks import CODES, unticked
from cases.confirmation.courts import courts_for
from cases.docket.page import section
from cases.docket.permissions import MAY
from cases.docket.states import Confirmation
from cases.parties.unidentified import unidentified
from cases.performance.track import FOLLOWED


@section("confirmation", "司法确认", template="cases/confirmation/_confirmation.html", order=62, of_file=True)
def confirmation(case, actor):
    """The window with the courts that may confirm, or what was asked and what the court answered."""
    if case.confirmation == Confirmation.NA:
        return None
    today = timezone.localdate()
    applications = list(
        case.confirmations.prefetch_related("joined__party", "joined__agent", "objections").order_by("-id")
    )
    limit = window_of(case)
    may = case.voided_at is None and case.procedure in FOLLOWED and MAY["perform"][0](actor, case)
    is_open = case.confirmation in MAY_APPLY and limit is not None and limit.due_on >= today
    newest = applications[0] if applications else None
    return {
        "applications": applications,
        "unticked": unticked(tuple(newest.checked)) if newest and set(newest.checked) != set(CODES) else [],
        "limit": limit,
        "days_left": (limit.due_on - today).days if limit else None,
        "courts": courts_for(case, on=today) if is_open else [],
        "files": list(newest.files) if newest else [],
        "is_open": is_open,
        "nameless": unidentified(case) if is_open else [],
        "may": may,
    }
