"""Typing a filing and handing it in: drafts, papers, and the one act that registers people and case together."""

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.committees.models import MediationCommittee
from cases.docket.models import Case
from cases.intake.actions import register_case, register_from_clue
from cases.intake.filing.papers import attach_paper, discard_papers
from cases.intake.filings import Filing, Letter
from cases.intake.models import Draft, PaperKind
from cases.parties.actions import Entry, Speaker
from cases.parties.models import PartyKind
from governance import rules
from governance.areas.codes import ROOT
from governance.duplicates.actions import AlreadyKnown
from governance.errors import Invalid, NotPermitted, RuleError, require_version
from governance.identifiers.names import parse_person_name
from governance.identifiers.phones import normalised_phone
from governance.organisations.actions import register_organisation
from governance.organisations.models import Organisation
from governance.persons.actions import add_phone, register_person
from governance.persons.models import Person

LONGEST_BODY = 120_000  # characters of a draft: far more than any filing holds
NO_NUMBER = "登记时未出示证件"


class AlreadyFiled(RuleError):
    """The draft was handed in before; `case` is what it became."""

    code = "already-filed"

    def __init__(self, case):
        super().__init__("这份登记已经提交。")
        self.case = case


@dataclass(frozen=True)
class Named:
    """Somebody as typed. `known`: "person:12" or "organisation:3" in the registrar's scope; else registered anew.

    Of an individual business `name` is the shop's, `head` its operator, `number` the operator's.
    """

    kind: str = PartyKind.NATURAL
    known: str = ""
    name: str = ""
    number: str = ""
    phone: str = ""
    sex: str = ""
    birth_on: date | None = None
    address: str = ""
    credit_code: str = ""
    head: str = ""


@dataclass(frozen=True)
class TypedSpeaker:
    """`prefix` is that of its fields in the form, so that a refusal finds them."""

    prefix: str
    who: Named
    kind: str
    agent_kind: str = ""
    authority: str = ""
    relation: str = ""
    papers: tuple[int, ...] = ()


@dataclass(frozen=True)
class TypedParty:
    prefix: str
    side: str
    who: Named
    occupation: str = ""
    unit: str = ""
    special_groups: tuple[str, ...] = ()
    members: int = 1
    lacks_capacity: bool = False
    papers: tuple[int, ...] = ()
    speakers: tuple[TypedSpeaker, ...] = field(default=())


@transaction.atomic
def save_draft(
    key, *, by, fields: list[tuple[str, str]], title: str = "", version: int | None = None, clue: Case | None = None
) -> Draft:
    """Keep what is typed so far. Typing is no act of the field: nothing is recorded until it is handed in.

    Raises NotPermitted for somebody else's draft, AlreadyFiled, Stale when it was saved elsewhere since, Invalid when
    it is larger than any filing.
    """
    draft = _held_draft(key, by=by)
    body = json.dumps(fields, ensure_ascii=False)
    if len(body) > LONGEST_BODY:
        raise Invalid("填写的内容过长，无法保存。")
    if draft is None:
        return Draft.objects.create(
            key=key, account=by, clue=clue, title=title[:120], body=body, saved_at=timezone.now()
        )
    require_version(draft, version)
    draft.body, draft.title, draft.saved_at = body, title[:120], timezone.now()
    draft.version += 1
    draft.save(update_fields=["body", "title", "saved_at", "version"])
    return draft


@transaction.atomic
def drop_draft(draft: Draft, *, by) -> None:
    """Throw a draft away, with the papers handed in for it."""
    held = _held_draft(draft.pk, by=by)
    if held is not None:
        _discard(held, by=by)


def forget_drafts(now: datetime) -> int:
    """Throw away what nobody went on with for the rule's days, and the traces of what was handed in; how many."""
    days = rules.value("case.draft.days", ROOT, timezone.localdate(now))
    old = list(Draft.objects.left_since(now - timedelta(days=days)).order_by("pk")[:1000])
    for draft in old:
        with transaction.atomic():
            _discard(draft, by=None)
    return len(old)


@transaction.atomic
def file_draft(
    key,
    *,
    by,
    committee: MediationCommittee,
    received_at: datetime,
    filing: Filing,
    parties: tuple[TypedParty, ...],
    letter: Letter | None = None,
    earlier: Case | None = None,
    late_reason: str = "",
) -> Case:
    """Register the people who are new, the case, and its papers, in one transaction (登记).

    From a draft that began at a clue, the clue becomes the case. The draft is emptied and remembers the case: handed
    in twice, it is one case. Raises what `register_case` raises, with fields named by the prefix of who is wrong.
    """
    draft = _held_draft(key, by=by) or Draft.objects.create(key=key, account=by, body="[]", saved_at=timezone.now())
    on = timezone.localdate()
    entries = tuple(entry_of(party, by=by, area=committee.area_id, on=on) for party in parties)
    facts = {"by": by, "filing": filing, "entries": entries, "late_reason": late_reason}
    if draft.clue:
        case = register_from_clue(draft.clue, happened_at=received_at, **facts)
    else:
        case = register_case(committee, received_at=received_at, letter=letter, earlier=earlier, **facts)
    _attach_all(case, draft, parties)
    draft.filed_as, draft.body, draft.title = case, "[]", ""
    draft.save(update_fields=["filed_as", "body", "title"])
    return case


@transaction.atomic
def file_at_once(
    *,
    by,
    committee: MediationCommittee,
    received_at: datetime,
    filing: Filing,
    parties: tuple[TypedParty, ...],
    letter: Letter | None = None,
    late_reason: str = "",
) -> Case:
    """Register the people who are new and the case, in one transaction, as another system hands them over."""
    on = timezone.localdate()
    entries = tuple(entry_of(party, by=by, area=committee.area_id, on=on) for party in parties)
    return register_case(
        committee,
        by=by,
        received_at=received_at,
        filing=filing,
        entries=entries,
        letter=letter,
        late_reason=late_reason,
    )


def _held_draft(key, *, by):
    """The draft as it is now, held; None when nothing was saved under this key."""
    draft = Draft.objects.select_for_update().filter(pk=key).first()
    if draft and draft.account_id != by.pk:
        raise NotPermitted("这份登记不是您的。")
    if draft and draft.filed_as_id:
        raise AlreadyFiled(draft.filed_as)
    return draft


def _discard(draft, *, by):
    discard_papers(draft, by=by)
    draft.delete()


def entry_of(party: TypedParty, *, by, area, on) -> Entry:
    with fields_of(party.prefix):
        person, organisation = _party(party.who, by=by, area=area, on=on)
    speakers = tuple(_speaker(speaker, by=by, area=area, on=on) for speaker in party.speakers)
    return Entry(
        party.side,
        person=person,
        organisation=organisation,
        occupation=party.occupation,
        unit=party.unit,
        special_groups=party.special_groups,
        members=party.members,
        lacks_capacity=party.lacks_capacity,
        speakers=speakers,
    )


def _speaker(speaker: TypedSpeaker, *, by, area, on) -> Speaker:
    with fields_of(speaker.prefix):
        person = person_named(speaker.who, by=by, area=area, on=on)
        return Speaker(person, speaker.kind, speaker.agent_kind, speaker.authority, speaker.relation)


def _party(who: Named, *, by, area, on):
    """The person and the organisation of a party; an individual business has both, as far as they are known."""
    if who.kind == PartyKind.NATURAL:
        return person_named(who, by=by, area=area, on=on), None
    organisation = organisation_named(who, by=by, area=area, on=on)
    if who.kind != PartyKind.BUSINESS or who.known or not who.number:
        return None, organisation
    operator = Named(name=who.head, number=who.number)
    return person_named(operator, by=by, area=area, on=on), organisation


def person_named(who: Named, *, by, area: str, on: date) -> Person:
    """The known person, within the scope of `by`, or one registered now. Without a number the reason is said for them.

    Raises Invalid. Who typed the number of somebody known, under the same name, means that one.
    """
    if who.known:
        person = _known(Person, "person", who.known, by)
        if who.phone.strip():
            _note_phone(person, who.phone, by=by)
        return person
    try:
        return register_person(
            by=by,
            on=on,
            area=area,
            name=who.name,
            sex=who.sex,
            birth_on=who.birth_on,
            document_kind="resident_id" if who.number.strip() else "",
            document_number=who.number,
            no_identifier_reason="" if who.number.strip() else NO_NUMBER,
            phones=(who.phone,),
            address=who.address,
        )
    except AlreadyKnown as refusal:
        return _same_person(refusal.known, who.name)


def organisation_named(who: Named, *, by, area: str, on: date) -> Organisation:
    """The known organisation, within the scope of `by`, or one registered now."""
    if who.known:
        return _known(Organisation, "organisation", who.known, by)
    try:
        return register_organisation(
            by=by,
            on=on,
            area=area,
            kind=who.kind,
            name=who.name,
            credit_code=who.credit_code,
            legal_representative=who.head,
            phones=(who.phone,),
            address=who.address,
        )
    except AlreadyKnown as refusal:
        return refusal.known[0]  # a credit code is one organisation's, whatever it is called


def _known(model, kind, known, by):
    named, _, key = known.partition(":")
    found = model.objects.visible_to(by).filter(pk=int(key)) if _is_key(key) and named == kind else model.objects.none()
    row = found.first()
    if row is None:
        raise Invalid("没有找到这条登记，请重新按号码查找或直接填写。", field="known")
    return row


def _is_key(text):
    return text.isascii() and text.isdecimal() and len(text) < 18


def _same_person(known, name):
    same = [person for person in known if person.name == parse_person_name(name)]
    if not same:
        raise Invalid(f"这个证件号码已登记给“{known[0].name}”，请核对姓名。", field="number")
    return same[0]


def _note_phone(person, number, *, by):
    if all(phone.number.open() != normalised_phone(number) for phone in person.phones.current()):
        add_phone(person, by=by, version=None, number=number)


def _attach_all(case, draft, parties):
    """Papers of the draft go over to the case: those of a party to that party, all others to the case."""
    rows = list(case.parties.standing().order_by("pk"))
    owners = {}
    for typed, row in zip(parties, rows[-len(parties) :], strict=True):
        theirs = [pk for speaker in typed.speakers for pk in speaker.papers]
        owners |= dict.fromkeys([*typed.papers, *theirs], row)
    for paper in draft.papers.select_for_update():
        attach_paper(paper, case=case, party=owners.get(paper.pk))
    letter = case.papers.filter(kind=PaperKind.LETTER).first()
    if letter:
        case.referrals.filter(file__isnull=True).update(file=letter.file)
    _give_authorities(rows[-len(parties) :], parties, {paper.pk: paper for paper in case.papers.all()})


def _give_authorities(rows, parties, papers):
    """A letter of authority belongs to the agent at whose card it was handed in."""
    for row, typed in zip(rows, parties, strict=True):
        speaks = list(row.representations.order_by("pk"))
        for speaker, representation in zip(typed.speakers, speaks, strict=True):
            for paper in (papers[pk] for pk in speaker.papers if pk in papers):
                if paper.kind == PaperKind.AUTHORITY:
                    representation.file = paper.file
                    representation.save(update_fields=["file"])


@contextmanager
def fields_of(prefix: str):
    """Refusals inside speak of the fields of this prefix."""
    try:
        yield
    except Invalid as refusal:
        field = FIELD_OF.get(refusal.field, refusal.field)
        raise Invalid(refusal.message, field=f"{prefix}-{field}" if field else "") from None


FIELD_OF = {
    "phones": "phone",
    "legal_representative": "head",
    "representative": "head",
    "no_identifier_reason": "number",
    "area": "name",
}
