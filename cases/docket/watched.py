"""Which cases may newly match a saved filter: those in which something was done, and those whose day came."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from cases.docket.events.models import CaseEvent
from cases.docket.filters import CaseFilter
from cases.docket.models import Case
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import Stirred

AHEAD = (-1, 0, 3, 7)  # a filter by time limit takes a case in when it is over, today, 3 or 7 days away


def stirred(since: datetime, until: datetime) -> set[int]:
    """Cases with an event recorded in that time, or with a time limit that came nearer by a step of the filters."""
    recorded = CaseEvent.objects.filter(recorded_at__gte=since, recorded_at__lte=until)
    found = set(recorded.order_by().values_list("case_id", flat=True).distinct())
    for days in AHEAD:
        first, last = (timezone.localdate(moment) + timedelta(days=days) for moment in (since, until))
        if first < last:
            found |= set(Case.objects.filter(due_on__gt=first, due_on__lte=last).values_list("pk", flat=True))
    return found


def of_cases(model: type[models.Model], to_case: str = "case") -> Stirred:
    """Rows of `model` of cases in which something was done, or whose day came."""

    def stirred_rows(since, until):
        rows = model._default_manager.filter(**{f"{to_case}__in": stirred(since, until)})
        return set(rows.order_by().values_list("pk", flat=True))

    return stirred_rows


watched(
    "cases:cases",
    filterset=CaseFilter,
    rows=lambda actor: Case.objects.visible_to(actor),
    stirred=stirred,
    private=("text", "party"),
    by_actor=True,
)
