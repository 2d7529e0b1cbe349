"""How far an agreement is performed, worked out from its obligations (履行). Pure: no query, no clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cases.agreements.models import Timing
from cases.docket.states import Performance


@dataclass(frozen=True)
class Duty:
    """One thing to do once: an obligation, or one instalment of it. `due_on` None: it runs on without a last day."""

    due_on: date | None
    performed_on: date | None

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
        if not parts:
            yield Duty(one.due_on, one.performed_on)
        for part in parts:
            yield Duty(part.due_on, part.performed_on or one.performed_on)


def performance_on(duties: Iterable[Duty], on: date) -> Performance:
    """What the performance track says on `on`: done, overdue from the day after a last day, else whether it began.

    What runs on without a last day (不作为) has begun when the agreement took effect.
    """
    known = list(duties)
    if all(duty.performed_on for duty in known):
        return Performance.DONE
    if any(duty.is_overdue(on) for duty in known):
        return Performance.OVERDUE
    if any(duty.performed_on or duty.due_on is None for duty in known):
        return Performance.IN_PROGRESS
    return Performance.NOT_DUE
