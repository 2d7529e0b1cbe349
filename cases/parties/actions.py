"""Who is on which side, and who speaks for them; the rules of domain/mediation.md 2.4."""

from dataclasses import dataclass, field
from datetime import date

from cases.docket.models import Case
from cases.parties.models import (
    Authority,
    Participant,
    Party,
    PartyKind,
    Representation,
    RepresentationKind,
    Side,
    SpecialGroup,
)
from governance.errors import Invalid
from governance.identifiers.names import sound_of
from governance.identifiers.typed import free_text
from governance.organisations.models import Organisation
from governance.persons.models import Person

FULL_OWN_LIVING = 16  # 民法典 第十八条: from 16, living mainly on own work


@dataclass(frozen=True)
class Speaker:
    """Who speaks for a party: `kind` of RepresentationKind; authority and agent kind for agents alone."""

    person: Person
    kind: str
    agent_kind: str = ""
    authority: str = ""
    relation: str = ""


@dataclass(frozen=True)
class Entry:
    """One party as it is filed: a person or an organisation, on a side, with those who speak for it."""

    side: str
    person: Person | None = None
    organisation: Organisation | None = None
    occupation: str = ""
    unit: str = ""
    special_groups: tuple[str, ...] = ()
    members: int = 1
    lacks_capacity: bool = False
    speakers: tuple[Speaker, ...] = field(default=())


def add_party(case: Case, entry: Entry, *, on: date) -> Party:
    """Put a party on the case; part of the acts that file or change it. Raises Invalid with the field."""
    subject = entry.person or entry.organisation
    if subject is None:
        raise Invalid("请选择或登记当事人。", field="party")
    if entry.side not in Side.values:
        raise Invalid("请选择当事人的地位。", field="side")
    _require_on_no_side(case, entry)
    sound = sound_of(subject.name)
    party = Party.objects.create(
        case=case,
        side=entry.side,
        seq=case.parties.filter(side=entry.side).count() + 1,
        kind=entry.organisation.kind if entry.organisation else PartyKind.NATURAL,
        person=entry.person,
        organisation=entry.organisation,
        name=subject.name,
        pinyin=sound.pinyin,
        initials=sound.initials,
        occupation=free_text(entry.occupation, field="occupation", longest=50),
        unit=free_text(entry.unit, field="unit", longest=100),
        special_groups=_groups(entry, on),
        members=_members(entry),
        lacks_capacity=entry.lacks_capacity,
    )
    for speaker in entry.speakers:
        add_speaker(party, speaker, on=on)
    require_spoken_for(party, on=on)
    return party


def add_speaker(party: Party, speaker: Speaker, *, on: date) -> Representation:
    """Let somebody speak for a party. Raises Invalid: an agent has kind and authority, nobody serves two sides."""
    is_agent = speaker.kind == RepresentationKind.AGENT
    if speaker.kind not in RepresentationKind.values:
        raise Invalid("请选择代理人或代表人的身份。", field="speaker_kind")
    if is_agent and speaker.authority not in Authority.values:
        raise Invalid("请注明委托代理是一般授权还是特别授权。", field="authority")
    if is_agent and not speaker.agent_kind:
        raise Invalid("请选择代理人类型。", field="agent_kind")
    if speaker.kind == RepresentationKind.GUARDIAN and speaker.person.is_minor_on(on):
        raise Invalid("监护人应为成年人。", field="guardian")
    if speaker.person == party.person:
        raise Invalid("当事人不能作自己的代理人或监护人。", field="speaker")
    others = Party.objects.filter(case=party.case, left_on__isnull=True).exclude(side=party.side)
    elsewhere = Representation.objects.standing().filter(party__in=others, person=speaker.person)
    if is_agent and (elsewhere.exists() or others.filter(person=speaker.person).exists()):
        raise Invalid(f"{speaker.person.name}已在对方一侧，不能同时代理本方。", field="speaker")
    return Representation.objects.create(
        party=party,
        kind=speaker.kind,
        person=speaker.person,
        name=speaker.person.name,
        agent_kind=speaker.agent_kind if is_agent else "",
        authority=speaker.authority if is_agent else "",
        relation=free_text(speaker.relation, field="relation", longest=50),
    )


def require_spoken_for(party: Party, *, on: date) -> None:
    """A minor or an adult without capacity has a guardian; an organisation has somebody who acts for it."""
    speakers = party.representations.standing()
    if party.needs_guardian_on(on) and not speakers.filter(kind=RepresentationKind.GUARDIAN).exists():
        raise Invalid(
            f"{party.name}未成年或无（限制）民事行为能力，请登记监护人（《民法典》第十七条至第二十三条）。",
            field="guardian",
        )
    if party.organisation and not (party.organisation.legal_representative or speakers.exists()):
        raise Invalid(f"请登记{party.name}的法定代表人、负责人或者代理人。", field="speaker")


def people_in(case: Case) -> int:
    """涉及人数: parties and the members they stand for; agents, guardians and invited people are not counted."""
    return sum(case.parties.standing().values_list("members", flat=True))


def title_of(case: Case) -> str:
    """甲与乙、丙漏水纠纷: applicants, the others, the dispute."""
    parties = list(case.parties.standing().order_by("seq"))
    applicants = _listed([party.name for party in parties if party.side == Side.APPLICANT])
    others = _listed([party.name for party in parties if party.side == Side.RESPONDENT])
    dispute = case.get_dispute_type_display().removesuffix("纠纷")
    what = f"{case.dispute_subtype or dispute}纠纷"
    return f"{'与'.join(side for side in (applicants, others) if side)}{what}"[:200]


def invite(case: Case, *, role: str, name: str, unit: str, on: date, agreed_by: str) -> Participant:
    """Invite somebody with the consent of the parties (人民调解法 第二十条); part of the act that starts or goes on."""
    return Participant.objects.create(
        case=case,
        role=role,
        name=free_text(name, field="name", longest=100, required=True),
        unit=free_text(unit, field="unit", longest=100),
        invited_on=on,
        agreed_by=free_text(agreed_by, field="agreed_by", longest=200, required=True),
    )


def _listed(names):
    return "、".join(names) if len(names) <= 3 else f"{'、'.join(names[:3])}等{len(names)}方"


def _groups(entry, on):
    unknown = set(entry.special_groups) - set(SpecialGroup.values)
    if unknown:
        raise Invalid("特殊群体中有不认识的类别。", field="special_groups")
    told = set(entry.special_groups)
    if entry.person and entry.person.is_minor_on(on):
        told.add(SpecialGroup.MINOR)
    return sorted(told)


def _members(entry):
    if not 1 <= entry.members <= 100_000:
        raise Invalid("人数应在 1 至 100000 之间。", field="members")
    return entry.members


def _require_on_no_side(case, entry):
    on_side = case.parties.standing()
    same = on_side.filter(person=entry.person) if entry.person else on_side.filter(organisation=entry.organisation)
    if found := same.first():
        raise Invalid(f"{found.name}已是本案{found.get_side_display()}，同一人不能出现两次。", field="party")
