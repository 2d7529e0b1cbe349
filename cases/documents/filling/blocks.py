"""The case and its parties as a snapshot says them, on a day."""

from datetime import date

from django.utils import timezone

from cases.accidents.facts import TYPE
from cases.accidents.models import Accident
from cases.docket.codes import ENTRUSTED, Source
from cases.docket.models import Case
from cases.documents.dates import day
from cases.documents.snapshot import (
    BUSINESS,
    ORGANISATION,
    PERSON,
    AgentBlock,
    CaseSnapshot,
    GuardianBlock,
    PartyBlock,
)
from cases.intake.models import Direction
from cases.mediation.models import MediatorRole
from cases.parties.models import Party, PartyKind, RepresentationKind, Side
from governance.identifiers.resident_id import age_on
from governance.organisations.models import Organisation
from governance.persons.models import Person

SIDES: dict[str, str] = {Side.APPLICANT: "applicant", Side.RESPONDENT: "respondent", Side.THIRD: "third_party"}
OF_THIS = "代为参加本纠纷的人民调解"
KINDS: dict[str, str] = {PartyKind.NATURAL: PERSON, PartyKind.BUSINESS: BUSINESS}


def case_block(case: Case, *, from_the_start: bool = False) -> CaseSnapshot:
    """The case as it stands now; ages are those of the day of acceptance, before that of the application.

    `from_the_start`: with the parties that it was accepted with, and a remark on who joined later.
    """
    on = case.accepted_on or timezone.localdate(case.received_at)
    mediators, recorder = staff_of(case)
    referral = case.referrals.filter(direction=Direction.IN).first()
    limit = case.limits.filter(key="mediate", dropped_on__isnull=True).order_by("-id").first()
    return CaseSnapshot(
        committee=case.committee.body.name,
        committee_address=case.committee.body.address,
        committee_phone=case.committee.body.phone,
        number=case.number,
        dispute_type=case.get_dispute_type_display(),
        source=_source(case),
        source_organ=referral.organ_name if referral else "",
        title=case.title,
        received_at=case.received_at,
        accepted_on=case.accepted_on,
        due_on=limit.due_on if limit else None,
        facts=case.facts,
        requests=tuple(case.requests),
        parties=tuple(party_block(party, on) for party in parties_of(case, from_the_start=from_the_start)),
        mediators=mediators,
        recorder=recorder,
        registrar=registrar_of(case),
        director=director_of(case),
        remark=_joined_later(case) if from_the_start else "",
        accident=_accident(case),
    )


def _accident(case: Case) -> str:
    found = Accident.objects.filter(case=case).first() if case.dispute_type == TYPE else None
    return found.in_words if found else ""


def _joined_later(case: Case) -> str:
    later = case.parties.filter(joined_on__isnull=False).order_by("joined_on", "pk")
    said = [f"{day(one.joined_on)}，{one.name}作为{one.get_side_display()}参加调解" for one in later]
    return f"{'；'.join(said)}。" if said else ""


def parties_of(case: Case, *, from_the_start: bool = False) -> list[Party]:
    order = list(SIDES)
    found = case.parties.from_the_start(case.accepted_on) if from_the_start else case.parties.standing()
    parties = found.for_file().prefetch_related("person__identifiers", "person__phones")
    return sorted(parties, key=lambda party: (order.index(party.side), party.seq))


def staff_of(case: Case) -> tuple[tuple[str, ...], str]:
    """Who mediates, the host first, and who records."""
    standing = list(case.assignments.standing().select_related("account").order_by("id"))
    hosts = [each.account.name for each in standing if each.role == MediatorRole.HOST]
    others = [each.account.name for each in standing if each.role == MediatorRole.CO]
    recorder = next((each.account.name for each in standing if each.role == MediatorRole.RECORDER), "")
    return (*hosts, *others), recorder


def registrar_of(case: Case) -> str:
    first = case.events.filter(step__in=("T2", "T3")).select_related("account").order_by("-seq").first()
    return first.account.name if first and first.account else ""


def director_of(case: Case) -> str:
    """Who accepted it."""
    accepted = case.events.filter(step="T5").select_related("account").first()
    return accepted.account.name if accepted and accepted.account else ""


def _source(case: Case) -> str:
    if case.source in ENTRUSTED:
        return "entrusted"
    return "initiative" if case.source == Source.INITIATIVE else "application"


def party_block(party: Party, on: date) -> PartyBlock:
    """One party on the day `on`, with who speaks for it."""
    standing = [one for one in party.representations.all() if one.ended_on is None]
    guardians = [one for one in standing if one.kind == RepresentationKind.GUARDIAN]
    heads = [one for one in standing if one.kind == RepresentationKind.HEAD]
    speaking = (RepresentationKind.AGENT, RepresentationKind.CHOSEN)
    agents = tuple(agent_block(one, on) for one in standing if one.kind in speaking)
    own = _person(party.person, on) if party.person else {}
    values = {
        **own,
        "key": str(party.pk),
        "side": SIDES[party.side],
        "kind": KINDS.get(party.kind, ORGANISATION),
        "name": party.person.name if party.kind == PartyKind.BUSINESS and party.person else party.name,
        "occupation": party.occupation,
        "unit": party.unit,
        "agents": agents,
        "guardian": guardian_block(guardians[0], on) if guardians else None,
    }
    if party.organisation:
        values |= _organisation(party, party.organisation, heads[0].name if heads else "")
    return PartyBlock(**values)


def _organisation(party: Party, firm: Organisation, head: str) -> dict:
    phone = next((one.number.open() for one in firm.phones.order_by("-is_primary", "id") if not one.is_ended), "")
    found = {"credit_code": firm.credit_code, "address": firm.address}
    if phone:
        found["phone"] = phone
    if party.kind == PartyKind.BUSINESS and party.person:
        return found | {"unit": firm.name}
    return found | {"kind": ORGANISATION, "representative": head or firm.legal_representative}


def _person(person: Person, on: date) -> dict:
    """What the papers of a person say: full numbers, for a document is made to identify."""
    paper = next((one for one in person.identifiers.all() if one.is_primary), None)
    phones = sorted((one for one in person.phones.all() if not one.is_ended), key=lambda one: not one.is_primary)
    born = person.birth_on
    return {
        "name": person.name,
        "sex": person.get_sex_display(),
        "ethnicity": person.get_ethnicity_display(),
        "age": age_on(born, on) if born and born <= on else None,
        "birth_on": born,
        "document_kind": paper.get_kind_display() if paper else "",
        "document_number": paper.number.open() if paper else "",
        "phone": phones[0].number.open() if phones else "",
        "address": person.address,
    }


def agent_block(one, on: date) -> AgentBlock:
    chosen = one.kind == RepresentationKind.CHOSEN
    return AgentBlock(
        **_person(one.person, on),
        relation=one.relation or one.get_agent_kind_display(),
        authority=one.get_kind_display() if chosen else one.authority,
        matters=one.matters or OF_THIS,
        starts_on=one.starts_on,
        ends_on=one.until_on,
    )


def guardian_block(one, on: date) -> GuardianBlock:
    return GuardianBlock(**_person(one.person, on), relation=one.relation)
