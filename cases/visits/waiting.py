"""What waits to be visited, due within a week or late (the work home)."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from cases.docket.due.models import TimeLimit
from cases.docket.time_limits import VISITS
from cases.docket.waiting import mine_or_directed
from cases.performance.track import FOLLOWED
from governance.pages.waiting import Line, Waiting, waiting

SOON = timedelta(days=7)


@waiting("待回访的案件", verb="case.register", icon="house-door", order=6)
def to_visit(actor, place):
    today = timezone.localdate()
    rows = TimeLimit.objects.running().filter(key__in=VISITS, due_on__lte=today + SOON)
    rows = rows.filter(
        case__in=mine_or_directed(actor), case__procedure__in=FOLLOWED, case__voided_at=None
    ).select_related("case")
    return Waiting(
        rows.order_by("due_on", "pk"),
        f"{reverse('cases:cases')}?result=10",
        lambda row: Line(
            str(row.case),
            reverse("cases:visit", args=[row.case_id]),
            f"{row.due_on:%m-%d} 前回访",
            "bad" if row.due_on < today else "warn",
        ),
    )
