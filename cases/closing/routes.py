"""By which ways an agreement that is not performed in full may be left when its case is closed (T20): those that the
tracks bear out."""

from django.utils import timezone

from cases.agreements.performance import duties_of
from cases.closing.models import OpenRoute
from cases.docket.codes import Result
from cases.docket.models import Case
from cases.docket.states import Confirmation, Performance
from cases.performance.models import RecourseKind
from cases.performance.track import agreement_of, obligations_of

PERFORMED = (Performance.DONE, Performance.NA)
IN_TIME = (Performance.NOT_DUE, Performance.IN_PROGRESS, Performance.PARTIAL)
NO_WAY = "协议逾期或者被拒绝履行，结案前须有后续途径：请先督促，并告知各方可以请求基层人民政府处理或者向法院起诉。"


def is_open_ended(case: Case) -> bool:
    """Whether something that was agreed is not performed yet."""
    return case.result == Result.SUCCESS and case.performance not in PERFORMED


def routes_of(case: Case) -> list[OpenRoute]:
    """What the closing report may say of the duties that are left, in the order of OpenRoute."""
    agreement = agreement_of(case)
    if agreement is None or not is_open_ended(case):
        return []
    kinds = set(agreement.recourses.values_list("kind", flat=True))
    holds = {
        OpenRoute.CONFIRMED: case.confirmation == Confirmation.CONFIRMED,
        OpenRoute.SUED: bool(kinds & {RecourseKind.SUED, RecourseKind.PAYMENT_ORDER}),
        OpenRoute.ENFORCED: RecourseKind.ENFORCEMENT in kinds,
        OpenRoute.TOLD: _everybody_was_told(agreement),
        OpenRoute.LATER: case.performance in IN_TIME,
    }
    return [route for route in OpenRoute if holds[route]]


def _everybody_was_told(agreement) -> bool:
    """Whether something is late or refused, and of each who owes it the parties were told where else to turn."""
    on = timezone.localdate()
    late = {
        one.debtor_id
        for one in obligations_of(agreement)
        if any(duty.is_overdue(on) or duty.is_refused for duty in duties_of([one]))
    }
    told = set(agreement.urgings.filter(has_told=True).values_list("party", flat=True))
    return bool(late) and late <= told
