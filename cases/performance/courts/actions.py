"""A suit on the agreement, a payment order, enforcement: noted for the file, and how it ended."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.agreements.models import Agreement
from cases.docket.actions import require_day, tell
from cases.docket.models import Case
from cases.docket.states import Confirmation, Performance
from cases.parties.models import Party
from cases.performance.enforcement import meet_enforcement, time_to_enforce
from cases.performance.following import set_archiving
from cases.performance.holding import agreement_in_force, followed_case, party_of
from cases.performance.models import OF_COURT, OF_ENFORCEMENT, Recourse, RecourseKind
from cases.performance.track import set_performance
from governance.errors import Invalid, WrongState, require_version
from governance.identifiers.typed import free_text

NOT_TO_ENFORCE = (
    "协议未经司法确认，也没有登记可以执行的判决、调解书或者支付令，不能申请强制执行："
    "可以就协议的履行向法院起诉（《人民调解法》第三十二条）。"
)


@transaction.atomic
def note_recourse(
    case: Case,
    *,
    by,
    kind: str,
    party: Party,
    begun_on: date,
    court: str = "",
    docket: str = "",
    late_reason: str = "",
    lapsed_reason: str = "",
    version: int | None = None,
) -> Recourse:
    """Note that a party sued on the agreement, or asks for its enforcement: of what the court confirmed or decided.

    人民调解法 第三十二条、第三十三条. After the two years of 民事诉讼法 第二百五十条 only with `lapsed_reason`: what
    stopped or interrupted them, for the court to judge. Raises Invalid (field), WrongState when all is performed.
    """
    case = followed_case(case, by=by, who="perform", version=version)
    agreement = agreement_in_force(case)
    if case.performance == Performance.DONE:
        raise WrongState("协议已经履行完毕，不需要登记诉讼或执行。")
    if kind not in RecourseKind.values:
        raise Invalid("请选择途径。", field="kind")
    party = party_of(case, party)
    late_reason = free_text(late_reason, field="late_reason", longest=200)
    require_day(
        case, begun_on, earliest=agreement.effective_on, field="begun_on", what="提出日期", late_reason=late_reason
    )
    if kind == RecourseKind.ENFORCEMENT and not is_enforceable(case, agreement):
        raise Invalid(NOT_TO_ENFORCE, field="kind")
    lapsed_reason = free_text(lapsed_reason, field="lapsed_reason", longest=200)
    if kind == RecourseKind.ENFORCEMENT:
        _require_in_time(case, begun_on, lapsed_reason)
    made = Recourse.objects.create(
        case=case,
        agreement=agreement,
        kind=kind,
        party=party,
        begun_on=begun_on,
        court=free_text(court, field="court", longest=60),
        docket=free_text(docket, field="docket", longest=60),
        account=by,
    )
    if kind == RecourseKind.ENFORCEMENT:
        meet_enforcement(case, begun_on)
    _follow(case)
    tell(
        case,
        "recourse_noted",
        by=by,
        happened_at=timezone.now(),
        late_reason=late_reason,
        text=f"{party.name}{made.get_kind_display()}",
        note="；".join(filter(None, (made.docket, lapsed_reason and f"超过申请执行期限：{lapsed_reason}"))),
        begun_on=begun_on,
    )
    return made


@transaction.atomic
def end_recourse(
    recourse: Recourse,
    *,
    by,
    ended_on: date,
    outcome: str,
    result: str,
    late_reason: str = "",
    version: int | None = None,
) -> Recourse:
    """Note how the court's proceedings ended; only a title may be enforced afterwards."""
    case = followed_case(recourse.case, by=by, who="perform")
    recourse = Recourse.objects.locked(recourse.pk)
    require_version(recourse, version)
    if recourse.ended_on:
        raise WrongState("这项诉讼或执行已登记结果。")
    if outcome not in outcomes_of(recourse.kind):
        raise Invalid("请选择结果类型。", field="outcome")
    late_reason = free_text(late_reason, field="late_reason", longest=200)
    require_day(case, ended_on, earliest=recourse.begun_on, field="ended_on", what="结束日期", late_reason=late_reason)
    recourse.ended_on, recourse.outcome = ended_on, outcome
    recourse.result = free_text(result, field="result", longest=300, required=True)
    recourse.version += 1
    recourse.save()
    _follow(case)
    tell(
        case,
        "recourse_ended",
        by=by,
        happened_at=timezone.now(),
        late_reason=late_reason,
        text=f"{recourse.get_kind_display()}：{recourse.get_outcome_display()}",
        note=recourse.result,
    )
    return recourse


def is_enforceable(case: Case, agreement: Agreement) -> bool:
    """Confirmed by the court, or the agreement led to a judgment, a court's settlement or a payment order."""
    return case.confirmation == Confirmation.CONFIRMED or agreement.recourses.to_enforce().exists()


def _require_in_time(case, begun_on, lapsed_reason):
    """Of a confirmed agreement: not before its last day passed, and later than two years after it with a reason."""
    limit = time_to_enforce(case)
    if limit is None:
        return
    if begun_on <= limit.starts_on:
        raise Invalid(f"履行期限 {limit.starts_on} 届满以后才能申请强制执行。", field="begun_on")
    if begun_on > limit.due_on and not lapsed_reason:
        raise Invalid(
            f"申请强制执行的期限已于 {limit.due_on} 届满（民事诉讼法第二百五十条）：有中止、中断的请写明，由法院审查。",
            field="lapsed_reason",
        )


def outcomes_of(kind: str):
    """How proceedings of this kind may end."""
    return OF_ENFORCEMENT if kind == RecourseKind.ENFORCEMENT else OF_COURT


def _follow(case):
    today = timezone.localdate()
    set_performance(case, on=today)
    set_archiving(case, today)
