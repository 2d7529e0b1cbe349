"""Windows for judicial confirmation that close within ten days (the work home)."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from cases.confirmation.actions import KEY
from cases.docket.due.models import TimeLimit
from cases.docket.waiting import mine_or_directed
from cases.performance.track import FOLLOWED
from governance.pages.waiting import Line, Waiting, waiting

SOON = timedelta(days=10)  # from day 20 of the thirty


@waiting("可共同申请司法确认的案件", verb="case.register", icon="bank", order=7)
def to_confirm(actor, place):
    today = timezone.localdate()
    rows = TimeLimit.objects.running().filter(key=KEY, due_on__range=(today, today + SOON))
    rows = rows.filter(case__in=mine_or_directed(actor), case__procedure__in=FOLLOWED, case__voided_at=None)
    return Waiting(
        rows.select_related("case").order_by("due_on", "pk"),
        f"{reverse('cases:cases')}?confirmation=eligible",
        lambda row: Line(
            str(row.case),
            reverse("cases:apply_confirmation", args=[row.case_id]),
            f"{row.due_on:%m-%d} 前申请",
            "warn",
        ),
    )
