"""What waits after an agreement: parties to urge, what falls due within days (the work home)."""

from django.urls import reverse
from django.utils import timezone

from cases.docket.due.models import TimeLimit
from cases.docket.states import Performance
from cases.docket.waiting import mine_or_directed
from cases.performance.asking.models import PartyStatement
from cases.performance.track import FOLLOWED, URGE
from governance.pages.waiting import Line, Waiting, waiting


@waiting("待督促履行的案件", verb="case.register", icon="telephone", order=4)
def to_urge(actor, place):
    today = timezone.localdate()
    rows = TimeLimit.objects.running().filter(key=URGE, starts_on__lt=today, case__in=mine_or_directed(actor))
    rows = rows.filter(case__procedure__in=FOLLOWED, case__voided_at=None)
    return Waiting(
        rows.select_related("case").order_by("due_on", "pk"),
        f"{reverse('cases:cases')}?performance={Performance.OVERDUE}",
        lambda row: Line(
            str(row.case), reverse("cases:urge", args=[row.case_id]), f"{row.due_on:%m-%d} 前督促", _tone(row, today)
        ),
    )


@waiting("当事人反馈的履行情况", verb="case.register", icon="send", order=4)
def to_look_into(actor, place):
    said = PartyStatement.objects.unsettled().values("case")
    rows = mine_or_directed(actor).filter(pk__in=said, procedure__in=FOLLOWED, voided_at=None)
    return Waiting(
        rows.order_by("pk"),
        f"{reverse('cases:cases')}?result=10",
        lambda row: Line(str(row), row.get_absolute_url() + "#performance", "请核实", "warn"),
    )


def _tone(row, today):
    return "bad" if row.due_on < today else "warn"
