"""Whose number is known: the court and the subsidy ask for it, a mediation need not (domain/mediation.md 6.1)."""

from cases.docket.models import Case
from cases.parties.models import Party


def unidentified(case: Case) -> list[Party]:
    """Standing parties that are people and of whom no identity paper is entered, in the order of their sides."""
    people = case.parties.standing().filter(person__isnull=False, person__identifiers__isnull=True)
    return list(people.order_by("side", "seq").distinct())
