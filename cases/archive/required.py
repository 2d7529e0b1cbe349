"""What may not be missing from a volume and is not there yet, and the one act that brings it (domain/mediation.md 3.2).

A paper counts when it is really there: signed, scanned, looked at. What the case says of itself, and nobody signs, is
printed when the volume is bound.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse

from cases.archive.contents import (
    AGREED,
    AGREEMENT,
    CLOSING,
    IDENTITY,
    ITEMS,
    NOTICE,
    RECORD,
    REMEDIES,
    STARTED,
    VISIT,
    Item,
    Outcome,
)
from cases.archive.gathering import agreement_of, day_of_rules, outcome_of_case
from cases.archive.rules import VISIT_NEEDED
from cases.docket.codes import Result
from cases.docket.models import Case
from cases.docket.permissions import MAY
from cases.documents.models import ProducedDocument
from cases.intake.models import PaperKind
from cases.mediation.sessions.models import MediationSession
from cases.mediation.telling.models import Told
from cases.parties.models import Shown
from governance import rules


@dataclass(frozen=True)
class Lack:
    """`label`: the item of the volume; `why`: what of it is not there; `act`, `url`: what brings it.

    `offer` instead of a page: the key of the form that is to be made (`documents.filling.offers`). `who` may do it,
    a word of MAY.
    """

    label: str
    why: str
    act: str = ""
    url: str = ""
    offer: str = ""
    who: str = "register"


def missing_from(case: Case) -> list[str]:
    """Labels of what the volume of this case needs and has not."""
    return [lack.label for lack in lacks_of(case)]


def lacks_of(case: Case) -> list[Lack]:
    """What the volume of this case needs and has not, in the order of the volume, one lack for each item."""
    outcome, known = outcome_of_case(case), Known(case)
    asks_visit = rules.value(VISIT_NEEDED, case.area_id, day_of_rules(case))
    needed = [item for item in ITEMS if outcome in item.needed and (item.label != VISIT or asks_visit)]
    found = [CHECKS[item.label](item, known, outcome) for item in needed if not known.has_scan(item)]
    return [lack for lack in found if lack]


def lacks_for(case: Case, actor) -> list[Lack]:
    """As `lacks_of`, each with its act for those only who may do it."""
    found = lacks_of(case)
    may = {who: MAY[who][0](actor, case) for who in {lack.who for lack in found}}
    return [lack if may[lack.who] else replace(lack, act="", url="", offer="") for lack in found]


class Known:
    """What the case has, read once."""

    def __init__(self, case: Case):
        self.case = case

    @cached_property
    def documents(self) -> dict[str, list[ProducedDocument]]:
        """Those that stand, by their form; without their texts."""
        found: dict[str, list[ProducedDocument]] = {}
        for one in self.case.documents.standing().only("form", "about", "signed_at", "case_id").order_by("id"):
            found.setdefault(one.form, []).append(one)
        return found

    @cached_property
    def papers(self) -> set[tuple[str, int | None]]:
        """Kind, and whose it is, of each scan that was handed in."""
        return set(self.case.papers.exclude(file=None).values_list("kind", "party_id"))

    @cached_property
    def held(self) -> list[MediationSession]:
        return list(self.case.sessions.held().only("seq", "signed_at", "case_id"))

    def has_scan(self, item: Item) -> bool:
        """Whether its paper was taken in; an identity paper is one party's alone."""
        return item.label != IDENTITY and any(kind in item.papers for kind, _ in self.papers)

    def signed(self, *forms: str) -> set[str]:
        """What the signed documents of these forms are about."""
        return {one.about for form in forms for one in self.documents.get(form, ()) if one.signed_at}

    def to_sign(self, *forms: str) -> ProducedDocument | None:
        waiting = [one for form in forms for one in self.documents.get(form, ()) if not one.signed_at]
        return waiting[-1] if waiting else None


def _signed(item: Item, known: Known, outcome: Outcome) -> Lack | None:
    """A paper that the parties sign: what was printed is signed, or what was signed elsewhere is scanned."""
    if known.signed(*item.forms):
        return None
    if waiting := known.to_sign(*item.forms):
        url = reverse("cases:sign_document", args=[waiting.pk])
        return Lack(item.label, "已制作，没有登记签署", "登记签署", url)
    return _to_scan(item, known, "没有当事人签名的文书或者扫描件")


def _to_scan(item: Item, known: Known, why: str) -> Lack:
    url = f"{reverse('cases:take_in_paper', args=[known.case.pk])}?kind={item.papers[0]}"
    return Lack(item.label, why, "上传扫描件", url)


def _identity(item: Item, known: Known, outcome: Outcome) -> Lack | None:
    """Each party's paper was looked at or copied; of a written agreement it may not be left open (6.1)."""
    if known.signed(*item.forms):
        return None
    left_open = () if outcome != Outcome.WRITTEN else (Shown.ABSENT,)
    unseen = [
        party.name
        for party in known.case.parties.standing().prefetch_related("identity_checks")
        if (PaperKind.ID_PHOTO, party.pk) not in known.papers
        and not any(check.shown not in left_open for check in party.identity_checks.all())
    ]
    if not unseen:
        return None
    url = reverse("cases:check_identity", args=[known.case.pk])
    return Lack(item.label, f"没有核对{'、'.join(unseen)}的证件", "核对证件", url)


def _record(item: Item, known: Known, outcome: Outcome) -> Lack | None:
    """Every session's record is signed. Ended before any session, the note of the end stands for it."""
    if not known.held:
        ends_early = outcome in (Outcome.ENDED, Outcome.WITHDRAWN) and known.case.result != Result.FAILED
        return None if ends_early else _to_scan(item, known, "没有调解记录")
    signed = known.signed(*item.forms)
    for one in known.held:
        if not one.is_signed and f"mediationsession-{one.pk}" not in signed:
            url = reverse("cases:sign_record", args=[one.pk])
            return Lack(item.label, f"{one}的记录没有签名", "登记签名", url, who="mediate")
    return None


def _agreement(item: Item, known: Known, outcome: Outcome) -> Lack | None:
    assert outcome in AGREED
    return None if agreement_of(known.case) else Lack(item.label, "没有生效的协议")


def _remedies(item: Item, known: Known, outcome: Outcome) -> Lack | None:
    """The notice was made, and given: told at the end of the mediation, or signed for."""
    made = known.documents.get("F18.remedies")
    if not made:
        return Lack(item.label, "没有制作", "制作告知书", offer="F18.remedies:")
    if known.signed(*item.forms) or known.case.given_notices.filter(what=Told.REMEDIES).exists():
        return None
    url = reverse("cases:sign_document", args=[made[-1].pk])
    return Lack(item.label, "没有登记送达当事人", "登记签收", url)


def _visit(item: Item, known: Known, outcome: Outcome) -> Lack | None:
    if known.documents.get("F11") or known.case.visits.exists():
        return None
    return Lack(item.label, "没有回访", "登记回访", reverse("cases:visit", args=[known.case.pk]), who="follow")


def _closing(item: Item, known: Known, outcome: Outcome) -> Lack | None:
    if known.documents.get("F17") or known.case.closing_reports.exclude(state="returned").exists():
        return None
    url = reverse("cases:propose_closing", args=[known.case.pk])
    return Lack(item.label, "没有提出", "提出结案报告", url, who="conduct")


CHECKS: dict[str, Callable[[Item, Known, Outcome], Lack | None]] = {
    STARTED: _signed,
    NOTICE: _signed,
    IDENTITY: _identity,
    RECORD: _record,
    AGREEMENT: _agreement,
    REMEDIES: _remedies,
    VISIT: _visit,
    CLOSING: _closing,
}
