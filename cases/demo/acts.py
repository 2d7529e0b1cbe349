"""What the scenarios do again and again: hold a session, write an agreement, sign it."""

from datetime import datetime, timedelta

from django.utils import timezone

from cases.agreements.actions import add_obligation, check_legality, draft_agreement, sign_agreement
from cases.agreements.checks import CODES
from cases.agreements.models import Agreement
from cases.agreements.signers import Signing, slots_of
from cases.agreements.signing.models import SigningMethod
from cases.agreements.terms import Head, Terms
from cases.docket.models import Case
from cases.documents.actions import produce_document, sign_document
from cases.mediation.inquiry.actions import record_investigation
from cases.mediation.sessions.actions import Presence, hold_session, sign_record
from cases.parties.identity import Looked, check_identity
from cases.parties.models import Shown

ROOM = "调委会调解室"


def party(stage, name: str):
    return stage.case.parties.get(name=name)


def mediate(stage, moment: datetime, *, minutes: int, text: str, result: str, place: str = ROOM) -> None:
    """A closed session with all parties, recorded when it is over."""
    parties = tuple(stage.case.parties.standing())
    speakers = tuple(speaker for each in parties for speaker in each.representations.standing())
    hold_session(
        stage.case,
        by=stage.case.host,
        starts_at=moment - timedelta(minutes=minutes),
        ends_at=moment,
        place=place,
        presence=Presence(parties=parties, speakers=speakers),
        result=result,
        closed_reason="objection",
        text=text,
    )
    stage.case.refresh_from_db()


def look_into(stage, moment: datetime, *, minutes: int, by, asked: tuple[str, ...], text: str, place: str) -> None:
    record_investigation(
        stage.case,
        by=by,
        starts_at=moment - timedelta(minutes=minutes),
        ends_at=moment,
        place=place,
        asked=asked,
        text=text,
    )
    stage.case.refresh_from_db()


def write(stage, head: Head, terms: list[Terms], *, form: str = "written") -> Agreement:
    """Draft, add what is owed, look through the list."""
    host = stage.case.host
    agreement = draft_agreement(stage.case, by=host, form=form, head=head)
    for one in terms:
        add_obligation(agreement, by=host, terms=one)
    agreement = check_legality(agreement, by=host, checked=tuple(CODES))
    stage.case.refresh_from_db()
    return agreement


def sign(stage, agreement: Agreement, moment: datetime, *, but: tuple[str, ...] = (), by_agent: str = "") -> None:
    """Every open slot but those of the parties named in `but`; `by_agent` signs for the organisation."""
    for slot in slots_of(agreement, on=timezone.localdate(moment)):
        if slot.signature or (slot.party and slot.party.name in but):
            continue
        signer = next((one for one in slot.signers if one.name == by_agent), slot.signers[0])
        signing = Signing(signer.code, SigningMethod.PAPER, moment)
        sign_agreement(agreement, by=stage.case.host, slot=slot.key, signing=signing)
    stage.case.refresh_from_db()


def complete_papers(case: Case, *, by) -> None:
    """What the volume asks for beside the acts of the story: papers seen, application, notice and records signed."""
    now = timezone.now()
    looked = tuple(Looked(party, Shown.ORIGINAL) for party in case.parties.standing())
    check_identity(case, by=by, checked_at=now, looked=looked)
    for form in ("F02", "F03"):
        made = produce_document(case, form, by=by, for_volume=True)
        sign_document(made, by=by, signed_by="各方当事人", signed_at=timezone.now())
    for session in case.sessions.held().filter(signed_at=None):
        sign_record(session, by=case.host, signed_at=now, signed_by="各方当事人、调解员、记录人")
    case.refresh_from_db()
