"""What holds a step back beyond the table: features say why a case may not take it now.

@guard("T20", "T21")
def no_open_risk(case, step):
    return "…" if case.risk_level > 1 else ""
"""

from collections.abc import Callable

from cases.docket.states import TRANSITIONS
from governance.errors import WrongState

_guards: list[tuple[frozenset[str], Callable]] = []


def guard(*codes: str):
    """Declare `ask(case, code) -> sentence` for these steps of TRANSITIONS (all, if none are named); "" lets pass."""

    def declare(ask):
        _guards.append((frozenset(codes or TRANSITIONS), ask))
        return ask

    return declare


def held_back(case, code: str) -> list[str]:
    """The sentences of all that hold step `code` back now, for a page to show before anybody tries."""
    return [said for codes, ask in _guards if code in codes and (said := ask(case, code))]


def require_free(case, code: str) -> None:
    """Raise WrongState with the first of them."""
    for said in held_back(case, code):
        raise WrongState(said)
