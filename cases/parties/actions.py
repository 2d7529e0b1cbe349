"""Who is on which side, and who speaks for them; the rules of domain/mediation.md 2.4."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.docket.actions import locked_case, require_may, tell
from cases.docket.models import Case
from cases.docket.states import UNNUMBERED
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
from governance.errors import Invalid, WrongState
from governance.identifiers.names import sound_of
from governance.identifiers.resident_id import age_on
from governance.identifiers.typed import free_text
from governance.organisations.models import Organisation
from governance.persons.models import Person

MANY = 10  # 民事诉讼法 第五十六条、第五十七条: from ten on a side, chosen representatives speak
REPRESENTATIVES = range(2, 6)
ADULT, AGED = 18, 60  # 民法典 第十七条; 老年人权益保障法 第二条


@dataclass(frozen=True)
class Speaker:
    """Who speaks for a party: `kind` of RepresentationKind; authority, kind, matters and term for agents alone."""

    person: Person
    kind: str
    agent_kind: str = ""
    authority: str = ""
    relation: str = ""
    matters: str = ""
    until_on: date | None = None


@dataclass(frozen=True)
class Entry:
    """One party as it is filed: a person or an organisation, on a side, with those who speak for it.

    An individual business is both: `person` operates under the shop name of `organisation`.
    """

    side: str
    person: Person | None = None
    organisation: Organisation | None = None
    occupation: str = ""
    unit: str = ""
    special_groups: tuple[str, ...] = ()
    members: int = 1
    lacks_capacity: bool = False
    speakers: tuple[Speaker, ...] = field(default=())


@transaction.atomic
def join_party(case: Case, *, by, entry: Entry, happened_at: datetime, version: int | None = None) -> Party:
    """Put one more party on a case that is not accepted yet."""
    case = _held(case, by=by, version=version)
    _require_unaccepted(case)
    party = add_party(case, entry, on=timezone.localdate(happened_at))
    _tell_parties(case, by=by, text=f"增加{party.get_side_display()}{party.name}")
    return party


@transaction.atomic
def leave_party(party: Party, *, by, left_on: date, reason: str, version: int | None = None) -> Party:
    """A party that does not belong to the dispute leaves it, before acceptance; it stays on record with the reason."""
    case = _held(party.case, by=by, version=version)
    _require_unaccepted(case)
    party = _standing(case, party)
    if left_on > timezone.localdate():
        raise Invalid("退出日期不能晚于今天。", field="left_on")
    party.left_on = left_on
    party.left_reason = free_text(reason, field="reason", longest=200, required=True)
    party.save(update_fields=["left_on", "left_reason"])
    _tell_parties(case, by=by, text=f"{party.get_side_display()}{party.name}退出：{party.left_reason}")
    return party


@transaction.atomic
def record_death(party: Party, *, by, died_on: date, note: str = "", version: int | None = None) -> Party:
    """A party died, or an organisation ended. The case then waits for heirs, or ends: that is another act.

    人民调解 knows no succession of parties by itself: a mediation under way is suspended or terminated.
    """
    case = _held(party.case, by=by, version=version)
    party = _standing(case, party)
    if party.died_on:
        raise WrongState(f"{party.name}已登记于 {party.died_on:%Y-%m-%d} 死亡或终止。")
    if died_on > timezone.localdate():
        raise Invalid("日期不能晚于今天。", field="died_on")
    party.died_on = died_on
    party.save(update_fields=["died_on"])
    word = "死亡" if party.person else "终止"
    note = free_text(note, field="note", longest=200)
    _tell_parties(case, by=by, text=f"{party.name}于{died_on:%Y-%m-%d}{word}", note=note)
    return party


@transaction.atomic
def change_party(
    party: Party,
    *,
    by,
    special_groups: tuple[str, ...],
    members: int,
    lacks_capacity: bool,
    occupation: str,
    unit: str,
    version: int | None = None,
) -> Party:
    """Correct what the case knows of a party. Raises Invalid when it then lacks a guardian or representatives."""
    case = _held(party.case, by=by, version=version)
    party, on = _standing(case, party), timezone.localdate()
    entry = Entry(
        party.side,
        person=party.person,
        special_groups=special_groups,
        members=members,
        lacks_capacity=lacks_capacity,
    )
    party.special_groups, party.members, party.lacks_capacity = _groups(entry, on), _members(entry), lacks_capacity
    party.occupation = free_text(occupation, field="occupation", longest=50)
    party.unit = free_text(unit, field="unit", longest=100)
    require_spoken_for(party, on=on)
    if members >= MANY:
        require_representatives(party.speakers_of(RepresentationKind.CHOSEN).count(), members)
    party.save()
    _tell_parties(case, by=by, text=f"更正{party.name}的登记")
    return party


@transaction.atomic
def let_speak(party: Party, *, by, speaker: Speaker, version: int | None = None) -> Representation:
    """Let somebody speak for a party from now on (委托代理人、监护人、代表人)."""
    case = _held(party.case, by=by, version=version)
    speaks = add_speaker(_standing(case, party), speaker, on=timezone.localdate())
    _tell_parties(case, by=by, text=f"{speaks.name}为{party.name}的{speaks.get_kind_display()}")
    return speaks


@transaction.atomic
def end_speaking(speaks: Representation, *, by, ended_on: date, version: int | None = None) -> Representation:
    """Somebody speaks for a party no longer. Raises Invalid when the party would be left without a guardian."""
    case = _held(speaks.party.case, by=by, version=version)
    party = _standing(case, speaks.party)
    speaks = party.representations.get(pk=speaks.pk)
    if speaks.ended_on:
        raise WrongState("这项代理或代表已经终止。")
    if ended_on > timezone.localdate():
        raise Invalid("终止日不能晚于今天。", field="ended_on")
    speaks.ended_on = ended_on
    speaks.save(update_fields=["ended_on"])
    require_spoken_for(party, on=timezone.localdate())
    _tell_parties(case, by=by, text=f"{speaks.name}不再是{party.name}的{speaks.get_kind_display()}")
    return speaks


def _held(case, *, by, version):
    case = locked_case(case, version=version)
    require_may("register", by, case)
    if not case.is_open:
        raise WrongState("本案程序已终，当事人不再变动。")
    return case


def _require_unaccepted(case):
    if case.procedure not in UNNUMBERED:
        raise WrongState("本案已受理，不能直接增减当事人：有人要参加的，请办理“参加调解”；死亡的，请登记后中止或终止。")


def _standing(case, party):
    found = case.parties.standing().select_related("person", "organisation").filter(pk=party.pk).first()
    if found is None:
        raise WrongState("该当事人已退出本案。")
    return found


def _tell_parties(case, *, by, text, note=""):
    parties = list(case.parties.standing())
    case.title, case.people_count = title_of(case, parties), sum(party.members for party in parties)
    tell(case, "parties_changed", by=by, happened_at=timezone.now(), text=text, note=note)


def add_parties(case: Case, entries: Iterable[Entry], *, on: date) -> list[Party]:
    """Put the first parties on a case and name it after them; part of the acts that file it. The caller saves it."""
    parties: list[Party] = []
    for entry in entries:
        parties.append(_added(case, entry, on, parties, 1 + sum(party.side == entry.side for party in parties)))
    case.title, case.people_count = title_of(case, parties), sum(party.members for party in parties)
    return parties


def add_party(case: Case, entry: Entry, *, on: date) -> Party:
    """Put one more party on the case; part of the acts that change it. Raises Invalid with the field."""
    standing = list(case.parties.standing())
    return _added(case, entry, on, standing, 1 + case.parties.filter(side=entry.side).count())


def _added(case, entry, on, standing, seq):
    subject = entry.organisation or entry.person
    if subject is None:
        raise Invalid("请选择或登记当事人。", field="party")
    if entry.side not in Side.values:
        raise Invalid("请选择当事人的地位。", field="side")
    _require_operator(entry)
    _require_on_no_side(standing, entry)
    sound = sound_of(subject.name)
    party = Party.objects.create(
        case=case,
        side=entry.side,
        seq=seq,
        kind=_kind_of(entry),
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
    if entry.members >= MANY:
        require_representatives(party.speakers_of(RepresentationKind.CHOSEN).count(), entry.members)
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
    if is_agent and speaker.until_on and speaker.until_on < on:
        raise Invalid("委托期限已经届满。", field="until_on")
    if speaker.person == party.person:
        raise Invalid("当事人不能作自己的代理人或监护人。", field="speaker")
    _require_not_opposed(party, speaker)
    return Representation.objects.create(
        party=party,
        kind=speaker.kind,
        person=speaker.person,
        name=speaker.person.name,
        agent_kind=speaker.agent_kind if is_agent else "",
        authority=speaker.authority if is_agent else "",
        relation=free_text(speaker.relation, field="relation", longest=50),
        matters=free_text(speaker.matters, field="matters", longest=200) if is_agent else "",
        starts_on=on,
        until_on=speaker.until_on if is_agent else None,
    )


def require_spoken_for(party: Party, *, on: date) -> None:
    """A minor or an adult without capacity has a guardian; an organisation has somebody who acts for it."""
    if party.needs_guardian_on(on) and not party.speakers_of(RepresentationKind.GUARDIAN).exists():
        raise Invalid(
            f"{party.name}未成年或无（限制）民事行为能力，请登记监护人（《民法典》第十七条至第二十三条）。",
            field="guardian",
        )
    if not party.organisation or party.person or party.organisation.legal_representative:
        return
    if not party.representations.standing().exists():
        raise Invalid(f"请登记{party.name}的法定代表人、负责人或者代理人。", field="speaker")


def people_in(case: Case) -> int:
    """涉及人数: parties and the members they stand for; agents, guardians and invited people are not counted."""
    return sum(case.parties.standing().values_list("members", flat=True))


def title_of(case: Case, parties: Iterable[Party]) -> str:
    """甲与乙、丙漏水纠纷: applicants, the others, the dispute."""
    parties = sorted(parties, key=lambda party: party.seq)
    applicants = _listed([party.name for party in parties if party.side == Side.APPLICANT])
    others = _listed([party.name for party in parties if party.side == Side.RESPONDENT])
    dispute = case.get_dispute_type_display().removesuffix("纠纷").removeprefix("其他")
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
    born_on = entry.person.birth_on if entry.person else None
    if born_on and age_on(born_on, on) < ADULT:
        told.add(SpecialGroup.MINOR)
    if born_on and age_on(born_on, on) >= AGED:
        told.add(SpecialGroup.AGED)
    return sorted(told)


def _members(entry):
    if not 1 <= entry.members <= 100_000:
        raise Invalid("人数应在 1 至 100000 之间。", field="members")
    return entry.members


def require_representatives(chosen: int, members: int) -> None:
    """Ten or more on a side are spoken for by two to five whom they chose (民事诉讼法 第五十六条、第五十七条)."""
    if chosen not in REPRESENTATIVES:
        raise Invalid(f"一方有 {members} 人，请登记 2 至 5 名推选的代表人（现有 {chosen} 名）。", field="members")


def require_sides_spoken_for(parties: Iterable[Party]) -> None:
    """Each side of ten or more has its chosen representatives, also when its people are listed one by one."""
    sides: dict[str, list[Party]] = {}
    for party in parties:
        sides.setdefault(party.side, []).append(party)
    for _, side in sorted(sides.items()):
        members = sum(party.members for party in side)
        if members >= MANY:
            speaks = Representation.objects.standing().filter(party__in=side)
            require_representatives(speaks.filter(kind=RepresentationKind.CHOSEN).count(), members)


def _kind_of(entry):
    return entry.organisation.kind if entry.organisation else PartyKind.NATURAL


def _require_operator(entry):
    if entry.organisation is None:
        return
    is_shop = entry.organisation.kind == PartyKind.BUSINESS
    if entry.person and not is_shop:
        raise Invalid("单位当事人请登记法定代表人或代理人，不与个人合并登记。", field="party")
    if is_shop and not (entry.person or entry.organisation.legal_representative):
        raise Invalid("个体工商户请登记经营者姓名。", field="representative")


def _require_on_no_side(on_side, entry):
    """Nobody is twice in a dispute, and nobody who speaks for one side is a party on the other."""
    for found in on_side:
        if entry.organisation and found.organisation_id == entry.organisation.pk:
            raise Invalid(f"{found.name}已是本案{found.get_side_display()}，同一单位不能出现两次。", field="party")
        if entry.person and found.person_id == entry.person.pk:
            raise Invalid(f"{found.name}已是本案{found.get_side_display()}，同一人不能出现两次。", field="party")
    if entry.person is None or not on_side:
        return
    speaks = Representation.objects.standing().filter(party__in=on_side, person=entry.person)
    if other := speaks.exclude(party__side=entry.side).select_related("party").first():
        raise Invalid(f"{other.name}是{other.party.name}的{other.get_kind_display()}，不能又是对方。", field="party")


def _require_not_opposed(party, speaker):
    """Who speaks for a party is not on, and does not speak for, another side (民法典 第一百六十八条)."""
    others = Party.objects.standing().filter(case=party.case_id).exclude(side=party.side)
    elsewhere = Representation.objects.standing().filter(party__in=others, person=speaker.person)
    if elsewhere.exists() or others.filter(person=speaker.person).exists():
        raise Invalid(f"{speaker.person.name}已在对方一侧，不能同时代表本方。", field="speaker")
    if party.representations.standing().filter(person=speaker.person, kind=speaker.kind).exists():
        raise Invalid(f"{speaker.person.name}已登记为本方{RepresentationKind(speaker.kind).label}。", field="speaker")
