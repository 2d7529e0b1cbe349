"""The performance track says what the obligations say, and these what was recorded of them."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from cases.agreements.models import Agreement, Obligation, Timing
from cases.agreements.performance import duties_of, last_done_on, performance_on
from cases.docket.invariants import of_case
from cases.docket.states import Archive, Performance
from cases.performance.progress import Done, progress_of, progress_of_parts
from cases.performance.track import FOLLOWED, OF_RECOURSE
from governance.invariants.registry import invariant

CHUNK = 500  # agreements with all that hangs on them


@invariant("cases.performance", "履行状态", "履行状态和完毕日期与各项义务相符，各项义务的完毕日期与履行记录相符")
def performance(look):
    today = timezone.localdate()
    rows = Agreement.objects.in_force().exclude(case__archive=Archive.DESTROYED).select_related("case").order_by("pk")
    rows = rows.prefetch_related("obligations__instalments", "obligations__records", "recourses")
    for agreement in look.over(rows.iterator(chunk_size=CHUNK)):
        case, obligations = agreement.case, list(agreement.obligations.all())
        for one in obligations:
            if not is_as_recorded(one):
                yield of_case(case.pk, case.area_id, f"义务 {one.pk} 的履行日期与履行记录不符")
        if case.procedure in FOLLOWED and case.voided_at is None and not _is_derived(agreement, obligations, today):
            yield of_case(case.pk, case.area_id, "履行状态与各项义务的履行情况不符")


def is_as_recorded(one: Obligation) -> bool:
    """Whether the dates on an obligation and its instalments are those that its standing records come to."""
    if one.timing in (Timing.ON_THE_SPOT, Timing.AT_EFFECT):
        return True
    done = [Done(each.performed_on, each.amount, each.is_whole) for each in one.records.all() if not each.withdrawn_at]
    parts = sorted(one.instalments.all(), key=lambda part: part.seq)
    found = [progress_of(one.amount, done), *progress_of_parts([part.amount for part in parts], done)]
    kept = [(one.begun_on, one.performed_on), *((part.begun_on, part.performed_on) for part in parts)]
    return kept == [(each.begun_on, each.performed_on) for each in found]


def _is_derived(agreement: Agreement, obligations: Iterable[Obligation], today: date) -> bool:
    """As of today, or of yesterday: what fell due at midnight is noted within minutes."""
    case = agreement.case
    kinds = {one.kind for one in agreement.recourses.all() if one.ended_on is None}
    recourse = next((state for kind, state in OF_RECOURSE.items() if kind in kinds), None)
    duties = list(duties_of(obligations))
    states = {performance_on(duties, day, recourse) for day in (today, today - timedelta(days=1))}
    performed_on = last_done_on(duties) if case.performance == Performance.DONE else None
    return case.performance in states and case.performed_on in (performed_on, performed_on or case.performed_on)
