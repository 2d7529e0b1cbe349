"""When a return visit falls due (domain/mediation.md 1.3): after full performance, else after each last day.

Each function works on a case that the caller has locked, and leaves saving the case itself to the caller.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from cases.agreements.models import Agreement
from cases.agreements.performance import Duty, duties_of
from cases.docket import limits
from cases.docket.models import Case
from cases.docket.states import WITH_AGREEMENT, Performance
from cases.docket.time_limits import VISITS
from governance import rules
from governance.calendars.basis import Basis

VISIT, OF_AGREEMENT, REGULAR = "visit", "visit_agreement", "visit_regular"
FIRST_OF_RISK, SECOND_OF_RISK = "visit_risk_1", "visit_risk_2"


def begin_visit(case: Case, on: date) -> None:
    """All is performed since `on`, or something was to be performed by then and was not: somebody asks after it.

    Who was visited on that day or later was asked already.
    """
    if case.visits.made().filter(visited_on__gte=on).exists():
        return
    limits.begin(case, VISIT, on)
    limits.set_due(case)


def begin_after_effect(case: Case, agreement: Agreement, duties: Iterable[Duty], on: date) -> None:
    """The visits of an agreement in force from `on`.

    What was performed on the spot is visited like any full performance; a written agreement whose last day comes
    before the visit of agreements has that one, one that takes longer is visited regularly; a case that was ever as
    dangerous as the rule says has two more.
    """
    known = list(duties)
    limits.running(case).filter(key__in=VISITS).update(dropped_on=on)
    if case.performance == Performance.DONE:
        limits.begin(case, VISIT, case.performed_on or on)
    elif agreement.is_written:
        by = Basis.held().due(OF_AGREEMENT, case.area_id, on).due_on
        if not any(duty.due_on and duty.due_on > by for duty in known if not duty.performed_on):
            limits.begin(case, OF_AGREEMENT, on)
        else:
            begin_regular(case, known, on)
    else:
        begin_regular(case, known, on)
    if _worst_risk(case) >= rules.value("visit.risk.level", case.area_id, on):
        limits.begin(case, FIRST_OF_RISK, on)
        limits.begin(case, SECOND_OF_RISK, on)
    limits.set_due(case)


def begin_regular(case: Case, duties: Iterable[Duty], on: date) -> None:
    """Something is to be done later than the regular visit after `on`, or runs on: somebody asks after it meanwhile.

    Instalments paid in time start no visit of their own (domain/mediation-scenarios.md S1).
    """
    left = [duty for duty in duties if not duty.performed_on]
    by = Basis.held().due(REGULAR, case.area_id, on).due_on if left else on
    if any(duty.due_on is None or duty.due_on > by for duty in left):
        limits.begin(case, REGULAR, on)


def begin_for_risk(case: Case, level: int, on: date) -> None:
    """The danger of a case rose to `level` on `on`, after its agreement: the two more visits count from that day."""
    if case.procedure not in WITH_AGREEMENT or level < rules.value("visit.risk.level", case.area_id, on):
        return
    for key in (FIRST_OF_RISK, SECOND_OF_RISK):
        limits.begin(case, key, on, since="达成协议后风险升级")
    limits.set_due(case)


def meet_visits(case: Case, on: date) -> None:
    """Somebody was visited on `on`: that meets what is due, of the two for risk the second from the day after the
    first was due."""
    running = limits.running(case)
    running.filter(key=VISIT).update(met_on=on)
    if running.filter(key__in=(OF_AGREEMENT, REGULAR)).update(met_on=on):
        begin_regular(case, _duties(case), on)
    first = case.limits.filter(key=FIRST_OF_RISK).order_by("-id").first()
    if first and on > first.due_on:
        running.filter(key=SECOND_OF_RISK).update(met_on=on)
    running.filter(key=FIRST_OF_RISK).update(met_on=on)
    limits.set_due(case)


def _duties(case):
    agreement = case.agreements.in_force().prefetch_related("obligations__instalments").first()
    return list(duties_of(agreement.obligations.all())) if agreement else []


def _worst_risk(case):
    worst = case.risk_assessments.aggregate(level=Max("level"))["level"] or 0
    return max(worst, case.risk_level)
