"""Which court is competent (民事诉讼法 第二百零五条; domain/mediation.md 1.5), proposed by rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.confirmation.rules import COURTS
from cases.docket.codes import Source
from cases.docket.models import Case
from cases.intake.models import CourtMode, Direction, Organ
from governance import rules
from governance.areas import codes
from governance.areas.models import Area

INVITED, DOMICILE, OBJECT, COMMITTEE = "invited", "domicile", "object", "committee"
GROUNDS = {
    INVITED: "邀请调解的法院",
    DOMICILE: "当事人住所地",
    OBJECT: "标的物所在地",
    COMMITTEE: "调解组织所在地",
}


@dataclass(frozen=True)
class Court:
    """One court with why it is competent; `is_known`: an administrator entered it, else it was guessed by its place."""

    name: str
    grounds: tuple[str, ...]
    is_known: bool = True

    @property
    def why(self) -> str:
        said = "、".join(GROUNDS[ground] for ground in self.grounds)
        return said if self.is_known else f"{said}；按区划名称推定，请核对"


def courts_for(case: Case, *, on: date) -> list[Court]:
    """The courts that may confirm: the one that invited the mediation, else those of the places that count.

    Where an intermediate court has jurisdiction over the dispute, the parties name it themselves.
    """
    letter = inviting_letter(case)
    if letter is not None:
        return [Court(letter.organ_name, (INVITED,))]
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
    if case.committee.court:
        yield COMMITTEE, case.committee.court, True
    else:
        places.append((COMMITTEE, case.area_id))
    counties = {code: _county(code) for _, code in places}
    names = dict(Area.objects.filter(pk__in=set(counties.values())).values_list("pk", "name"))
    for ground, code in places:
        county = counties[code]
        known = listed.get(county[:6])
        if known or county in names:
            yield ground, known or f"{names[county]}人民法院", bool(known)


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
