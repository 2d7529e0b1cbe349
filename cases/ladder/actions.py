"""Handing a case over to another committee, up the ladder or sideways (人民调解工作若干规定 第二十一条)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.committees.models import MediationCommittee
from cases.docket.actions import locked_case, require_may, require_moment, require_standing, take_step, tell
from cases.docket.codes import Result
from cases.docket.follow_ups import follow_up
from cases.docket.guards import require_free
from cases.docket.limits import begin, set_due
from cases.docket.models import Case
from cases.docket.moments import right_after
from cases.docket.states import TRANSITIONS, UNNUMBERED, Procedure, require_transition
from cases.docket.time_limits import LABOUR_DISPUTES
from cases.intake.actions import accept_case
from cases.intake.consent import lacking
from cases.intake.models import Direction, Organ, Referral
from cases.ladder import handing
from cases.ladder.copying import copied_case
from cases.ladder.models import Transfer, TransferState
from cases.ladder.permissions import can_answer
from cases.mediation.endings.actions import wind_up
from cases.numbers.actions import NumberKind, issue_number
from cases.risk.actions import take_over_danger
from governance.errors import Invalid, NotPermitted, WrongState
from governance.identifiers.typed import free_text
from governance.notices.raising import notify, withdraw
from governance.people.models import Account, Posting

BEFORE, AFTER = "T7T", "T19"  # handed over before acceptance, and after it


@transaction.atomic
def ask_transfer(
    case: Case,
    *,
    by,
    receiver: MediationCommittee,
    reason: str,
    asked_at: datetime,
    items: Iterable[str] | None = None,
    late_reason: str = "",
    version: int | None = None,
) -> Transfer:
    """Ask another committee to take a case over; it goes on here until that one has said yes.

    `items` name what of the file goes along (`handing.offered`), None for all of it. Raises NotPermitted, WrongState
    (not now; another request runs), Invalid (field "receiver", "reason", "items").
    """
    case = locked_case(case, version=version)
    require_standing(case)
    require_may("decide", by, case)
    code = step_of(case)
    require_transition(case.procedure, code)
    require_free(case, code)
    require_moment(case, asked_at, late_reason=late_reason)
    asked_on = timezone.localdate(asked_at)
    if case.transfers.asked().exists():
        raise WrongState("本案已有一次移交正在等待对方接收。")
    if receiver.pk == case.committee_id:
        raise Invalid("请选择其他调委会。", field="receiver")
    if not receiver.is_in_term(asked_on):
        raise Invalid(f"{receiver}不在任期内，不能接收。", field="receiver")
    reason = free_text(reason, field="reason", longest=500, required=True)
    letter = Referral.objects.create(
        case=case,
        direction=Direction.OUT,
        organ=Organ.COMMITTEE,
        organ_name=str(receiver)[:100],
        letter_no=issue_number(case, NumberKind.TRANSFER, asked_on.year).text,
        letter_on=asked_on,
        reason=reason,
    )
    transfer = Transfer.objects.create(
        case=case, receiver=receiver, reason=reason, letter=letter, asked_at=asked_at, asked_by=by
    )
    going = handing.choose(transfer, items)
    tell(
        case,
        "transfer_asked",
        by=by,
        happened_at=asked_at,
        late_reason=late_reason,
        text=f"请{receiver}接收本案（{letter.letter_no}）",
        note=reason,
        transfer=transfer.pk,
        items=[item.source for item in going],
    )
    notify(transfer, "transfer.asked", directors_of(receiver), occasion=f"asked {transfer.pk}", by=by)
    return transfer


@transaction.atomic
def accept_transfer(transfer: Transfer, *, by, accepted_at: datetime, note: str = "", late_reason: str = "") -> Case:
    """The receiver takes the case over: a case with its own number and time there, the end of this one here.

    Parties, their consents, the letter of the organ, the source and the moment of the claim come along. What was
    handed over before acceptance stays without a number here; where consents still lack, it is registered there and
    waits for them. Of the file the receiver reads what was chosen to go along, and nothing else.
    Returns the receiver's case. Raises NotPermitted, WrongState, Invalid.
    """
    case, transfer = _asked(transfer)
    if not can_answer(by, transfer):
        raise NotPermitted(f"须由{transfer.receiver}主任接收。")
    accepted_at = _after(transfer, accepted_at)
    code = step_of(case)
    require_transition(case.procedure, code)
    require_free(case, code)
    require_moment(case, accepted_at, late_reason=late_reason)
    facts = {"by": by, "late_reason": late_reason}

    new = copied_case(case, transfer.receiver, procedure=Procedure.REGISTERED)
    take_step(
        new, "T3", happened_at=accepted_at, text=f"接收{case.committee}移交（{transfer.letter.letter_no}）", **facts
    )
    if new.dispute_type in LABOUR_DISPUTES:
        begin(new, "labour", timezone.localdate(new.received_at))  # the party's right counts from the application
        set_due(new)
    if code == AFTER or not lacking(new, on=timezone.localdate(accepted_at)):
        new = accept_case(new, accepted_at=accepted_at, note=note, **facts)
    take_over_danger(case, new, on=timezone.localdate(accepted_at), by=by)
    _answer(transfer, TransferState.ACCEPTED, by=by, at=accepted_at, answer=note, taken_as=new)
    handed = handing.hand_over(transfer, new)

    if code == AFTER:
        case.result = Result.MOVED_UP if transfer.is_up else Result.MOVED_OUT
        case.result_on = timezone.localdate(accepted_at)
        wind_up(case, at=accepted_at)
    said = f"移交{transfer.receiver}" + (f"，对方案号{new.number}" if new.number else "")
    take_step(
        case,
        code,
        happened_at=accepted_at,
        text=said,
        note=transfer.reason,
        transfer=transfer.pk,
        handed=handed,
        **facts,
    )
    notify(transfer, "transfer.answered", [transfer.asked_by], occasion=f"answered {transfer.pk}", by=by)
    return new


@transaction.atomic
def refuse_transfer(transfer: Transfer, *, by, reason: str) -> Transfer:
    """The receiver does not take it: it goes on where it is. Raises NotPermitted, WrongState, Invalid."""
    case, transfer = _asked(transfer)
    if not can_answer(by, transfer):
        raise NotPermitted(f"须由{transfer.receiver}主任答复。")
    reason = free_text(reason, field="reason", longest=300, required=True)
    now = timezone.now()
    _answer(transfer, TransferState.REFUSED, by=by, at=now, answer=reason)
    handing.forget(transfer)
    said = f"{transfer.receiver}不接收移交"
    tell(case, "transfer_refused", by=by, happened_at=now, text=said, note=reason, transfer=transfer.pk)
    notify(transfer, "transfer.answered", [transfer.asked_by], occasion=f"answered {transfer.pk}", by=by)
    return transfer


@transaction.atomic
def take_back_transfer(transfer: Transfer, *, by, reason: str) -> Transfer:
    """The sender no longer asks. Raises NotPermitted, WrongState once it was answered, Invalid."""
    case, transfer = _asked(transfer)
    require_may("decide", by, case)
    reason = free_text(reason, field="reason", longest=300, required=True)
    now = timezone.now()
    _answer(transfer, TransferState.TAKEN_BACK, by=by, at=now, answer=reason)
    handing.forget(transfer)
    said = f"撤回向{transfer.receiver}的移交请求"
    tell(case, "transfer_taken_back", by=by, happened_at=now, text=said, note=reason, transfer=transfer.pk)
    return transfer


@follow_up
def lapse_with_its_case(case: Case, *, by, at: datetime) -> None:
    """A request that nobody answered lapses with the act that ends the case otherwise."""
    transfer = case.transfers.asked().select_related("receiver__body", "letter").first()
    if transfer is None or case.is_open:
        return
    said = f"本案{case.get_procedure_display() if not case.voided_at else '案号作废'}，移交请求失效"
    account = by if by is not None and by._meta.model_name == "account" else None
    _answer(transfer, TransferState.LAPSED, by=account, at=at, answer=said)
    handing.forget(transfer)
    said = f"向{transfer.receiver}的移交请求随案件结束失效"
    tell(case, "transfer_lapsed", by=by, happened_at=at, text=said, transfer=transfer.pk)
    notify(transfer, "transfer.lapsed", directors_of(transfer.receiver), occasion=f"lapsed {transfer.pk}", by=by)
    notify(transfer, "transfer.answered", [transfer.asked_by], occasion=f"answered {transfer.pk}", by=by)


def step_of(case: Case) -> str:
    """The step by which a case as it stands is handed over."""
    return BEFORE if case.procedure in UNNUMBERED else AFTER


def can_be_handed_over(case: Case) -> bool:
    return case.voided_at is None and case.procedure in (*TRANSITIONS[BEFORE].before, *TRANSITIONS[AFTER].before)


def directors_of(committee: MediationCommittee):
    """Accounts that direct a committee today."""
    seats = Posting.objects.active().filter(area_id=committee.area_id, role="mediation_director")
    return Account.objects.filter(is_active=True, pk__in=seats.values("account_id"))


def _asked(transfer):
    case = locked_case(transfer.case)
    require_standing(case)
    transfer = Transfer.objects.for_page().get(pk=transfer.pk)
    if not transfer.is_asked:
        raise WrongState(f"这次移交{transfer.get_state_display()}，不能再办理。")
    return case, transfer


def _after(transfer, moment):
    moment = right_after(moment, transfer.asked_at)
    if moment < transfer.asked_at:
        raise Invalid("接收时间不能早于提出移交的时间。", field="accepted_at")
    return moment


def _answer(transfer, state, *, by, at, answer, taken_as=None):
    transfer.state, transfer.answered_at, transfer.answered_by = state, max(at, transfer.asked_at), by
    transfer.answer, transfer.taken_as = free_text(answer, field="note", longest=300), taken_as
    transfer.save(update_fields=["state", "answered_at", "answered_by", "answer", "taken_as"])
    if state not in (TransferState.TAKEN_BACK, TransferState.LAPSED):
        letter = transfer.letter
        number = f"，案号{taken_as.number}" if taken_as and taken_as.number else ""
        letter.reply = f"{transfer.get_state_display()}{number}{'：' + transfer.answer if transfer.answer else ''}"[
            :500
        ]
        letter.replied_on = timezone.localdate(at)
        letter.save(update_fields=["reply", "replied_on"])
    withdraw(transfer, rungs=["transfer.asked"])
