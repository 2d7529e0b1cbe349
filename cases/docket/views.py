"""The list of cases (street staff's board and a mediator's own), and the page of a case."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from cases.docket.filters import CaseFilter
from cases.docket.life import life_of
from cases.docket.models import Case
from cases.docket.page import acts_for, sections_of
from cases.docket.permissions import can_read_file
from cases.docket.states import IMPORTED, INSTEAD, UNNUMBERED, Performance, Procedure
from cases.docket.sums import total_of
from governance.access import reach
from governance.errors import RuleError
from governance.lookup.actions import seek
from governance.lookup.numbers import is_private_number
from governance.pages.listing import Column, list_page

COLUMNS = [
    Column("number", "案号", sort="accepted_at,number"),
    Column("title", "案件"),
    Column("dispute_type", "类型", sort="dispute_type"),
    Column("procedure", "状态", sort="procedure"),
    Column("due_on", "期限", sort="due_on"),
    Column("host", "主持调解员", sort="host__name"),
    Column("committee", "调委会", sort="area_id"),
    Column("received_at", "收到", sort="received_at"),
]
SOON = timedelta(days=3)
BULK = (("case.decide", "assign", "指派"), ("case.remind", "remind", "催办"))  # what may be done to ticked cases
LONGEST = 200  # characters of a filter that travel on in the address


@reach.holding("case.view")
@require_GET
def cases(request):
    rows = Case.objects.visible_to(request.user)
    listing = list_page(request, rows, CaseFilter, COLUMNS, sort="-received_at", bring=Case.objects.for_list())
    values = {
        "listing": listing,
        "tiles": _tiles(request.user),
        "total": None if listing.problems else total_of(listing.filters),
        "today": timezone.localdate(),
        "may_register": bool(request.user.scope("case.register")),
        "bulk_kinds": [(kind, label) for verb, kind, label in BULK if request.user.scope(verb)],
    }
    return render(request, "cases/docket/cases.html", values, status=listing.status)


@reach.holding("case.view")
@sensitive_post_parameters()
@require_POST
def find(request):
    """What was typed into the filters of the list: a full number becomes a token, and the list is filtered by it."""
    typed = {name: value for name, value in request.POST.items() if value.strip() and name != "csrfmiddlewaretoken"}
    query = {name: value if name == "holder" else value[:LONGEST] for name, value in typed.items()}
    for field in ("text", "party"):
        if is_private_number(query.get(field, "")):
            try:
                holder = seek(query.pop(field), by=request.user, on=timezone.localdate())
            except RuleError as refusal:
                messages.error(request, refusal.message)
            else:
                query |= {"holder": holder.token}
    return redirect(f"{reverse('cases:cases')}?{urlencode(query)}")


def _tiles(actor):
    """What the board says first: how many are late, soon due, waiting; each leads to those cases."""
    today = timezone.localdate()
    seen = Case.objects.visible_to(actor)
    counts = seen.followed().aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        soon=Count("pk", filter=Q(due_on__gte=today, due_on__lte=today + SOON)),
        waiting=Count("pk", filter=Q(procedure__in=UNNUMBERED)),
        unassigned=Count("pk", filter=Q(procedure=Procedure.ACCEPTED)),
        mediating=Count("pk", filter=Q(procedure=Procedure.MEDIATING)),
    )
    counts |= {"risk": seen.open().at_risk(2).count(), "unperformed": seen.unperformed().count()}
    rows = (
        ("overdue", "已逾期", {"late": "overdue"}, "bad"),
        ("soon", "3 天内到期", {"late": "3"}, "warn"),
        ("waiting", "待受理", {"procedure": "unaccepted"}, ""),
        ("unassigned", "待指派", {"procedure": "accepted"}, ""),
        ("mediating", "调解中", {"procedure": "mediating"}, ""),
        ("risk", "橙色以上风险", {"procedure": "open", "risk": "high"}, "bad"),
        ("unperformed", "履行逾期", {"procedure": "unarchived", "performance": Performance.OVERDUE.value}, "bad"),
    )
    home = reverse("cases:cases")
    return [(label, counts[name], f"{home}?{urlencode(query)}", tone) for name, label, query, tone in rows]


@reach.within("cases.Case")
@require_GET
def case(request, pk):
    """Who, what, where it stands, what is next and by when; the file beneath."""
    found = get_object_or_404(Case.objects.visible_to(request.user).for_page(), pk=pk)
    values = {
        "case": found,
        "next": IMPORTED if found.is_imported else INSTEAD.get(found.procedure, ""),
        "acts": acts_for(found, request.user),
        "sections": sections_of(found, request.user),
        "life": life_of(found, reads_file=can_read_file(request.user, found)),
        "today": timezone.localdate(),
    }
    return render(request, "cases/docket/case.html", values)
