"""An agreement takes effect: the case moves, its tracks and dates are set, the time for the court begins to run."""

from datetime import date, datetime

from django.utils import timezone

from cases.agreements.amounts import total
from cases.agreements.models import Agreement, AgreementState, Timing
from cases.agreements.performance import duties_of, last_done_on, performance_on
from cases.docket.actions import take_step
from cases.docket.codes import Result
from cases.docket.limits import begin, drop
from cases.docket.models import Case
from cases.docket.states import Confirmation, Performance, Procedure
from cases.visits.due import begin_after_effect
from governance.errors import Invalid

AT_ONCE = (Timing.ON_THE_SPOT, Timing.AT_EFFECT)
CONFIRM_KEY = "jc_apply"
URGE_KEY = "urge"


def take_effect(case: Case, agreement: Agreement, *, by, at: datetime, late_reason: str = "") -> None:
    """Bring `agreement` into force from the day of `at`, by step T14, T15, or T22 for a variation; part of those acts.

    Raises Invalid when something would be due before that day (domain/mediation.md 6.8).
    """
    on = timezone.localdate(at)
    require_due_after(agreement, on)
    earlier = agreement.supersedes
    if earlier:
        Agreement.objects.filter(pk=earlier.pk).update(state=AgreementState.REPLACED)
    agreement.obligations.filter(timing__in=AT_ONCE).update(performed_on=on)
    agreement.state, agreement.agreed_at, agreement.effective_on = AgreementState.EFFECTIVE, at, on
    agreement.version += 1
    agreement.save()

    obligations = list(agreement.obligations.prefetch_related("instalments"))
    duties = list(duties_of(obligations))
    case.performance = performance_on(duties, max(on, timezone.localdate()))
    is_done = case.performance == Performance.DONE
    case.performed_on = (last_done_on(duties) or on) if is_done else None
    case.agreed_amount = total(one.amount for one in obligations) or None
    if not case.result:
        case.result, case.result_on = Result.SUCCESS, on
    _set_confirmation(case, agreement, on)
    drop(case, URGE_KEY, on)
    begin_after_effect(case, agreement, duties, on)
    changes = case.procedure == Procedure.AGREED  # a case taken up again comes to a new agreement by T14
    code = "T22" if changes else ("T14" if agreement.is_written else "T15")
    said = "变更协议生效" if earlier else f"达成{agreement.get_form_display()}"
    take_step(
        case,
        code,
        by=by,
        happened_at=at,
        late_reason=late_reason,
        text=f"{said}，编号{agreement.number}，{on} 生效",
        agreement=agreement.pk,
        effective_on=on.isoformat(),
    )


def require_due_after(agreement: Agreement, on: date) -> None:
    """Nothing may be due before the agreement takes effect, but for what was performed on the spot."""
    for one in agreement.obligations.all():
        dates = [part.due_on for part in one.instalments.all()] or ([one.due_on] if one.due_on else [])
        if dates and dates[0] < on:
            raise Invalid(
                f"签署后协议自 {on} 起生效，晚于第 {one.seq} 项的履行期限 {dates[0]}：请作废签名，改期后重新签署。",
                field="signed_at",
            )


def _set_confirmation(case, agreement, on):
    """A written agreement may be confirmed by the court, an oral one is put in writing first (1.5)."""
    if not agreement.is_written:
        drop(case, CONFIRM_KEY, on)
        case.confirmation = Confirmation.NA
        return
    limit = begin(case, CONFIRM_KEY, on)
    case.confirmation = Confirmation.ELIGIBLE if limit.due_on >= timezone.localdate() else Confirmation.EXPIRED
