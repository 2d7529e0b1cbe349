"""What the page of a case shows of performance."""

from django.utils import timezone

from cases.docket.page import section
from cases.docket.permissions import MAY
from cases.docket.states import Confirmation, Performance
from cases.performance.enforcement import time_to_enforce
from cases.performance.shown import duties_shown
from cases.performance.track import FOLLOWED, TO_PERFORM, agreement_of


@section("performance", "履行", template="cases/performance/_performance.html", order=61, of_file=True)
def performance(case, actor):
    """Each obligation with how far it is, what was recorded, who was urged, which court was asked."""
    if case.performance == Performance.NA:
        return None
    agreement = agreement_of(case)
    if agreement is None:
        return None
    today = timezone.localdate()
    duties = duties_shown(agreement, today)
    is_followed = case.voided_at is None and case.procedure in FOLLOWED
    may = is_followed and MAY["perform"][0](actor, case)
    return {
        "duties": duties,
        "replaced": list(case.performance_records.for_page().of_replaced()),
        "urgings": list(case.urgings.select_related("party", "account").order_by("-urged_at")),
        "recourses": list(case.recourses.select_related("party")),
        "enforce_by": time_to_enforce(case) if case.confirmation == Confirmation.CONFIRMED else None,
        "done_on": case.performed_on,
        "may": may,
        "may_follow": is_followed and MAY["follow"][0](actor, case),
        "is_open": case.performance in TO_PERFORM,
        "links": list(case.party_links.standing().select_related("party")) if may else [],
        "unsettled": any(said.settled_at is None for one in duties for said in one.word.statements),
        "is_disputed": any(one.word.is_disputed and one.is_open for one in duties),
        "is_late": any(one.tone == "bad" for one in duties),
    }
