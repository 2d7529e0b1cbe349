"""Batches: approved claims of a place and a period, their payment list, its payment; and what is taken back."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from cases.agreements.amounts import yuan
from cases.subsidies.actions import locked_claim, save
from cases.subsidies.amounts import taken_off
from cases.subsidies.cards.models import BankCard
from cases.subsidies.clawbacks.models import Clawback, ClawbackCancellation, ClawbackReason, ClawbackSettlement
from cases.subsidies.models import (
    BatchState,
    ClaimState,
    Decision,
    Seat,
    SubsidyBatch,
    SubsidyClaim,
    SubsidyPayment,
    SubsidyReview,
    SubsidyShare,
)
from cases.subsidies.periods import period_of
from cases.subsidies.permissions import APPROVES, interested, passed_by
from cases.subsidies.rules import PERIOD
from governance import rules
from governance.areas import codes
from governance.areas.models import Area
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.identifiers.typed import free_text
from governance.people.models import Account

NOTHING = Decimal(0)


@transaction.atomic
def draw_up_batch(*, by, area: str, period: date) -> SubsidyBatch:
    """Gather what the street passed up to the end of the month or quarter of `period` (编制批次).

    `area` is a district or street. What came too late for an earlier batch is in it too. Raises NotPermitted, Invalid
    (field "area", "period").
    """
    if not by.holds(APPROVES, area):
        raise NotPermitted("须由区司法局编制补贴批次。")
    place = Area.objects.select_for_update(no_key=True).get(pk=area)
    if codes.level(area) not in (codes.COUNTY, codes.STREET):
        raise Invalid("补贴批次按区或者街镇编制。", field="area")
    today = timezone.localdate()
    starts_on, ends_on = period_of(period, rules.value(PERIOD, area, today))
    if starts_on > today:
        raise Invalid("期间尚未开始。", field="period")
    same = SubsidyBatch.objects.exclude(state=BatchState.DROPPED).filter(area=place)
    if same.filter(starts_on=starts_on, ends_on=ends_on).exists():
        raise Invalid("这个期间已有批次：之后通过复核的申报列入下一批次。", field="period")
    span = codes.code_range(area)
    claims = SubsidyClaim.objects.to_batch(ends_on).filter(case__area_id__gte=span.first, case__area_id__lte=span.last)
    keys = list(claims.select_for_update(of=("self",)).values_list("pk", flat=True))
    if not keys:
        raise Invalid("这个期间没有通过司法所复核、尚未列入批次的申报。", field="period")
    batch = SubsidyBatch.objects.create(
        area=place, starts_on=starts_on, ends_on=ends_on, drawn_up_by=by, drawn_up_at=timezone.now()
    )
    SubsidyClaim.objects.filter(pk__in=keys).update(batch=batch)
    record("subsidy.batch_drawn_up", batch, by=by, area=area, period=batch.period, claims=len(keys))
    return batch


@transaction.atomic
def drop_batch(batch: SubsidyBatch, *, by, reason: str, version: int | None = None) -> SubsidyBatch:
    """Give a batch up before it is approved: its claims wait for another one."""
    batch = _locked(batch, by, version, BatchState.DRAWN_UP)
    batch.drop_reason = free_text(reason, field="reason", longest=200, required=True)
    batch.state = BatchState.DROPPED
    _save(batch)
    batch.claims.update(batch=None)
    record("subsidy.batch_dropped", batch, by=by, area=batch.area_id, reason=batch.drop_reason)
    return batch


@transaction.atomic
def approve_batch(batch: SubsidyBatch, *, by, opinion: str = "", version: int | None = None) -> SubsidyBatch:
    """The third review, of all claims of a batch: they are granted, and the payment list is fixed (审批).

    What a payee still owes is taken off, the oldest first; what was taken back by mistake is added. Raises
    NotPermitted for who reviewed one of them before or has a share in one, WrongState naming cases that lost their
    claim meanwhile.
    """
    batch = _locked(batch, by, version, BatchState.DRAWN_UP)
    claims = list(
        batch.claims.select_for_update(of=("self",), no_key=True)
        .select_related("case")
        .prefetch_related("shares__account", "reviews")
        .order_by("pk")
    )
    if not claims:
        raise WrongState("批次中没有申报，请取消批次。")
    _require_third(by, claims)
    undone = batch.claims.undone().select_related("case")[:3]
    if numbers := [claim.case.number for claim in undone]:
        listed = "、".join(numbers)
        raise WrongState(f"{listed}已恢复调解、履行有变或者案卷退回，请先将其申报退回或者不予补贴。")
    now = timezone.now()
    opinion = free_text(opinion, field="opinion", longest=300)
    SubsidyReview.objects.bulk_create(
        SubsidyReview(
            claim=claim,
            round=claim.round,
            seat=Seat.DISTRICT,
            decision=Decision.PASSED,
            opinion=opinion,
            reviewed_by=by,
            reviewed_at=now,
        )
        for claim in claims
    )
    for claim in claims:
        claim.state = ClaimState.APPROVED
        claim.version += 1
    SubsidyClaim.objects.bulk_update(claims, ["state", "version"])
    payments = _list_payments(batch, claims, by)
    batch.state, batch.approved_by, batch.approved_at = BatchState.APPROVED, by, now
    batch.gross_amount = sum((one.gross_amount for one in payments), NOTHING)
    batch.deducted_amount = sum((one.deducted_amount for one in payments), NOTHING)
    batch.restored_amount = sum((one.restored_amount for one in payments), NOTHING)
    batch.net_amount = batch.gross_amount - batch.deducted_amount + batch.restored_amount
    _save(batch)
    record(
        "subsidy.batch_approved",
        batch,
        by=by,
        area=batch.area_id,
        period=batch.period,
        claims=[claim.case.number for claim in claims],
        gross=str(batch.gross_amount),
        deducted=str(batch.deducted_amount),
        restored=str(batch.restored_amount),
        opinion=opinion,
    )
    return batch


@transaction.atomic
def pay_batch(batch: SubsidyBatch, *, by, paid_on: date, voucher_no: str, version: int | None = None) -> SubsidyBatch:
    """Note that the finance office paid the list (发放), by the number of its voucher."""
    batch = _locked(batch, by, version, BatchState.APPROVED)
    if batch.approved_at and paid_on < timezone.localdate(batch.approved_at):
        raise Invalid("发放日期不能早于批准日期。", field="paid_on")
    if paid_on > timezone.localdate():
        raise Invalid("发放日期不能晚于今天。", field="paid_on")
    batch.voucher_no = free_text(voucher_no, field="voucher_no", longest=60, required=True)
    batch.state, batch.paid_on, batch.paid_by = BatchState.PAID, paid_on, by
    _save(batch)
    batch.claims.filter(state=ClaimState.APPROVED).update(state=ClaimState.PAID)
    record(
        "subsidy.batch_paid",
        batch,
        by=by,
        area=batch.area_id,
        paid_on=paid_on.isoformat(),
        voucher_no=batch.voucher_no,
        amount=str(batch.net_amount),
    )
    return batch


@transaction.atomic
def claw_back(
    claim: SubsidyClaim, *, by, reason: str, note: str, amounts: dict[int, Decimal], version: int | None = None
) -> list[Clawback]:
    """Have payees give back what they got of a claim, in whole or in part (追回); `amounts` by the key of the share.

    Taken off their next payments, or repaid. A claim of which all is clawed back no longer stands.
    Raises NotPermitted, WrongState, Invalid (field "reason", "note", "share_<key>").
    """
    claim = locked_claim(claim, version)
    if not by.holds(APPROVES, claim.area_id):
        raise NotPermitted("须由区司法局决定追回。")
    if not claim.is_granted:
        raise WrongState(f"这份申报目前“{claim.get_state_display()}”，没有可以追回的补贴。")
    if reason not in ClawbackReason.values:
        raise Invalid("请选择原因。", field="reason")
    note = free_text(note, field="note", longest=300, required=True)
    left = remaining(claim)
    made = [
        Clawback(
            share_id=key, reason=reason, note=note, amount=_asked(left, key, amount), ordered_by=by,
            ordered_at=timezone.now(),
        )
        for key, amount in amounts.items()
        if amount
    ]  # fmt: skip
    if not made:
        raise Invalid("请填写至少一人的追回金额。", field="reason")
    for one in made:
        one.save()
    if sum(left.values()) == sum(one.amount for one in made):
        claim.state = ClaimState.CLAWED_BACK
    save(claim)
    told = {str(one.share.account): str(one.amount) for one in made}
    record("subsidy.clawed_back", claim, by=by, area=claim.area_id, reason=reason, note=note, amounts=told)
    return made


@transaction.atomic
def repay_clawback(
    clawback: Clawback, *, by, amount: Decimal, repaid_on: date, receipt_no: str, version: int | None = None
) -> Clawback:
    """Note that a payee gave money back, in whole or in part, with the number of the receipt."""
    clawback = Clawback.objects.select_related("share__claim__case").locked(clawback.pk)
    require_version(clawback, version)
    if not by.holds(APPROVES, clawback.area_id):
        raise NotPermitted("须由区司法局登记退回。")
    amount = yuan(amount, field="amount")
    if ClawbackCancellation.objects.filter(clawback=clawback).exists():
        raise WrongState("这笔追回已经撤销，不用退回。")
    if amount > clawback.outstanding_amount:
        raise Invalid(f"尚未结清的只有 {clawback.outstanding_amount} 元。", field="amount")
    if not timezone.localdate(clawback.ordered_at) <= repaid_on <= timezone.localdate():
        raise Invalid("退回日期应在决定追回之后、今天之前。", field="repaid_on")
    receipt_no = free_text(receipt_no, field="receipt_no", longest=60, required=True)
    _settle(clawback, amount, by=by, repaid_on=repaid_on, receipt_no=receipt_no)
    record("subsidy.repaid", clawback, by=by, area=clawback.area_id, amount=str(amount), receipt_no=receipt_no)
    return clawback


def remaining(claim: SubsidyClaim) -> dict[int, Decimal]:
    """What of each share, by its key, is not clawed back yet."""
    left = {share.pk: share.amount for share in SubsidyShare.objects.filter(claim=claim)}
    for one in Clawback.objects.standing().filter(share__claim=claim):
        left[one.share_id] -= one.amount
    return left


def _asked(left, key, amount) -> Decimal:
    field = f"share_{key}"
    amount = yuan(amount, field=field)
    if amount > left.get(key, NOTHING):
        raise Invalid(f"这一份额最多还可以追回 {left.get(key, NOTHING)} 元。", field=field)
    return amount


def _require_third(by, claims: list[SubsidyClaim]) -> None:
    for claim in claims:
        if by.pk in interested(claim):
            raise NotPermitted(f"您在{claim.case.number}的申报中有份额，本批次须由他人审批。")
        if by.pk in passed_by(claim):
            raise NotPermitted(f"您已审核过{claim.case.number}的申报：三次审核须由三个人办理，本批次须由他人审批。")


def _list_payments(batch: SubsidyBatch, claims: list[SubsidyClaim], by) -> list[SubsidyPayment]:
    """One line for each payee, less what is outstanding against them in this district, and what is to be restored."""
    shares: dict[Account, list[SubsidyShare]] = defaultdict(list)
    for claim in claims:
        for share in claim.shares.all():
            shares[share.account].append(share)
    restored = _restorations(batch)
    for one in restored:
        shares.setdefault(one.clawback.share.account, [])
    debts = _outstanding(batch, shares)
    cards = {card.mediator.account_id: card for card in _cards(shares)}
    payments = []
    for account in sorted(shares, key=lambda one: (one.name, one.pk)):
        gross = sum((share.amount for share in shares[account]), NOTHING)
        back = [one for one in restored if one.clawback.share.account_id == account.pk]
        added = sum((one.restored_amount for one in back), NOTHING)
        taken = taken_off(gross + added, [debt.outstanding_amount for debt in debts[account.pk]])
        off = sum(taken, NOTHING)
        payment = SubsidyPayment.objects.create(
            batch=batch,
            account=account,
            case_count=len(shares[account]),
            gross_amount=gross,
            deducted_amount=off,
            restored_amount=added,
            net_amount=gross - off + added,
            card=cards.get(account.pk),
        )
        payments.append(payment)
        for debt, part in zip(debts[account.pk], taken, strict=True):
            if part:
                _settle(debt, part, by=by, payment=payment)
        ClawbackCancellation.objects.filter(pk__in=[one.pk for one in back]).update(payment=payment)
    return payments


def _restorations(batch: SubsidyBatch) -> list[ClawbackCancellation]:
    """Cancelled clawbacks of the batch's place whose money is to be paid again."""
    span = codes.code_range(batch.area_id)
    owed = ClawbackCancellation.objects.owed().within(span.first, span.last)
    return list(owed.select_for_update(of=("self",)).select_related("clawback__share__account").order_by("pk"))


def _outstanding(batch: SubsidyBatch, payees) -> dict[int, list[Clawback]]:
    """By payee, the oldest first."""
    district = codes.code_range(_district(batch.area_id))
    outstanding = Clawback.objects.outstanding().filter(
        share__account__in=list(payees),
        share__claim__case__area_id__gte=district.first,
        share__claim__case__area_id__lte=district.last,
    )
    owed: dict[int, list[Clawback]] = defaultdict(list)
    for one in outstanding.select_for_update(of=("self",)).select_related("share").order_by("pk"):
        owed[one.share.account_id].append(one)
    return owed


def _cards(payees):
    return BankCard.objects.current().filter(mediator__account__in=list(payees)).select_related("mediator")


def _district(area: str) -> str:
    return next(code for code in (area, *codes.ancestors(area)) if codes.level(code) == codes.COUNTY)


def _settle(clawback: Clawback, amount: Decimal, *, by, **how) -> None:
    ClawbackSettlement.objects.create(clawback=clawback, amount=amount, recorded_by=by, **how)
    clawback.settled_amount += amount
    clawback.version += 1
    clawback.save()


def _locked(batch: SubsidyBatch, by, version, state: str) -> SubsidyBatch:
    batch = SubsidyBatch.objects.select_related("area").locked(batch.pk)
    if not by.holds(APPROVES, batch.area_id):
        raise NotPermitted("须由区司法局办理补贴批次。")
    require_version(batch, version)
    if batch.state != state:
        raise WrongState(f"这个批次目前“{batch.get_state_display()}”，不能这样办理。")
    return batch


def _save(batch: SubsidyBatch) -> None:
    batch.version += 1
    batch.save()
