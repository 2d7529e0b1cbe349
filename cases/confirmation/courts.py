"""Which court is competent (民事诉讼法 第二百零五条; domain/mediation.md 1.5), proposed by rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.committees.models import MediationCommittee
from cases.confirmation.rules import COURTS, INTERMEDIATE_AMOUNT, INTERMEDIATE_COURTS
from cases.docket.codes import Source
from cases.docket.models import Case
from cases.intake.models import CourtMode, Direction, Organ
from governance import rules
from governance.areas import codes
from governance.areas.models import Area

INVITED, DOMICILE, OBJECT, COMMITTEE, OTHER = "invited", "domicile", "object", "committee", "other"
GROUNDS = {
    INVITED: "邀请调解的法院",
    DOMICILE: "当事人住所地",
    OBJECT: "标的物所在地",
    COMMITTEE: "调解组织所在地",
}
WHY = {**GROUNDS, OBJECT: "标的物所在地（按纠纷发生地推定）", OTHER: "金额达到中级人民法院一审标准"}


@dataclass(frozen=True)
class Court:
    """One court with why it is competent; `is_known`: an administrator entered it, else it was guessed by its place."""

    name: str
    grounds: tuple[str, ...]
    is_known: bool = True

    @property
    def why(self) -> str:
        said = "、".join(WHY[ground] for ground in self.grounds)
        return said if self.is_known else f"{said}；按区划名称推定，请核对"


def courts_for(case: Case, *, on: date) -> list[Court]:
    """The courts that may confirm: the one that invited the mediation, else those of the places that count.

    Several committees took part: the court of any of them. A dispute so large that an intermediate court tries it goes
    there and not to a basic court (domain/mediation.md 1.5); other grounds of its jurisdiction the parties know.
    """
    letter = inviting_letter(case)
    if letter is not None:
        return [Court(letter.organ_name, (INVITED,))]
    if higher := _intermediate(case, on):
        return higher
    found: dict[str, list[str]] = {}
    known: dict[str, bool] = {}
    listed = dict(_listed(case, on))
    for ground, name, is_known in _by_place(case, listed):
        found.setdefault(name, [])
        known[name] = known.get(name, False) or is_known
        if ground not in found[name]:
            found[name].append(ground)
    return [Court(name, tuple(grounds), known[name]) for name, grounds in found.items()]


def inviting_letter(case: Case):
    """The letter of a court that entrusted the dispute before it filed a suit (立案前委派), None without one."""
    if case.source != Source.COURT:
        return None
    letters = case.referrals.filter(direction=Direction.IN, organ=Organ.COURT, court_mode=CourtMode.BEFORE)
    return letters.first()


def _by_place(case, listed) -> Iterable[tuple[str, str, bool]]:
    places = [(DOMICILE, code) for code in _domiciles(case)]
    places += [(OBJECT, case.place_area_id)] if case.place_area_id else []
    for committee in _committees(case):
        if committee.court:
            yield COMMITTEE, committee.court, True
        else:
            places.append((COMMITTEE, committee.area_id))
    counties = {code: _county(code) for _, code in places}
    names = dict(Area.objects.filter(pk__in=set(counties.values())).values_list("pk", "name"))
    for ground, code in places:
        county = counties[code]
        known = listed.get(county[:6])
        if known or county in names:
            yield ground, known or f"{names[county]}人民法院", bool(known)


def _committees(case) -> list[MediationCommittee]:
    """The one that leads, then those that took part (联合调解)."""
    assisting = MediationCommittee.objects.filter(pk__in=case.assistances.values("committee")).order_by("pk")
    return [case.committee, *assisting.exclude(pk=case.committee_id)]


def _intermediate(case, on) -> list[Court]:
    """The intermediate courts of the places that count, for a dispute that one of them tries by its amount."""
    amount = max(case.agreed_amount or 0, case.claim_amount or 0)
    if amount < rules.value(INTERMEDIATE_AMOUNT, case.area_id, on):
        return []
    lines = rules.value(INTERMEDIATE_COURTS, case.area_id, on)
    listed = dict(line.split(" ", 1) for line in lines if " " in line)
    codes_asked = [*_domiciles(case), case.place_area_id, *(one.area_id for one in _committees(case))]
    names = [listed[code[:4]].strip() for code in codes_asked if code and code[:4] in listed]
    return [Court(name, (OTHER,)) for name in dict.fromkeys(names)]


def _domiciles(case):
    """Where the parties live or have their seat, as registered; each place once."""
    parties = case.parties.standing().select_related("person", "organisation").order_by("side", "seq")
    found = []
    for party in parties:
        if party.organisation:
            found.append(party.organisation.area_id)
        elif party.person:
            found.append(party.person.address_area_id or party.person.area_id)
    return dict.fromkeys(found)


def _county(code):
    return next((one for one in [code, *codes.ancestors(code)] if codes.level(one) == codes.COUNTY), code)


def _listed(case, on) -> Iterable[tuple[str, str]]:
    for line in rules.value(COURTS, case.area_id, on):
        code, _, name = line.partition(" ")
        if name.strip():
            yield code[:6], name.strip()
