"""调解员负荷: who carries how much, for directors and the offices above."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.mediation.loads.filters import LoadFilter
from cases.mediation.loads.rows import loads_seen_by
from governance.access import reach
from governance.pages.listing import Column, list_page

COLUMNS = (
    Column("name", "姓名", sort="account__name"),
    Column("area", "调委会所在区域", sort="area_id"),
    Column("open", "在办", sort="open", css="num"),
    Column("weight", "按难易折合", sort="weight", css="num"),
    Column("overdue", "逾期", sort="overdue", css="num"),
    Column("soon", "3 天内到期", sort="soon", css="num"),
    Column("away", "请假"),
)


@reach.holding("posting.view")
@require_GET
def loads(request):
    on = timezone.localdate()
    listing = list_page(request, loads_seen_by(request.user, on), LoadFilter, COLUMNS, sort="-weight")
    values = {
        "title": "调解员负荷",
        "note": "只数在办的主持和协办；折合件数是指派参考的依据，由谁承办仍由调委会主任决定。",
        "listing": listing,
        "today": on,
        "export": "mediator_loads",
    }
    return render(request, "cases/mediation/loads/loads.html", values, status=listing.status)
