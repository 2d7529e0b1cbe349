"""When a return visit falls due (domain/mediation.md 1.3): after full performance, else after each last day.

Each function works on a case that the caller has locked, and leaves saving the case itself to the caller.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from cases.agreements.models import Agreement
from cases.agreements.performance import Duty
from cases.docket import limits
from cases.docket.models import Case
from cases.docket.states import Performance
from governance import rules
from governance.calendars.basis import Basis

VISIT, OF_AGREEMENT, FIRST_OF_RISK, SECOND_OF_RISK = "visit", "visit_agreement", "visit_risk_1", "visit_risk_2"
KEYS = (VISIT, OF_AGREEMENT, FIRST_OF_RISK, SECOND_OF_RISK)


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
    before the visit of agreements has that one; a case that was ever as dangerous as the rule says has two more.
    """
    known = list(duties)
    limits.running(case).filter(key__in=KEYS).update(dropped_on=on)
    if case.performance == Performance.DONE:
        limits.begin(case, VISIT, case.performed_on or on)
    elif agreement.is_written:
        by = Basis.held().due(OF_AGREEMENT, case.area_id, on).due_on
        if not any(duty.due_on and duty.due_on > by for duty in known if not duty.performed_on):
            limits.begin(case, OF_AGREEMENT, on)
    if _worst_risk(case) >= rules.value("visit.risk.level", case.area_id, on):
        limits.begin(case, FIRST_OF_RISK, on)
        limits.begin(case, SECOND_OF_RISK, on)
    limits.set_due(case)


def meet_visits(case: Case, on: date) -> None:
    """Somebody was visited on `on`: that meets what is due, of the two for risk the second from the day after the
    first was due."""
    running = limits.running(case)
    running.filter(key__in=(VISIT, OF_AGREEMENT)).update(met_on=on)
    first = case.limits.filter(key=FIRST_OF_RISK).order_by("-id").first()
    if first and on > first.due_on:
        running.filter(key=SECOND_OF_RISK).update(met_on=on)
    running.filter(key=FIRST_OF_RISK).update(met_on=on)
    limits.set_due(case)


def _worst_risk(case):
    worst = case.risk_assessments.aggregate(level=Max("level"))["level"] or 0
    return max(worst, case.risk_level)
