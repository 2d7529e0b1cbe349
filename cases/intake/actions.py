"""From a clue or an application to acceptance, refusal or reference (受理), 人民调解法 第十七条至第十九条."""

from dataclasses import replace
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from cases.accidents.actions import keep_accident
from cases.committees.models import MediationCommittee
from cases.docket.actions import CLOCK_SKEW, locked_case, require_may, take_step, tell
from cases.docket.codes import REFUSAL_REASONS, Channel, Result, Source
from cases.docket.models import Case
from cases.docket.states import Procedure
from cases.intake.consent import lacking
from cases.intake.filing.papers import hand_in_paper
from cases.intake.filings import Filing, Letter, columns_of, require_sides, require_source
from cases.intake.models import Answer, Contact, Direction, Organ, PaperKind, Referral
from cases.numbers.actions import NumberKind, issue_number
from cases.parties.actions import Entry, add_parties, title_of
from governance.errors import Invalid, NotPermitted, WrongState
from governance.identifiers.typed import free_text

EARLIEST = 1950  # years before are slips of the hand


@transaction.atomic
def record_clue(
    committee: MediationCommittee, *, by, happened_at: datetime, filing: Filing, late_reason: str = ""
) -> Case:
    """Record what a check found (排查线索): no party has applied, so it is not a case and in no case statistics."""
    case = _new_case(committee, replace(filing, source=Source.INITIATIVE), received_at=happened_at)
    require_may("register", by, case)
    case.save()
    case.title = title_of(case, ())
    take_step(case, "T1", by=by, happened_at=happened_at, late_reason=late_reason)
    return case


@transaction.atomic
def register_case(
    committee: MediationCommittee,
    *,
    by,
    received_at: datetime,
    filing: Filing,
    entries: tuple[Entry, ...],
    letter: Letter | None = None,
    earlier: Case | None = None,
    late_reason: str = "",
) -> Case:
    """Register an application, an own initiative or a referral (登记); no number yet.

    Raises NotPermitted, and Invalid with the field: both sides known, a source form for an application, a letter for a
    referral, the facts told.
    """
    case = _new_case(committee, filing, received_at=received_at, earlier=earlier)
    require_may("register", by, case)
    require_sides(entries)
    require_source(filing, letter)
    case.save()
    _take_in(case, entries, filing, letter, on=timezone.localdate(received_at))
    take_step(
        case,
        "T3",
        by=by,
        happened_at=received_at,
        late_reason=late_reason,
        text=f"{case.get_source_display()}：登记",
        source=case.source,
    )
    return case


@transaction.atomic
def register_from_clue(
    case: Case,
    *,
    by,
    happened_at: datetime,
    filing: Filing,
    entries: tuple[Entry, ...],
    version: int | None = None,
    late_reason: str = "",
) -> Case:
    """Make a clue a registered dispute: a party applies, or the committee starts by itself (人民调解法 第十七条)."""
    case = locked_case(case, version=version)
    require_may("register", by, case)
    require_sides(entries)
    require_source(filing, None)
    for name, value in columns_of(filing).items():
        setattr(case, name, value)
    case.save()
    _take_in(case, entries, filing, None, on=timezone.localdate(happened_at))
    take_step(case, "T2", by=by, happened_at=happened_at, late_reason=late_reason)
    return case


@transaction.atomic
def log_contact(
    case: Case,
    *,
    by,
    party,
    happened_at: datetime,
    channel: str,
    answer: str,
    spoke_with: str = "",
    note: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Contact:
    """Log one word with a party and their answer: consent is recorded, never assumed (人民调解法 第三条、第十七条).

    After acceptance it may still be logged: a consent withdrawn then calls for the end of the mediation.
    """
    case = locked_case(case, version=version)
    require_may("register", by, case)
    party = case.parties.standing().filter(pk=party.pk).first() if party else None
    if party is None:
        raise Invalid("请选择本案的当事人。", field="party")
    if channel not in Channel.values:
        raise Invalid("请选择联系方式。", field="channel")
    if answer not in Answer.values:
        raise Invalid("请选择对方的答复。", field="answer")
    if not (case.is_open or case.procedure == Procedure.CLUE):
        raise WrongState("本案程序已终，不再记录意愿。")
    contact = Contact.objects.create(
        case=case,
        party=party,
        happened_at=happened_at,
        channel=channel,
        answer=answer,
        spoke_with=free_text(spoke_with, field="spoke_with", longest=100),
        note=free_text(note, field="note", longest=500),
        **_holder(by),
    )
    said = f"{party.get_side_display()}{party.name}：{contact.get_answer_display()}"
    facts = {"by": by, "happened_at": happened_at, "channel": channel, "text": said, "note": contact.note}
    if case.procedure in (Procedure.REGISTERED, Procedure.CONSENT):
        take_step(case, "T4", late_reason=late_reason, party=party.pk, answer=answer, **facts)
    else:
        tell(case, "consent_asked", late_reason=late_reason, party=party.pk, answer=answer, **facts)
    return contact


@transaction.atomic
def accept_case(
    case: Case, *, by, accepted_at: datetime, note: str = "", late_reason: str = "", version: int | None = None
) -> Case:
    """Accept a case (受理): its number is issued in this very transaction, and its time begins.

    人民调解法 第十七条: not while a party has not agreed. A committee whose term is over accepts only with a `note`
    (domain/mediation.md 1.1). Raises NotPermitted, WrongState, Invalid.
    """
    case = locked_case(case, version=version)
    require_may("decide", by, case)
    accepted_on = timezone.localdate(accepted_at)
    for lack in lacking(case, on=accepted_on):
        raise WrongState(lack.sentence)
    note = free_text(note, field="note", longest=500)
    if not case.committee.is_in_term(accepted_on) and not note:
        raise Invalid(f"{case.committee}任期已届满，不能受理新案；确需受理的，请写明理由。", field="note")

    number = issue_number(case, NumberKind.MEDIATION, accepted_on.year)
    case.number, case.accepted_at, case.accepted_on = number.text, accepted_at, accepted_on
    take_step(
        case,
        "T5",
        by=by,
        happened_at=accepted_at,
        late_reason=late_reason,
        text=f"受理，编号{number.text}",
        note=note,
        number=number.text,
    )
    return case


@transaction.atomic
def reject_case(
    case: Case,
    *,
    by,
    happened_at: datetime,
    reason: str,
    text: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Case:
    """Refuse a case with a reason code (不予受理); the notice tells the remedies. R08 refers instead of refusing."""
    case = locked_case(case, version=version)
    require_may("decide", by, case)
    if reason not in REFUSAL_REASONS:
        raise Invalid("请选择不予受理的理由。", field="reason")
    if reason == "R08":
        raise Invalid("不属于本调委会范围的，不作不予受理：请移送有管辖的调委会。", field="reason")
    text = free_text(text, field="text", longest=400, required=reason == "R99")
    case.result, case.result_on = Result.NOT_ACCEPTED, timezone.localdate(happened_at)
    said = REFUSAL_REASONS[reason].label if reason != "R99" else text
    take_step(
        case,
        "T6",
        by=by,
        happened_at=happened_at,
        late_reason=late_reason,
        text=f"不予受理：{said}"[:500],
        note=text,
        reason=reason,
    )
    return case


@transaction.atomic
def refer_case(
    case: Case, *, by, happened_at: datetime, letter: Letter, late_reason: str = "", version: int | None = None
) -> Case:
    """Refer a dispute to another body before acceptance (移送引导), with a numbered letter whose reply is tracked."""
    case = locked_case(case, version=version)
    require_may("decide", by, case)
    if letter.due_on and letter.due_on < timezone.localdate(happened_at):
        raise Invalid("要求办结日期不能早于移送日期。", field="due_on")
    letter_no = issue_number(case, NumberKind.TRANSFER, timezone.localdate(happened_at).year).text
    letter = replace(letter, letter_no=letter_no, letter_on=timezone.localdate(happened_at))
    referral = _add_referral(case, letter, Direction.OUT)
    take_step(
        case,
        "T7",
        by=by,
        happened_at=happened_at,
        late_reason=late_reason,
        text=f"移送{referral.organ_name}（{referral.letter_no}）",
        note=referral.reason,
        letter=referral.letter_no,
    )
    return case


@transaction.atomic
def record_reply(referral: Referral, *, by, replied_on: date, reply: str, upload: File | None = None) -> Referral:
    """Record what the other body answered to a letter of ours, with its own letter where it sent one (`upload`)."""
    case = locked_case(referral.case)
    require_may("register", by, case)
    referral = case.referrals.get(pk=referral.pk)
    if referral.direction != Direction.OUT:
        raise WrongState("这是收到的移送函，请登记反馈。")
    if replied_on < (referral.letter_on or replied_on):
        raise Invalid("回复日期不能早于发函日期。", field="replied_on")
    if replied_on > timezone.localdate():
        raise Invalid("回复日期不能晚于今天。", field="replied_on")
    referral.reply = free_text(reply, field="reply", longest=500, required=True)
    referral.replied_on = replied_on
    if upload:
        referral.reply_file = _reply_paper(upload, case, by=by)
    referral.save(update_fields=["reply", "replied_on", "reply_file"])
    tell(
        case,
        "reply_recorded",
        by=by,
        happened_at=timezone.now(),
        text=f"{referral.organ_name}已回复",
        note=referral.reply,
    )
    return referral


@transaction.atomic
def withdraw_case(
    case: Case,
    *,
    by,
    happened_at: datetime,
    settled_privately: bool,
    asked_by: str,
    channel: str = "",
    note: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Case:
    """The applicants take the application back (撤回申请), perhaps because the parties settled by themselves.

    Result 42 when they settled, else 41; the remedies are told as at every end (人民调解法 第二十六条). `asked_by` says
    who asked, for instance 申请人刘桂珍. Raises NotPermitted, WrongState, Invalid.
    """
    case = locked_case(case, version=version)
    require_may("register", by, case)
    asked_by = free_text(asked_by, field="asked_by", longest=100, required=True)
    if channel and channel not in Channel.values:
        raise Invalid("请选择方式。", field="channel")
    case.result = Result.SETTLED_PRIVATELY if settled_privately else Result.WITHDRAWN
    case.result_on = timezone.localdate(happened_at)
    take_step(
        case,
        "T18",
        by=by,
        happened_at=happened_at,
        late_reason=late_reason,
        channel=channel,
        text=f"{asked_by}撤回申请" + ("（已自行和解）" if settled_privately else ""),
        note=free_text(note, field="note", longest=500),
        result=case.result,
    )
    return case


def _reply_paper(upload, case, *, by):
    try:
        return hand_in_paper(upload, by=by, area=case.area_id, kind=PaperKind.REPLY, case=case).file
    except Invalid as refusal:
        raise Invalid(refusal.message, field="upload") from refusal


def _new_case(committee, filing, *, received_at, earlier=None):
    if received_at.year < EARLIEST:
        raise Invalid("请核对收到时间的年份。", field="received_at")
    if received_at > timezone.now() + CLOCK_SKEW:
        raise Invalid("收到时间不能晚于现在。", field="received_at")
    return Case(
        committee=committee,
        area_id=committee.area_id,
        procedure=Procedure.REGISTERED,
        received_at=received_at,
        earlier=earlier,
        **columns_of(filing),
    )


def _take_in(case, entries, filing, letter, *, on):
    add_parties(case, entries, on=on)
    keep_accident(case, filing.accident)
    if letter:
        _add_referral(case, letter, Direction.IN)


def _add_referral(case, letter: Letter, direction):
    if letter.organ not in Organ.values:
        raise Invalid("请选择部门类型。", field="organ")
    name = free_text(letter.organ_name, field="organ_name", longest=100, required=True)
    if direction == Direction.IN and letter.due_on and letter.due_on < timezone.localdate(case.received_at):
        raise Invalid("要求办结日期不能早于收到日期。", field="due_on")
    values = {name: getattr(letter, name) for name in ("organ", "court_mode", "letter_on", "received_at", "due_on")}
    texts = {"letter_no": 60, "contact_name": 50, "outside_no": 60, "reason": 500}
    values |= {name: free_text(getattr(letter, name), field=name, longest=most) for name, most in texts.items()}
    values["contact_phone"] = letter.contact_phone.strip()[:30]
    return Referral.objects.create(case=case, direction=direction, organ_name=name, **values)


def _holder(by):
    if by is None:
        raise NotPermitted("须由登记人办理。")
    return {"client" if by._meta.model_name == "apiclient" else "account": by}
