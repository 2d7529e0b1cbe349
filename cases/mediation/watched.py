"""New in the lists of mediators and their loads: who came, left, is away, or whose cases moved."""

from datetime import datetime

from django.utils import timezone

from cases.docket.watched import stirred as stirred_cases
from cases.mediation.loads.filters import LoadFilter
from cases.mediation.loads.rows import loads_seen_by
from cases.mediation.mediators.filters import MediatorFilter
from cases.mediation.mediators.rows import mediators_seen_by
from cases.mediation.models import Assignment
from governance.notices.absences.models import Absence
from governance.people.models import Posting
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import acted_on, any_of, day_came


def carriers(since: datetime, until: datetime) -> set[int]:
    """Postings of who mediates cases in which something was done, or whose time limit came nearer."""
    accounts = Assignment.objects.filter(case__in=stirred_cases(since, until)).values("account")
    return set(Posting.objects.filter(account__in=accounts).order_by().values_list("pk", flat=True))


def absent(since: datetime, until: datetime) -> set[int]:
    """Postings of who is away from a day, or back on a day, that came."""
    gone = Absence.objects.filter(pk__in=day_came(Absence, "starts_on", "ends_on")(since, until))
    return set(Posting.objects.filter(account__in=gone.values("account")).order_by().values_list("pk", flat=True))


IN_OFFICE = any_of(acted_on(Posting), day_came(Posting, "starts_on", "ends_on"))

watched("cases:mediators", filterset=MediatorFilter, rows=mediators_seen_by, stirred=IN_OFFICE)
watched(
    "cases:mediator_loads",
    filterset=LoadFilter,
    rows=lambda actor: loads_seen_by(actor, timezone.localdate()),
    stirred=any_of(IN_OFFICE, carriers, absent),
)
