"""The one place where the mediation asks for time limits, and moves those of its own."""

from datetime import date

from cases.docket import limits
from cases.docket.models import Case
from cases.docket.time_limits import CONCLUDING
from governance.calendars.current import current_calendar

REPLACE = "replace"


def replacement_due(case: Case, asked_on: date) -> date:
    """Begin the time in which the director replaces somebody, and say when it ends; the caller saves the case."""
    limit = limits.begin(case, REPLACE, asked_on)
    limits.set_due(case)
    return limit.due_on


def replaced(case: Case, on: date) -> None:
    """Nobody waits to be replaced any more."""
    limits.running(case).filter(key=REPLACE).update(met_on=on)
    limits.set_due(case)


def drop_replacement(case: Case, on: date) -> None:
    limits.drop(case, REPLACE, on)


def mediation_due(case: Case) -> date:
    """The day by which the mediation is to be concluded. Raises WrongState when no such time runs."""
    return limits.time_to_mediate(case).due_on


def is_over(case: Case, *, on: date) -> bool:
    """Whether the time to mediate ran out before `on`."""
    return limits.running(case).filter(key__in=CONCLUDING, stopped_on__isnull=True, due_on__lt=on).exists()


def rest_day_note(day: date) -> str:
    """What to say of an act on a day of rest: it counts, and may surprise; empty for a working day."""
    calendar = current_calendar()
    if calendar.is_workday(day):
        return ""
    return f"{calendar.why(day)}是休息日，可以调解；通知当事人时请提醒。"
