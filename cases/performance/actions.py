"""Performance recorded with its proof, urging, courts (人民调解法 第三十一条、第三十二条)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from cases.agreements.amounts import yuan
from cases.agreements.models import Agreement, AgreementState, Obligation, Timing
from cases.docket import limits
from cases.docket.actions import locked_case, require_may, require_moment, require_standing, tell
from cases.docket.codes import Channel
from cases.docket.models import Case
from cases.docket.states import INSTEAD, Confirmation, Performance
from cases.documents.money import figures
from cases.parties.models import Party
from cases.performance.asking.statements import settle_statements_on
from cases.performance.files import store_proof
from cases.performance.models import PerformanceRecord, Proof, Recourse, RecourseKind, Urging, UrgingOutcome
from cases.performance.progress import Done, paid
from cases.performance.track import (
    FOLLOWED,
    URGE,
    agreement_of,
    obligations_of,
    overdue_duties,
    set_performance,
    write_progress,
)
from cases.visits.due import VISIT, begin_visit
from governance import rules
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.identifiers.typed import free_text

TO_BE_SHOWN = (Proof.TRANSFER, Proof.RECEIPT, Proof.PHOTO)
LONGEST_PROMISE = timedelta(days=366)


@transaction.atomic
def record_performance(
    obligation: Obligation,
    *,
    by,
    performed_at: datetime,
    proof: str,
    amount: Decimal | None = None,
    is_whole: bool = True,
    confirmed_by: Party | None = None,
    note: str = "",
    uploads: tuple = (),
    is_sure: bool = False,
    late_reason: str = "",
    version: int | None = None,
) -> PerformanceRecord:
    """Record that something was done of an obligation in force, with its proof; the track and the dates follow.

    `is_sure`: more than is owed, or the same payment of the same day once more, is what really happened. What runs on
    without a last day is confirmed by the director, after the days of the rule. Raises WrongState, NotPermitted,
    Invalid (field).
    """
    case = _followed(obligation.agreement.case, by=by, version=version)
    obligation = _in_force(case, obligation)
    performed_on = timezone.localdate(performed_at)
    require_moment(case, performed_at, late_reason=late_reason, field="performed_at")
    if case.accepted_on and performed_on < case.accepted_on:
        raise Invalid("履行时间不能早于受理日期。", field="performed_at")
    if obligation.timing == Timing.RUNNING:
        _require_running_long_enough(case, obligation, by=by, on=performed_on)
    note = free_text(note, field="note", longest=500)
    if obligation.kind == "pay":
        amount = yuan(amount, field="amount")
        _require_owed(obligation, amount, performed_on, is_sure=is_sure, note=note)
    else:
        amount = None
    confirmed_by = _require_proof(case, obligation, proof, confirmed_by, note=note, uploads=uploads)
    made = PerformanceRecord.objects.create(
        case=case,
        obligation=obligation,
        amount=amount,
        is_whole=is_whole,
        performed_at=performed_at,
        performed_on=performed_on,
        proof=proof,
        confirmed_by=confirmed_by,
        note=note,
        account=by,
    )
    store_proof(uploads, made, by=by)
    obligation.refused_on = None
    obligation.save(update_fields=["refused_on"])
    write_progress(obligation)
    settle_statements_on(case, [obligation])
    set_performance(case, on=timezone.localdate())
    what = f"支付 {amount:,.2f} 元" if amount else ("履行完毕" if is_whole else "部分履行")
    tell(
        case,
        "performed",
        by=by,
        happened_at=performed_at,
        late_reason=late_reason,
        text=f"第{obligation.seq}项：{obligation.debtor}{what}",
        note=note,
        obligation=obligation.pk,
        performance=case.performance,
    )
    return made


@transaction.atomic
def withdraw_performance(record: PerformanceRecord, *, by, reason: str, version: int | None = None) -> Case:
    """Take back what was recorded in error; it stays in the list with the reason, and the track is worked out anew."""
    case = _followed(record.case, by=by, version=version)
    record = PerformanceRecord.objects.locked(record.pk)
    if record.withdrawn_at:
        raise WrongState("这条履行记录已经撤销。")
    obligation = _in_force(case, record.obligation)
    now = timezone.now()
    record.withdrawn_reason = free_text(reason, field="reason", longest=200, required=True)
    record.withdrawn_at = now
    record.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    write_progress(obligation)
    set_performance(case, on=timezone.localdate(now))
    said = f"撤销履行记录：{record}"
    tell(
        case, "performance_withdrawn", by=by, happened_at=now, text=said, note=record.withdrawn_reason, record=record.pk
    )
    return case


@transaction.atomic
def note_overdue(case: Case, *, on: date) -> Case:
    """The portal notes that a last day passed: the track says so, urging and a visit fall due. Done once for each."""
    case = locked_case(case)
    agreement = agreement_of(case)
    if agreement is None or case.procedure not in FOLLOWED:
        return case
    obligations = obligations_of(agreement)
    new = [(one, duty) for one, duty in overdue_duties(obligations, on) if not _was_noted(one, duty)]
    for one, duty in new:
        parts = one.instalments.filter(due_on__in=[duty.due_on])
        if not parts.update(noted_overdue_on=on):
            Obligation.objects.filter(pk=one.pk).update(noted_overdue_on=on)
    if not new:
        return case
    set_performance(case, on=on)
    since = min(duty.due_on for _, duty in new if duty.due_on)
    if not limits.running(case).filter(key=URGE).exists():
        limits.begin(case, URGE, since)
    if not limits.running(case).filter(key=VISIT).exists():
        begin_visit(case, since)
    said = "、".join(f"第{one.seq}项" for one in dict.fromkeys(one for one, _ in new))
    tell(case, "performance_overdue", by=None, happened_at=timezone.now(), text=f"{said}到期（{since}）未履行")
    return case


@transaction.atomic
def urge_performance(
    case: Case,
    *,
    by,
    party: Party,
    urged_at: datetime,
    channel: str,
    outcome: str,
    promised_on: date | None = None,
    note: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Urging:
    """Urge a party that has something left to do (人民调解工作若干规定 第三十八条); a promise is asked after again.

    Raises WrongState when the party has nothing left to do, Invalid (field).
    """
    case = _followed(case, by=by, version=version)
    agreement = _agreement(case)
    party = _standing_party(case, party)
    owed = [one for one in obligations_of(agreement) if one.debtor_id == party.pk and one.performed_on is None]
    if not owed:
        raise WrongState(f"{party.name}没有尚未履行的义务，不需要督促。")
    if channel not in Channel.values:
        raise Invalid("请选择方式。", field="channel")
    if outcome not in UrgingOutcome.values:
        raise Invalid("请选择结果。", field="outcome")
    require_moment(case, urged_at, late_reason=late_reason, field="urged_at")
    urged_on = timezone.localdate(urged_at)
    if agreement.effective_on and urged_on < agreement.effective_on:
        raise Invalid("督促时间不能早于协议生效日。", field="urged_at")
    _require_promise(outcome, promised_on, urged_on)
    urging = Urging.objects.create(
        case=case,
        agreement=agreement,
        party=party,
        urged_at=urged_at,
        channel=channel,
        outcome=outcome,
        promised_on=promised_on,
        note=free_text(note, field="note", longest=500),
        account=by,
    )
    refused_on = urged_on if outcome == UrgingOutcome.REFUSED else None
    Obligation.objects.filter(pk__in=[one.pk for one in owed]).update(refused_on=refused_on)
    settle_statements_on(case, owed)
    if outcome != UrgingOutcome.UNREACHED:
        limits.running(case).filter(key=URGE).update(met_on=urged_on)
    if promised_on:
        limits.begin(case, URGE, promised_on)
    set_performance(case, on=timezone.localdate())
    said = f"督促{party.name}履行：{urging.get_outcome_display()}"
    if promised_on:
        said = f"{said}（{promised_on} 前）"
    tell(
        case,
        "urged",
        by=by,
        happened_at=urged_at,
        late_reason=late_reason,
        text=said,
        note=urging.note,
        channel=channel,
        urging=urging.pk,
    )
    return urging


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
    version: int | None = None,
) -> Recourse:
    """Note that a party sued on the agreement, or asks for its enforcement, which takes the court's confirmation.

    人民调解法 第三十二条、第三十三条. Raises Invalid (field), WrongState when all is performed.
    """
    case = _followed(case, by=by, version=version)
    agreement = _agreement(case)
    if case.performance == Performance.DONE:
        raise WrongState("协议已经履行完毕，不需要登记诉讼或执行。")
    if kind not in RecourseKind.values:
        raise Invalid("请选择途径。", field="kind")
    party = _standing_party(case, party)
    _require_day(begun_on, agreement.effective_on, field="begun_on", what="提出日期")
    enforceable = case.confirmation == Confirmation.CONFIRMED or case.recourses.filter(ended_on__isnull=False).exists()
    if kind == RecourseKind.ENFORCEMENT and not enforceable:
        raise Invalid(
            "未经司法确认的调解协议不能直接申请强制执行：可以就协议的履行向法院起诉（《人民调解法》第三十二条）。",
            field="kind",
        )
    made = Recourse.objects.create(
        case=case,
        kind=kind,
        party=party,
        begun_on=begun_on,
        court=free_text(court, field="court", longest=60),
        docket=free_text(docket, field="docket", longest=60),
        account=by,
    )
    set_performance(case, on=timezone.localdate())
    said = f"{party.name}{made.get_kind_display()}"
    tell(case, "recourse_noted", by=by, happened_at=timezone.now(), text=said, note=made.docket, begun_on=begun_on)
    return made


@transaction.atomic
def end_recourse(recourse: Recourse, *, by, ended_on: date, result: str, version: int | None = None) -> Recourse:
    """Note how the court's proceedings ended."""
    case = _followed(recourse.case, by=by)
    recourse = Recourse.objects.locked(recourse.pk)
    require_version(recourse, version)
    if recourse.ended_on:
        raise WrongState("这项诉讼或执行已登记结果。")
    _require_day(ended_on, recourse.begun_on, field="ended_on", what="结束日期")
    recourse.ended_on = ended_on
    recourse.result = free_text(result, field="result", longest=300, required=True)
    recourse.version += 1
    recourse.save()
    set_performance(case, on=timezone.localdate())
    said = f"{recourse.get_kind_display()}有结果"
    tell(case, "recourse_ended", by=by, happened_at=timezone.now(), text=said, note=recourse.result)
    return recourse


def _followed(case, *, by, version=None):
    """The case held, in agreement or closed and not yet archived, for who follows it up."""
    case = locked_case(case, version=version)
    require_standing(case)
    require_may("follow", by, case)
    if case.procedure not in FOLLOWED:
        raise WrongState(INSTEAD[case.procedure])
    if by._meta.model_name != "account":
        raise NotPermitted("须由调委会的工作人员登记。")
    return case


def _agreement(case) -> Agreement:
    agreement = agreement_of(case)
    if agreement is None:
        raise WrongState("本案没有生效的调解协议。")
    return agreement


def _in_force(case, obligation):
    obligation = Obligation.objects.locked(obligation.pk)
    obligation.agreement = Agreement.objects.get(pk=obligation.agreement_id)
    if obligation.agreement.state == AgreementState.REPLACED:
        raise WrongState("这项义务所在的协议已经变更：请在新协议的义务上登记。")
    if obligation.agreement.state != AgreementState.EFFECTIVE or obligation.agreement.case_id != case.pk:
        raise WrongState("协议尚未生效，还没有需要履行的内容。")
    return obligation


def _require_running_long_enough(case, obligation, *, by, on):
    require_may("decide", by, case)
    days = rules.value("performance.running.days", case.area_id, on)
    earliest = obligation.agreement.effective_on + timedelta(days=days)
    if on < earliest:
        raise Invalid(
            f"没有截止日的义务，自 {earliest}（协议生效 {days} 天）起才可由主任确认为已履行。", field="performed_at"
        )


def _require_owed(obligation, amount, on, *, is_sure, note):
    standing = list(obligation.records.standing())
    left = obligation.amount - paid(Done(one.performed_on, one.amount) for one in standing)
    if left <= 0 and not is_sure:
        raise Invalid("这项付款已经付清：如确有多付，请写明情况并勾选“确认无误”。", field="is_sure")
    same = [one for one in standing if one.amount == amount and one.performed_on == on]
    if same and not is_sure:
        raise Invalid(
            f"{on} 已登记过一笔 {figures(amount)}，可能重复：确为另一笔付款的，请勾选“确认无误”。", field="is_sure"
        )
    if amount > left and not is_sure:
        raise Invalid(f"还应付 {left:,.2f} 元：如确有多付，请写明情况并勾选“确认无误”。", field="amount")
    if amount > left and not note:
        raise Invalid("多付的，请写明多付的情况和双方的意见。", field="note")


def _require_proof(case, obligation, proof, confirmed_by, *, note, uploads) -> Party | None:
    if proof not in Proof.values:
        raise Invalid("请选择凭证。", field="proof")
    if proof == Proof.STATEMENT:
        if confirmed_by is None:
            raise Invalid("请选择由哪一方确认。", field="confirmed_by")
        confirmed_by = _standing_party(case, confirmed_by, field="confirmed_by")
        if confirmed_by.pk == obligation.debtor_id:
            raise Invalid("应由对方确认：义务人自己的说法不是履行凭证。", field="confirmed_by")
        return confirmed_by
    if not uploads and not note:
        what = "上传凭证，或者" if proof in TO_BE_SHOWN else ""
        raise Invalid(f"请{what}在说明里写明凭证的情况。", field="note")
    return None


def _require_promise(outcome, promised_on, urged_on):
    if promised_on is None:
        if outcome == UrgingOutcome.PROMISED:
            raise Invalid("请填写承诺在哪一天前履行。", field="promised_on")
        return
    if outcome != UrgingOutcome.PROMISED:
        raise Invalid("只有承诺履行的才填写承诺日期。", field="promised_on")
    if not urged_on <= promised_on <= urged_on + LONGEST_PROMISE:
        raise Invalid("承诺日期应在督促之日起一年以内。", field="promised_on")


def _require_day(day, earliest, *, field, what):
    if day > timezone.localdate():
        raise Invalid(f"{what}不能晚于今天。", field=field)
    if day < earliest:
        raise Invalid(f"{what}不能早于 {earliest}。", field=field)


def _standing_party(case, party, *, field="party") -> Party:
    found = case.parties.filter(pk=party.pk).first() if party else None
    if found is None:
        raise Invalid("请选择本案的当事人。", field=field)
    return found


def _was_noted(obligation, duty):
    parts = [part for part in obligation.instalments.all() if part.due_on == duty.due_on]
    return all(part.noted_overdue_on for part in parts) if parts else obligation.noted_overdue_on is not None
