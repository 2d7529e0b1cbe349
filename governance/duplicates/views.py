"""Suspected duplicates: the list, and one pair side by side to decide on."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from governance.access import reach
from governance.duplicates.actions import can_decide, decide_duplicate
from governance.duplicates.filters import SuspicionFilter
from governance.duplicates.forms import DecideForm
from governance.duplicates.models import DuplicateSuspicion
from governance.errors import RuleError, Stale
from governance.pages.forms import add_refusal
from governance.pages.listing import Column, list_page
from governance.pages.waiting import Line, Waiting, waiting
from governance.persons.models import Person
from governance.persons.views import typed_version

COLUMNS = [
    Column("earlier", "先登记", sort="earlier__pinyin"),
    Column("later", "后登记", sort="later__pinyin"),
    Column("noticed_at", "发现时间", sort="noticed_at"),
    Column("verdict", "结论", sort="verdict"),
]


@waiting("疑似重复登记的人员", verb="person.register", icon="layers", order=40)
def open_suspicions(actor, place):
    found = DuplicateSuspicion.objects.visible_to(actor, "person.register").open().for_list().order_by("noticed_at")
    return Waiting(found, url=f"{reverse('duplicates:suspicions')}?verdict=open", line=_line)


def _line(suspicion):
    places = dict.fromkeys((suspicion.earlier.area.name, suspicion.later.area.name))
    return Line(
        f"{suspicion.earlier.name}、{suspicion.later.name}", suspicion.get_absolute_url(), note="、".join(places)
    )


@reach.holding("person.register")
@require_GET
def suspicions(request):
    rows = DuplicateSuspicion.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, SuspicionFilter, COLUMNS, sort="-noticed_at")
    return render(request, "governance/duplicates/suspicions.html", {"listing": listing}, status=listing.status)


@reach.within("governance.DuplicateSuspicion")
@require_http_methods(["GET", "POST"])
def suspicion(request, pk):
    found = get_object_or_404(DuplicateSuspicion.objects.visible_to(request.user).for_list(), pk=pk)
    form = DecideForm(request.POST or None)
    status = 200
    if form.is_bound:
        status = 422
        try:
            if form.is_valid():
                version = typed_version(request)
                decide_duplicate(found, by=request.user, version=version, **form.cleaned_data)
                messages.success(request, "已记录结论。")
                return redirect(found)
        except Stale as refusal:
            found.refresh_from_db()
            status = refusal.status
            form.add_error(None, refusal.message)
        except RuleError as refusal:
            status = refusal.status
            add_refusal(form, refusal)
    pair = Person.objects.visible_to(request.user).for_list().in_bulk([found.earlier_id, found.later_id])
    context = {
        "suspicion": found,
        "pair": [("先登记", pair[found.earlier_id]), ("后登记", pair[found.later_id])],
        "may_decide": found.is_open and can_decide(request.user, found),
        "form": form,
    }
    return render(request, "governance/duplicates/suspicion.html", context, status=status)
