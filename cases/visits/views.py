"""The lists of return visits, and the page that records one and leads on to what it found."""

from functools import partial

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.mediation.pages import case_page, find_case
from cases.performance.pages import refused_following
from cases.visits.actions import record_visit
from cases.visits.filters import DueVisitFilter, VisitFilter
from cases.visits.forms import VisitForm
from cases.visits.leading import left_to_others, next_after
from cases.visits.rows import WAITING_FIRST, due_brought, due_seen_by, visits_brought, visits_seen_by
from governance.access import reach
from governance.pages.acting import act_or_show
from governance.pages.listing import Column, list_page
from governance.pages.navigation import tabs

VISITS = (
    Column("visited_at", "回访时间", sort="visited_at"),
    Column("case", "案件"),
    Column("party", "被回访人"),
    Column("reached", "是否联系上"),
    Column("satisfaction", "满意度"),
    Column("performance", "履行情况"),
    Column("account", "回访人"),
    Column("committee", "调委会"),
)
DUE = (
    Column("due_on", "到期日", sort="due_on"),
    Column("case", "案件"),
    Column("key", "事项"),
    Column("met_on", "回访日"),
    Column("state", "回访情况", sort=",".join(WAITING_FIRST)),
    Column("host", "主持调解员"),
    Column("committee", "调委会"),
)
LISTS = (("应回访", "cases:visits_due"), ("回访记录", "cases:visits"))


@reach.holding("case.view")
@require_GET
def visits(request):
    """Visits as they were made or tried, the newest first."""
    rows = visits_seen_by(request.user)
    listing = list_page(request, rows, VisitFilter, VISITS, sort="-visited_at", bring=visits_brought())
    note = "每次回访一行，没有联系上的也列。回访中说了什么，见案件卷宗。"
    values = {"title": "回访记录", "note": note, "listing": listing, "export": "visits"}
    values["tabs"] = tabs(request, LISTS)
    return render(request, "cases/visits/visits.html", values, status=listing.status)


@reach.holding("case.view")
@require_GET
def visits_due(request):
    """By when somebody was or is to be visited, and whether that was done."""
    listing = list_page(request, due_seen_by(request.user), DueVisitFilter, DUE, sort="state", bring=due_brought())
    note = "未回访的在前，逾期最久的最先。一件案件可有几次应回访；在案件页登记回访后，这里随之记为已回访。"
    values = {"title": "应回访", "note": note, "listing": listing, "export": "visits_due"}
    values |= {"today": timezone.localdate(), "tabs": tabs(request, LISTS)}
    return render(request, "cases/visits/due.html", values, status=listing.status)


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def visit(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := refused_following(request, case, "follow"):
        return refused
    visited = case.visits.made().values("party")
    waiting = case.parties.standing().exclude(pk__in=visited).order_by("side", "seq").first()
    form = VisitForm(request.POST or None, case=case, initial={"party": waiting.pk if waiting else None})
    keep = partial(record_visit, case, by=request.user)
    page = case_page(case, "登记回访", "登记回访", done="已登记回访。")

    def lead_on(version):
        made = keep(version=version, **form.cleaned_data)
        for said in left_to_others(made, request.user):
            messages.warning(request, said)
        return next_after(made, request.user)

    return act_or_show(request, form, lead_on, page)
