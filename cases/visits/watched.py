"""New in the lists of return visits: made or tried; begun, met, come to their day."""

from cases.docket.due.models import TimeLimit
from cases.docket.watched import of_cases
from cases.visits.filters import DueVisitFilter, VisitFilter
from cases.visits.models import ReturnVisit
from cases.visits.rows import due_seen_by, visits_seen_by
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import any_of, day_came, written

watched("cases:visits", filterset=VisitFilter, rows=visits_seen_by, stirred=written(ReturnVisit, "recorded_at"))
watched(
    "cases:visits_due",
    filterset=DueVisitFilter,
    rows=due_seen_by,
    stirred=any_of(of_cases(TimeLimit), day_came(TimeLimit, "due_on", ahead=(-1, 0))),
)
