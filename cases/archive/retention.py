"""How long a volume is kept (保管期限, domain/mediation.md 3.3): by what the case was, never by a clerk's choice alone.

Pure: facts and years in, a term and a date out.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from cases.archive.contents import Outcome

HOUSE_OR_LAND = ("D03", "D07", "D08")


class Term(TextChoices):
    PERMANENT = "permanent", "永久"
    LONG = "long", "长期"
    SHORT = "short", "短期"


@dataclass(frozen=True)
class Facts:
    """What decides: a death in it, the people involved, its type, a court's ruling, how it ended."""

    outcome: Outcome
    people: int
    dispute_type: str
    is_confirmed: bool
    has_death: bool


def reasons_to_keep(facts: Facts, *, people_from: int) -> list[str]:
    """Why a volume is kept for good; empty when it is not."""
    found = (
        (facts.has_death, "涉及死亡"),
        (facts.people >= people_from, f"涉及 {people_from} 人以上"),
        (facts.dispute_type in HOUSE_OR_LAND, "涉及土地、房屋"),
        (facts.is_confirmed, "经司法确认"),
    )
    return [reason for holds, reason in found if holds]


def term_of(facts: Facts, *, people_from: int) -> Term:
    if reasons_to_keep(facts, people_from=people_from):
        return Term.PERMANENT
    return Term.LONG if facts.outcome == Outcome.WRITTEN else Term.SHORT


def kept_until(closed_on: date, years: int | None) -> date | None:
    """The last day of the term: counted from the first of January after the closing. None: for good."""
    return date(closed_on.year + years, 12, 31) if years else None
