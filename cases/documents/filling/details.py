"""What each form needs to know beside the case, read from the rows that the acts left."""

from django.utils import timezone

from cases.docket.codes import REFUSAL_REASONS, Result
from cases.docket.events.models import CaseEvent
from cases.docket.models import Case
from cases.docket.states import Performance
from cases.documents import form_details, snapshot
from cases.documents.dates import day
from cases.documents.filling.blocks import agent_block, parties_of, party_block, registrar_of, staff_of
from cases.documents.keeping import sm3
from cases.documents.pictures import is_picture
from cases.intake.models import Contact, Direction, PaperKind, Referral
from cases.mediation.inquiry.models import Investigation
from cases.mediation.models import ReplacementRequest
from cases.mediation.sessions.models import MediationSession
from cases.mediation.timing.models import Extension, Suspension
from cases.parties.models import Party, Representation, Shown


def oral(case: Case, _) -> form_details.Oral:
    return form_details.Oral(case.received_at, taken_by=registrar_of(case), told=case.facts)


def authority(case: Case, one: Representation) -> form_details.Authority:
    on = timezone.localdate(case.received_at)
    return form_details.Authority(party_block(one.party, on), agent_block(one, on))


def papers(case: Case, _) -> form_details.Papers:
    """What identifies each party; photographs of papers that were handed in go with them (`paper_pictures`)."""
    on = case.accepted_on or timezone.localdate(case.received_at)
    items = []
    for party in parties_of(case):
        block = party_block(party, on)
        firm = block.kind == snapshot.ORGANISATION
        kind = "营业执照（登记证书）" if firm else block.document_kind
        shown = tuple(sm3(content) for content in photographs_of(party))
        number, seen = block.credit_code if firm else block.document_number, party.identity_check
        looked = seen is not None and seen.shown != Shown.ABSENT
        by = (seen.account.name, timezone.localdate(seen.checked_at)) if looked else ("", None)
        items.append(form_details.Paper(block.name, kind, number, shown, *by))
    return form_details.Papers(tuple(items))


def photographs_of(party: Party) -> list[bytes]:
    """The photographs of a party's papers that can be printed."""
    found = []
    for paper in party.papers.filter(kind=PaperKind.ID_PHOTO, file__isnull=False).select_related("file"):
        if paper.file and paper.file.is_kept:
            with paper.file.open() as file:
                content = file.read()
            if is_picture(content):
                found.append(content)
    return found


def paper_pictures(case: Case) -> dict[str, bytes]:
    return {sm3(content): content for party in parties_of(case) for content in photographs_of(party)}


def investigation(case: Case, one: Investigation) -> form_details.Investigation:
    return form_details.Investigation(
        started_at=one.starts_at,
        ended_at=one.ends_at,
        place=one.place,
        present=tuple(filter(None, (one.present,))),
        asked=snapshot.PersonBlock(name="、".join(one.asked), unit=one.asked_about),
        text=one.text,
        investigators=(one.account.name,),
    )


def evidence(case: Case, _) -> form_details.Evidence:
    items = tuple(
        form_details.EvidenceItem(
            one.name, one.get_kind_display(), one.provider, one.is_original, one.pages, one.taken_on, one.note
        )
        for one in case.evidence.standing().for_page()
    )
    return form_details.Evidence(items)


def session(case: Case, one: MediationSession) -> form_details.Session:
    """Who came; corrections to a signed record stand below its text."""
    mediators, recorder = staff_of(case)
    corrections = [f"补正（{each.reason}）：{each.text}" for each in one.corrections.all()]
    return form_details.Session(
        started_at=one.starts_at,
        ended_at=one.ends_at,
        place=one.place,
        present=tuple(f"{each.name}（{each.role}）" for each in one.presences.all() if each.is_present),
        is_open=one.is_open,
        text="\n".join([one.text, *corrections]),
        result=one.result,
        mediators=(one.host.name,) if one.host else mediators,
        recorder=one.recorder.name if one.recorder else recorder,
    )


def session_call(case: Case, one: MediationSession) -> form_details.SessionCall:
    mediators, _ = staff_of(case)
    return form_details.SessionCall(
        to=names_of(case),
        issued_on=timezone.localdate(one.recorded_at),
        starts_at=one.begins_at,
        place=one.place,
        is_open=one.is_open,
        contact=mediators[0] if mediators else "",
        contact_phone=case.committee.body.phone,
    )


def names_of(case: Case, *sides: str) -> tuple[str, ...]:
    return tuple(party.name for party in parties_of(case) if not sides or party.side in sides)


def receipt(case: Case, _) -> form_details.Receipt:
    kinds = {PaperKind(paper.kind).label for paper in case.papers.exclude(kind=PaperKind.ID_PHOTO)}
    limit = case.limits.filter(key="accept_decide").order_by("-id").first()
    return form_details.Receipt(
        materials=tuple(form_details.Material(kind) for kind in sorted(kinds)),
        received_by=registrar_of(case),
        answer_by=limit.due_on if limit else None,
        contact_phone=case.committee.body.phone,
    )


def acceptance(case: Case, _) -> form_details.Letter:
    return form_details.Letter(to=names_of(case), issued_on=case.accepted_on)


def event(case: Case, *steps: str) -> CaseEvent | None:
    return case.events.filter(step__in=steps).order_by("-seq").first()


def refusal(case: Case, _) -> form_details.Refusal:
    told = event(case, "T6")
    if told is None:
        return form_details.Refusal()
    reason = told.text.removeprefix("不予受理：")
    return form_details.Refusal(
        to=names_of(case, "applicant"),
        issued_on=timezone.localdate(told.happened_at),
        reason_code=next((one.code for one in REFUSAL_REASONS.values() if one.label == reason), "R99"),
        reason=reason,
        explanation=told.note if told.note not in told.text else "",
    )


def contacts(case: Case, _) -> form_details.ContactLog:
    return form_details.ContactLog(tuple(map(_contact, case.contacts.select_related("party", "account"))))


def _contact(one: Contact) -> form_details.Contact:
    spoke_with = f"（{one.spoke_with}）" if one.spoke_with and one.spoke_with != one.party.name else ""
    note = f"：{one.note}" if one.note else ""
    by = one.account.name if one.account else ""
    return form_details.Contact(
        one.happened_at,
        one.get_channel_display(),
        f"{one.party.name}{spoke_with}",
        f"{one.get_answer_display()}{note}",
        by,
    )


def address(case: Case, party: Party) -> form_details.Address:
    block = party_block(party, timezone.localdate(case.received_at))
    return form_details.Address(party=block.name, receiver=block.name, address=block.address, phone=block.phone)


def replacement(case: Case, one: ReplacementRequest) -> form_details.Replacement:
    old = one.assignment
    successor = case.assignments.filter(role=old.role, starts_at__gte=one.asked_at).exclude(pk=old.pk).first()
    granted = one.granted_at if successor else None
    decided = case.events.filter(step="T11", happened_at=granted).select_related("account").first() if granted else None
    note = f"：{one.note}" if one.note else ""
    return form_details.Replacement(
        replaced=old.account.name,
        successor=successor.account.name if successor else "",
        post=old.get_role_display(),
        asked_by=one.party.name if one.party else one.account.name,
        reason=f"{one.get_reason_display()}{note}",
        asked_on=timezone.localdate(one.asked_at),
        replaced_on=timezone.localdate(granted) if granted else None,
        decided_by=decided.account.name if decided and decided.account else "",
    )


def extension(case: Case, one: Extension) -> form_details.Extension:
    answers = {each.party_id: each for each in one.consents.all()}  # the newest of each party counts
    consents = tuple(_consent(party, answers.get(party.pk)) for party in parties_of(case))
    return form_details.Extension(one.from_due_on, one.to_on, one.reason, consents)


def _consent(party: Party, answer) -> form_details.Consent:
    if answer is None:
        return form_details.Consent(party.name)
    on = timezone.localdate(answer.said_at)
    return form_details.Consent(party.name, answer.agrees, answer.get_channel_display(), on)


def suspension(case: Case, one: Suspension) -> form_details.Suspension:
    note = f"：{one.note}" if one.note else ""
    limit = case.limits.filter(key="mediate").order_by("id").first()
    return form_details.Suspension(
        f"{one.get_reason_display()}{note}",
        timezone.localdate(one.stopped_at),
        limit.due_on if limit else None,
        _decided_by(case, "T13", one.stopped_at),
    )


def resumption(case: Case, one: Suspension) -> form_details.Resumption:
    limit = case.limits.filter(key="mediate", dropped_on__isnull=True).order_by("-id").first()
    return form_details.Resumption(
        one.resume_note or "中止原因已经消除。",
        timezone.localdate(one.stopped_at),
        timezone.localdate(one.resumed_at),
        limit.due_on if limit else None,
        _decided_by(case, "T13R", one.resumed_at),
    )


def _decided_by(case: Case, step: str, moment) -> str:
    told = case.events.filter(step=step, happened_at=moment).select_related("account").first()
    return told.account.name if told and told.account else ""


def termination(case: Case, _) -> form_details.Termination:
    told = event(case, "T17")
    return form_details.Termination(
        to=names_of(case),
        issued_on=case.result_on,
        reason=told.text.removeprefix("终止：") if told else "",
        ended_on=case.result_on,
        explanation=told.note if told else "",
    )


def remedies(case: Case, _) -> form_details.Remedies:
    return form_details.Remedies(
        to=names_of(case), issued_on=case.result_on, ended_on=case.result_on, reason=case.get_result_display()
    )


def withdrawal(case: Case, _) -> form_details.Withdrawal:
    told = event(case, "T18")
    settled = case.result == Result.SETTLED_PRIVATELY
    return form_details.Withdrawal(told.note if told else "", settled, case.result_on)


def transfer(case: Case, one: Referral) -> form_details.Transfer:
    mediators, _ = staff_of(case)
    return form_details.Transfer(
        letter_number=one.letter_no,
        issued_on=one.letter_on,
        organ=one.organ_name,
        reason=one.reason.rstrip("。"),
        attachments=tuple(PaperKind(kind).label for kind in sorted({paper.kind for paper in case.papers.all()})),
        reply_by=one.due_on,
        contact=mediators[0] if mediators else registrar_of(case),
        contact_phone=case.committee.body.phone,
    )


def entrusted(case: Case, one: Referral) -> form_details.Entrusted:
    """The letter by which the dispute came, with the committee's answer to it as far as there is one."""
    mediators, _ = staff_of(case)
    passed = case.referrals.filter(direction=Direction.OUT).order_by("-id").first()
    told = case.events.filter(step__in=("T5", "T6", "T7")).order_by("-seq").first()
    taken, refused, passed_on = form_details.DECISIONS
    decision = taken if case.accepted_on else {"rejected": refused, "referred": passed_on}.get(case.procedure, "")
    why = {refused: told.text if told else "", passed_on: f"已转{passed.organ_name}处理" if passed else ""}
    return form_details.Entrusted(
        organ=one.organ_name,
        letter_no=one.letter_no,
        letter_on=one.letter_on,
        received_on=timezone.localdate(one.received_at or case.received_at),
        mode=one.get_court_mode_display() or "委托（移送）",
        docket=one.outside_no,
        reply_by=one.due_on,
        reason=one.reason,
        organ_contact=" ".join(filter(None, (one.contact_name, one.contact_phone))),
        decision=decision,
        refusal=why.get(decision, ""),
        decided_on=timezone.localdate(told.happened_at) if told and decision else None,
        contact=mediators[0] if mediators else registrar_of(case),
        contact_phone=case.committee.body.phone,
    )


def reply(case: Case, one: Referral) -> form_details.Reply:
    """What was fed back to the organ; before that, what the case says of its end."""
    mediators, _ = staff_of(case)
    told = case.events.filter(step__in=("T14", "T15", "T16", "T17", "T18", "T6")).order_by("-seq").first()
    sent = one.feedbacks.order_by("-sent_at", "-id").first()
    attachments: tuple[str, ...] = ()
    if sent and sent.requested_on:
        attachments = (f"当事人书面申请（{day(sent.requested_on)}）",)
    return form_details.Reply(
        issued_on=timezone.localdate(sent.sent_at) if sent else timezone.localdate(),
        organ=one.organ_name,
        referral_number=one.letter_no,
        referral_on=one.letter_on,
        result=_came_of_it(case, sent),
        performance=_performed(case, sent),
        explanation=sent.text if sent else told.text if told else "",
        attachments=attachments,
        contact=mediators[0] if mediators else registrar_of(case),
        contact_phone=case.committee.body.phone,
    )


def _came_of_it(case: Case, sent) -> str:
    """The result, or while there is none where the dispute went or stands."""
    if case.result:
        return case.get_result_display()
    passed = case.referrals.filter(direction=Direction.OUT).order_by("-id").first()
    if case.procedure == "referred" and passed:
        return f"转交{passed.organ_name}处理"
    return (sent.get_procedure_display() if sent else "") or case.get_procedure_display()


def _performed(case: Case, sent) -> str:
    """Whether the agreement was performed when the organ was told; "" where there is none to perform."""
    code = sent.performance if sent else case.performance
    if code == Performance.NA:
        return ""
    return Performance(code).label if code == Performance.DONE else f"{Performance(code).label}，尚未履行完毕"
