"""The rows of the lists of return visits: those that were made or tried, and those that fell or fall due.

`…_seen_by` says which they are, `…_brought` brings what a page of them shows, in a fixed number of queries.
"""

from cases.docket.due.models import TimeLimit
from cases.visits.models import ReturnVisit

WAITING_FIRST = ("-met_on", "due_on")  # who was not visited, the longest overdue first; then the visited, newest first


def visits_seen_by(actor):
    """That somebody was visited, and what they said of it in one word; what was told stays in the file."""
    return ReturnVisit.objects.known_to(actor).standing()


def visits_brought():
    rows = ReturnVisit.objects.select_related("case__committee__body", "party", "account")
    return rows.defer("situation", "measures")


def due_seen_by(actor):
    return TimeLimit.objects.visible_to(actor).of_visits()


def due_brought():
    return TimeLimit.objects.select_related("case__committee__body", "case__host").defer("derivation")
