"""How far an agreement is performed, worked out from its obligations (履行). Pure: no query, no clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cases.agreements.models import Timing
from cases.docket.states import Performance


@dataclass(frozen=True)
class Duty:
    """One thing to do once: an obligation, or one instalment of it. `due_on` None: it runs on without a last day.

    `is_begun`: part of it was done; `is_refused`: who owes it said that they will not.
    """

    due_on: date | None
    performed_on: date | None
    is_begun: bool = False
    is_refused: bool = False

    def is_overdue(self, on: date) -> bool:
        return self.performed_on is None and self.due_on is not None and self.due_on < on


def duties_of(obligations: Iterable) -> Iterator[Duty]:
    """Each instalment stands for itself; an obligation performed as a whole is performed in all its parts.

    What is given up or confirmed takes effect with the agreement: there is nothing to do.
    """
    for one in obligations:
        if one.timing == Timing.AT_EFFECT:
            continue
        parts = list(one.instalments.all())
        is_refused = one.refused_on is not None and one.performed_on is None
        if not parts:
            yield Duty(one.due_on, one.performed_on, one.begun_on is not None, is_refused)
        for part in parts:
            performed_on = part.performed_on or one.performed_on
            yield Duty(part.due_on, performed_on, part.begun_on is not None, is_refused)


def performance_on(duties: Iterable[Duty], on: date, recourse: Performance | None = None) -> Performance:
    """What the performance track says on `on`.

    All done is done, whoever brought it about; else `recourse` (a suit, an enforcement that goes on), else refused,
    else overdue from the day after a last day, else done in part, else begun or not. What runs on without a last day
    (不作为) has begun when the agreement took effect.
    """
    known = list(duties)
    if all(duty.performed_on for duty in known):
        return Performance.DONE
    if recourse:
        return recourse
    if any(duty.is_refused and not duty.performed_on for duty in known):
        return Performance.REFUSED
    if any(duty.is_overdue(on) for duty in known):
        return Performance.OVERDUE
    if any(duty.is_begun and not duty.performed_on for duty in known):
        return Performance.PARTIAL
    if any(duty.performed_on or duty.due_on is None for duty in known):
        return Performance.IN_PROGRESS
    return Performance.NOT_DUE


def last_done_on(duties: Iterable[Duty]) -> date | None:
    """The day on which the last duty was done: what decides the period of "performed" (domain/mediation.md 5.3)."""
    return max((duty.performed_on for duty in duties if duty.performed_on), default=None)
