"""Who may not mediate a dispute (domain/mediation.md 2.5). Pure: who somebody is and is tied to in, findings out.

People and organisations are told apart by keys: anything that stands for one of them alone (its row, its number's
digest, its credit code). Two that share a key are the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.mediation.models import TieKind

BLOCKING_TIES = {TieKind.KIN, TieKind.HOUSEHOLD, TieKind.AGENT}


@dataclass(frozen=True)
class Conflict:
    """A finding, as a sentence for the director. What does not block asks to be looked into first."""

    code: str
    is_blocking: bool
    sentence: str


@dataclass(frozen=True)
class Concerned:
    """A party to the dispute or somebody who spoke for one, now or in an earlier case that this one goes on from."""

    name: str
    role: str
    keys: frozenset[str]
    address: str = ""
    is_organisation: bool = False


@dataclass(frozen=True)
class Tie:
    kind: str
    keys: frozenset[str]


@dataclass(frozen=True)
class Candidate:
    """Somebody to be assigned. No `keys`: who the account is was never told. `stood_aside`: asked to in this case."""

    name: str
    keys: frozenset[str] = frozenset()
    address: str = ""
    ties: tuple[Tie, ...] = ()
    stood_aside: bool = False
    was_host: bool = False
    barred: str = ""  # the status of who is suspended, left or was removed
    term_over_on: date | None = None


def conflicts_of(candidate: Candidate, concerned: Iterable[Concerned]) -> list[Conflict]:
    """All findings, those that block first."""
    found = list(_from_this_case(candidate))
    for other in concerned:
        found += _between(candidate, other)
    return sorted(found, key=lambda conflict: not conflict.is_blocking)


def _from_this_case(candidate):
    if candidate.barred:
        said = f"{candidate.name}的调解员登记为“{candidate.barred}”，不能指派。"
        yield Conflict("standing", True, said)
    if candidate.term_over_on:
        said = f"{candidate.name}的调解员任期已于 {candidate.term_over_on} 届满，请核实是否续聘。"
        yield Conflict("term", False, said)
    if candidate.stood_aside:
        yield Conflict("stood_aside", True, f"{candidate.name}已在本案回避，不能再参加本案调解。")
    if candidate.was_host:
        yield Conflict("was_host", True, f"{candidate.name}在本案已被更换，不能再主持本案。")


def _between(candidate, other):
    if candidate.keys & other.keys:
        return [Conflict("same", True, f"{candidate.name}是本案{other.role}，不能调解本案。")]
    found = [_of_tie(candidate, tie, other) for tie in candidate.ties if tie.keys & other.keys]
    if candidate.address and candidate.address == other.address:
        said = f"{candidate.name}与{other.role}{other.name}登记的住址相同，请核实是否同住。"
        found.append(Conflict("address", False, said))
    if not candidate.keys and not other.is_organisation and candidate.name == other.name:
        said = f"{candidate.name}与{other.role}同名，且尚未登记本人身份，请核实是否同一人。"
        found.append(Conflict("same_name", False, said))
    return found


def _of_tie(candidate, tie, other):
    what = {
        TieKind.KIN: f"{candidate.name}申报与{other.role}{other.name}是近亲属，不能调解本案。",
        TieKind.HOUSEHOLD: f"{candidate.name}申报与{other.role}{other.name}同住，不能调解本案。",
        TieKind.AGENT: f"{candidate.name}申报曾任{other.role}{other.name}的代理人，不能调解本案。",
        TieKind.EMPLOYER: f"{candidate.name}在{other.role}{other.name}任职，请核实各方当事人是否接受。",
    }
    return Conflict(str(tie.kind), tie.kind in BLOCKING_TIES, what[TieKind(tie.kind)])


def founder_conflict(founder: Concerned, parties: Iterable[Concerned]) -> Conflict | None:
    """The committee whose own founder is a party does not mediate it: the street's committee does."""
    for party in parties:
        if party.is_organisation and founder.keys & party.keys:
            said = f"设立本调委会的{party.name}是本案当事人：请移交街道（镇）人民调解委员会调解。"
            return Conflict("founder", True, said)
    return None
