"""Performance recorded with its proof, urging, courts (人民调解法 第三十一条、第三十二条)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from cases.agreements.amounts import yuan
from cases.agreements.models import Agreement, AgreementState, Obligation, Timing
from cases.docket import limits
from cases.docket.actions import locked_case, require_may, require_moment, tell
from cases.docket.codes import Channel
from cases.docket.models import Case
from cases.documents.money import figures
from cases.parties.models import Party, Side
from cases.performance.asking.statements import settle_statements_on
from cases.performance.files import store_proof
from cases.performance.following import set_archiving
from cases.performance.holding import agreement_in_force, followed_case, party_of
from cases.performance.models import PerformanceRecord, Proof, Urging, UrgingOutcome
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
from cases.performance.urging import Urged, next_from, unasked
from cases.visits.due import VISIT, begin_visit
from governance import rules
from governance.errors import Invalid, WrongState
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
    case = followed_case(obligation.agreement.case, by=by, who="perform", version=version)
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
    set_archiving(case, performed_on)
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
    """Take back what was recorded in error; it stays in the list with the reason, and the track is worked out anew.

    What is late again is noted anew: urging and a visit fall due as if it had never been recorded.
    """
    case = followed_case(record.case, by=by, who="perform", version=version)
    record = PerformanceRecord.objects.locked(record.pk)
    if record.withdrawn_at:
        raise WrongState("这条履行记录已经撤销。")
    obligation = _in_force(case, record.obligation)
    now = timezone.now()
    record.withdrawn_reason = free_text(reason, field="reason", longest=200, required=True)
    record.withdrawn_at = now
    record.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    write_progress(obligation)
    today = timezone.localdate(now)
    obligation.noted_overdue_on = None
    obligation.save(update_fields=["noted_overdue_on"])
    obligation.instalments.filter(performed_on__isnull=True).update(noted_overdue_on=None)
    set_performance(case, on=today)
    set_archiving(case, today)
    said = f"撤销履行记录：{record}"
    tell(
        case, "performance_withdrawn", by=by, happened_at=now, text=said, note=record.withdrawn_reason, record=record.pk
    )
    return note_overdue(case, on=today)


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
    set_archiving(case, on)
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
    has_told: bool = False,
    note: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Urging:
    """Urge a party that has something left to do (人民调解工作若干规定 第三十八条).

    Who stays late is asked again: after the day of a promise, else after the days of the rule, until `has_told`: the
    parties were told where else they may turn. Raises WrongState when the party has nothing left to do, and
    Invalid (field).
    """
    case = followed_case(case, by=by, who="follow", version=version)
    agreement = agreement_in_force(case)
    party = party_of(case, party)
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
    if has_told and outcome != UrgingOutcome.REFUSED and not _is_late(owed, urged_on):
        raise Invalid("义务尚未逾期、也没有拒绝履行：还不需要告知救济途径。", field="has_told")
    urging = Urging.objects.create(
        case=case,
        agreement=agreement,
        party=party,
        urged_at=urged_at,
        channel=channel,
        outcome=outcome,
        promised_on=promised_on,
        has_told=has_told,
        note=free_text(note, field="note", longest=500),
        account=by,
    )
    refused_on = urged_on if outcome == UrgingOutcome.REFUSED else None
    Obligation.objects.filter(pk__in=[one.pk for one in owed]).update(refused_on=refused_on)
    settle_statements_on(case, owed)
    _ask_again(case, agreement, urged_on)
    set_performance(case, on=timezone.localdate())
    set_archiving(case, urged_on)
    said = f"督促{party.name}履行：{urging.get_outcome_display()}"
    if promised_on:
        said = f"{said}（{promised_on} 前）"
    if has_told:
        said = f"{said}，已告知救济途径"
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


def may_confirm(case: Case, obligation: Obligation):
    """The parties whose word is proof that an obligation was performed: who it is owed to, or, where that is nobody by
    name, the other side."""
    if obligation.creditor_id:
        return case.parties.filter(pk=obligation.creditor_id)
    return case.parties.exclude(side__in=(obligation.debtor.side, Side.THIRD))


def _ask_again(case, agreement, on):
    """Urging is met once everybody who is late was asked; it falls due again for who does not perform."""
    late = {one.debtor_id for one, _ in overdue_duties(obligations_of(agreement), on)}
    urged = {
        each.party_id: Urged(
            timezone.localdate(each.urged_at),
            each.promised_on,
            each.outcome == UrgingOutcome.PERFORMED,
            each.has_told,
        )
        for each in agreement.urgings.order_by("urged_at", "id")
        if each.has_told or each.outcome != UrgingOutcome.UNREACHED
    }
    running = limits.running(case).filter(key=URGE).first()
    if running and running.starts_on <= on and unasked(late, urged, running.starts_on):
        return
    limits.running(case).filter(key=URGE).update(met_on=on)
    patience = timedelta(days=rules.value("performance.urge.again.days", case.area_id, on))
    if again := next_from(late, urged, patience):
        limits.begin(case, URGE, again)


def _is_late(owed, on):
    return any(one.refused_on for one in owed) or bool(overdue_duties(owed, on))


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
        confirmed_by = party_of(case, confirmed_by, field="confirmed_by")
        if not may_confirm(case, obligation).filter(pk=confirmed_by.pk).exists():
            raise Invalid(
                f"应由{obligation.creditor or '对方当事人'}确认：义务人一方或者第三人的说法不是履行凭证。",
                field="confirmed_by",
            )
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


def _was_noted(obligation, duty):
    parts = [part for part in obligation.instalments.all() if part.due_on == duty.due_on]
    return all(part.noted_overdue_on for part in parts) if parts else obligation.noted_overdue_on is not None
