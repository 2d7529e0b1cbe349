"""Who agreed to mediation, and what acceptance still lacks (人民调解法 第十七条)."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import OuterRef, Subquery

from cases.docket.codes import ENTRUSTED, Source
from cases.docket.models import Case
from cases.intake.models import Answer, Contact, PaperKind
from cases.parties.actions import MANY, require_sides_spoken_for, require_spoken_for
from cases.parties.models import Party, Side
from governance.errors import Invalid


def consent_of(case: Case) -> dict[int, str]:
    """The newest answer of each standing party, by its id; a party never asked is missing."""
    answers: dict[int, str] = {}
    for contact in case.contacts.order_by("happened_at", "id"):
        answers[contact.party_id] = contact.answer
    return answers


def waiting_for(case: Case) -> list:
    """The parties whose consent acceptance still needs (人民调解法 第十七条)."""
    return _waited_for(case, list(case.parties.standing()), consent_of(case))


def _waited_for(case, parties, answers):
    is_asked_for = case.source not in (Source.INITIATIVE, *ENTRUSTED)
    asked = [each for each in parties if not (is_asked_for and each.side == Side.APPLICANT)]  # who applies consents
    return [party for party in asked if answers.get(party.pk) != Answer.AGREED]


NEWEST = Contact.objects.filter(party=OuterRef("pk")).order_by("-happened_at", "-id").values("answer")[:1]
WITH_ANSWERS = Party.objects.standing().select_related("person", "organisation").annotate(said=Subquery(NEWEST))


@dataclass(frozen=True)
class Lack:
    """What acceptance still waits for. `where`: "consent", "parties" or "reject", the page that puts it right."""

    sentence: str
    where: str


def lacking(case: Case, *, on: date) -> list[Lack]:
    """All that a case lacks to be accepted (domain/mediation.md 2.3 T5, 2.4), the gravest first."""
    parties = list(WITH_ANSWERS.filter(case=case))
    answers = {party.pk: party.said for party in parties}
    refused = [party.name for party in parties if answers.get(party.pk) == Answer.REFUSED]
    missing = [party.name for party in _waited_for(case, parties, answers) if party.name not in refused]
    dead = [party.name for party in parties if party.died_on]
    found = []
    if refused:
        found.append(Lack(f"{'、'.join(refused)}明确拒绝调解，不能受理：请按“不予受理”（R03）办理。", "reject"))
    if dead:
        found.append(Lack(f"{'、'.join(dead)}已死亡或终止：请登记其退出，由继承人另行申请。", "parties"))
    found += [Lack(sentence, "parties") for sentence in _faults_of_sides(case, parties, on)]
    if missing:
        found.append(Lack(f"尚未取得{'、'.join(missing)}的同意：请先联系并登记答复。", "consent"))
    return found


def _faults_of_sides(case, parties, on):
    """What the rules of domain/mediation.md 2.4 find wrong with the parties as they stand now."""
    sides = {party.side for party in parties}
    if not {Side.APPLICANT, Side.RESPONDENT} <= sides:
        yield "双方当事人不齐：请补充登记。"
    checks = [partial(require_spoken_for, party, on=on) for party in parties]
    for check in (*checks, partial(require_sides_spoken_for, parties)):
        try:
            check()
        except Invalid as refusal:
            yield refusal.message
    large = [party for party in parties if party.members >= MANY]
    listed = set(case.papers.filter(kind=PaperKind.MEMBERS).values_list("party_id", flat=True)) if large else set()
    for party in large:
        if party.pk not in listed:
            yield f"请附上{party.name}一方推选代表人的签名名单。"


def unwilling(case: Case) -> list[str]:
    """The parties whose newest answer is a refusal: after acceptance the mediation must end (人民调解法 第二十三条)."""
    answers = consent_of(case)
    return [party.name for party in case.parties.standing() if answers.get(party.pk) == Answer.REFUSED]
