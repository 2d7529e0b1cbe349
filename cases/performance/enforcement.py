"""Until when a confirmed agreement may be enforced: two years from the last day to perform (民事诉讼法 第二百五十条).

Each function works on a case that the caller has locked, and leaves saving the case itself to the caller.
"""

from collections.abc import Iterable
from datetime import date

from cases.agreements.models import Obligation
from cases.docket import limits
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.docket.states import Confirmation

ENFORCE = "enforce"


def last_day_of(obligation: Obligation) -> date | None:
    """The last day to perform it, of instalments that of the last one; None where it runs on."""
    parts = [part.due_on for part in obligation.instalments.all()]
    return max(parts) if parts else obligation.due_on


def counts_from(obligations: Iterable[Obligation], on: date) -> date | None:
    """The first last day that passed before `on` with the obligation not performed: from it the two years run."""
    ended = [last_day_of(one) for one in obligations if one.performed_on is None]
    return min((day for day in ended if day and day < on), default=None)


def follow_enforcement(case: Case, obligations: Iterable[Obligation], on: date) -> None:
    """Begin, move or drop the time to ask for enforcement of an agreement that a court confirmed."""
    if case.confirmation != Confirmation.CONFIRMED:
        return
    since = counts_from(obligations, on)
    standing = limits.running(case).filter(key=ENFORCE).first()
    if since is None and standing:
        limits.drop(case, ENFORCE, on)
    elif since and (standing is None or standing.starts_on != since) and not _asked(case):
        limits.begin(case, ENFORCE, since)


def time_to_enforce(case: Case) -> TimeLimit | None:
    """What runs now; None where nothing does."""
    return limits.running(case).filter(key=ENFORCE).first()


def meet_enforcement(case: Case, on: date) -> None:
    limits.running(case).filter(key=ENFORCE).update(met_on=on)


def _asked(case: Case) -> bool:
    """Whether a party asks a court for enforcement now: then its time is kept."""
    return any(one.kind == "enforcement" for one in case.recourses.going_on())
