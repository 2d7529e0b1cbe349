"""The performance track of a case: worked out anew whenever something of it changes.

Each function works on a case that the caller has locked, and leaves saving the case itself to the caller.
"""

from datetime import date

from cases.agreements.models import Agreement, Instalment, Obligation, Timing
from cases.agreements.performance import Duty, duties_of, last_done_on, performance_on
from cases.docket import limits
from cases.docket.models import Case
from cases.docket.states import WITH_AGREEMENT, Performance
from cases.performance.enforcement import ENFORCE, follow_enforcement
from cases.performance.models import RecourseKind
from cases.performance.progress import Done, progress_of, progress_of_parts
from cases.visits.due import REGULAR, VISIT, begin_regular, begin_visit

URGE = "urge"
FOLLOWED = WITH_AGREEMENT
TO_PERFORM = (
    Performance.NOT_DUE,
    Performance.IN_PROGRESS,
    Performance.PARTIAL,
    Performance.OVERDUE,
    Performance.REFUSED,
    Performance.SUED,
    Performance.ENFORCED,
)
OF_RECOURSE = {
    RecourseKind.ENFORCEMENT: Performance.ENFORCED,
    RecourseKind.SUED: Performance.SUED,
    RecourseKind.PAYMENT_ORDER: Performance.SUED,
}


def agreement_of(case: Case) -> Agreement | None:
    """The agreement in force."""
    return case.agreements.in_force().first()


def obligations_of(agreement: Agreement) -> list[Obligation]:
    """With all that is read of them, in a fixed number of queries."""
    rows = agreement.obligations.select_related("debtor", "creditor")
    return list(rows.prefetch_related("instalments", "records", "statements__party"))


def set_performance(case: Case, *, on: date) -> None:
    """Work out the track on `on`, and what follows: with the last duty done urging ends and the visit falls due."""
    agreement = agreement_of(case)
    if agreement is None:
        return
    obligations = obligations_of(agreement)
    duties = list(duties_of(obligations))
    before, case.performance = case.performance, performance_on(duties, on, _recourse(agreement))
    case.performed_on = last_done_on(duties) if case.performance == Performance.DONE else None
    if case.performance == Performance.DONE:
        limits.running(case).filter(key__in=(URGE, ENFORCE)).update(met_on=on)
        limits.drop(case, REGULAR, on)
        if before != Performance.DONE and case.performed_on:
            begin_visit(case, case.performed_on)
        limits.set_due(case)
        return
    follow_enforcement(case, obligations, on)
    if before == Performance.DONE:
        limits.drop(case, VISIT, on)
        begin_regular(case, duties, on)
    if not any(duty.is_overdue(on) for duty in duties):
        limits.drop(case, URGE, on)
    limits.set_due(case)


def write_progress(obligation: Obligation) -> Obligation:
    """Write on the obligation and its instalments what the records of it say; what was done on the spot stays."""
    if obligation.timing in (Timing.ON_THE_SPOT, Timing.AT_EFFECT):
        return obligation
    standing = obligation.records.standing()
    done = [Done(one.performed_on, one.amount, one.is_whole) for one in standing]
    found = progress_of(obligation.amount, done)
    obligation.begun_on, obligation.performed_on = found.begun_on, found.performed_on
    obligation.save(update_fields=["begun_on", "performed_on"])
    parts = list(obligation.instalments.order_by("seq"))
    for part, reached in zip(parts, progress_of_parts([part.amount for part in parts], done), strict=True):
        part.begun_on, part.performed_on = reached.begun_on, reached.performed_on
    Instalment.objects.bulk_update(parts, ["begun_on", "performed_on"])
    return obligation


def overdue_duties(obligations: list[Obligation], on: date) -> list[tuple[Obligation, Duty]]:
    """What is late on `on`, with the obligation that it is of; an obligation in instalments once for each."""
    return [(one, duty) for one in obligations for duty in duties_of([one]) if duty.is_overdue(on)]


def _recourse(agreement):
    kinds = {one.kind for one in agreement.recourses.going_on()}
    return next((state for kind, state in OF_RECOURSE.items() if kind in kinds), None)
