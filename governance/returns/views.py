"""Pages of tables: the list, one table with its figures, what is found in it, its editions, what moved since."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from governance.access import reach
from governance.areas.models import Area
from governance.pages.acts import Act
from governance.pages.listing import Column, list_page
from governance.returns import permissions
from governance.returns.calendar import calendar_of
from governance.returns.checks import look_at
from governance.returns.declaring import kind_of
from governance.returns.differences import differences
from governance.returns.filters import ReturnFilter
from governance.returns.forms import CalendarForm
from governance.returns.models import Return, ReturnEdition
from governance.returns.printing import printed
from governance.returns.shown import groups_of
from governance.returns.states import UNFILED, State
from governance.returns.workbooks import to_xlsx

VIEW = "return.view"
COLUMNS = (
    Column("period", "期间", sort="starts_on"),
    Column("kind", "报表", sort="kind"),
    Column("area", "填报单位", sort="area_id"),
    Column("basis", "统计口径"),
    Column("due_on", "应报日期", sort="due_on"),
    Column("submitted", "报送时间", sort="first_submitted_at"),
    Column("state", "状态", sort="state"),
)
KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@reach.holding(VIEW)
@require_GET
def returns(request):
    rows = Return.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, ReturnFilter, COLUMNS, sort="-period")
    acts = [Act("应报日历", reverse("returns:calendar"), "calendar3")]
    if request.user.scope(permissions.FILE):
        acts.insert(0, Act("编制报表", reverse("returns:open"), "plus-lg", is_main=True))
    return render(request, "governance/returns/returns.html", {"listing": listing, "acts": acts}, status=listing.status)


@reach.holding(VIEW)
@require_GET
def calendar(request):
    """Who submitted, who is late, who is missing, of the newest periods; a place within the reader's scope."""
    form = CalendarForm(request.GET)
    values = {"form": form, "crumbs": trail()}
    if form.is_valid():
        place = _place(request, form.cleaned_data["place"])
        kind = kind_of(form.cleaned_data["kind"])
        values |= {"place": place, "kind": kind, "calendar": calendar_of(kind, place, today=timezone.localdate())}
    return render(request, "governance/returns/calendar.html", values)


@reach.within("governance.Return")
@require_GET
def table(request, pk):
    """Its newest edition, or the one that `edition` names, with the one act that is next."""
    filed = find(request, pk)
    edition = edition_of(request, filed)
    values = {"filed": filed, "edition": edition, "crumbs": trail(), **_acts(request.user, filed)}
    if edition:
        values["groups"] = groups_of(edition, partial(may_open, request.user, {}))
        values["printed"] = printed(edition)
        values["reviews"] = list(edition.reviews.select_related("reviewed_by"))
        values["is_newest"] = not filed.editions.filter(number__gt=edition.number).exists()
    return render(request, "governance/returns/table.html", values)


@reach.within("governance.Return")
@require_GET
def history(request, pk):
    """Every edition with who filed, reviewed and released it, and the looks of the unit above."""
    filed = find(request, pk)
    editions = filed.editions.with_people().prefetch_related("reviews__reviewed_by", "notes__account")
    values = {"filed": filed, "editions": list(editions.order_by("-number")), "crumbs": trail(filed)}
    return render(request, "governance/returns/history.html", values)


@reach.within("governance.Return")
@require_GET
def moved(request, pk):
    """What the portal says now of a table that left its filer, beside what it says."""
    filed = find(request, pk)
    edition = filed.editions.with_people().exclude(state__in=UNFILED).order_by("-number").first()
    found = differences(edition, today=timezone.localdate()) if edition else []
    may_correct = filed.state == State.RELEASED and permissions.may_file(request.user, filed)
    values = {"filed": filed, "edition": edition, "found": found, "may_correct": may_correct, "crumbs": trail(filed)}
    return render(request, "governance/returns/moved.html", values)


@reach.within("governance.Return")
@require_GET
def file(request, pk, form):
    """An edition in the official layout; what was filed, or a draft that says so."""
    filed = find(request, pk)
    edition = edition_of(request, filed)
    if edition is None:
        messages.error(request, "这份报表还没有生成。")
        return redirect(filed)
    made = printed(edition)
    content = to_xlsx(made) if form == "xlsx" else filed.declared.paper(made)
    answer = HttpResponse(content, content_type=KINDS[form])
    answer["Content-Disposition"] = content_disposition_header(True, f"{filed} 第{edition.number}版.{form}")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def find(request, pk) -> Return:
    return get_object_or_404(Return.objects.visible_to(request.user).for_list(), pk=pk)


def edition_of(request, filed: Return) -> ReturnEdition | None:
    """The edition that the address names; without one the newest, None before there is any."""
    editions = filed.editions.with_people().prefetch_related("rows__fed_by__filed", "rows__area")
    asked = request.GET.get("edition", "")
    if not asked:
        return editions.order_by("-number").first()
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 5):
        raise Http404
    return get_object_or_404(editions, number=int(asked))


def trail(filed: Return | None = None):
    above = (("统计报表", reverse("returns:returns")),)
    return (*above, (str(filed), filed.get_absolute_url())) if filed else above


def may_open(reader, known: dict[str, bool], url: str) -> bool:
    """Whether the page behind a link lets the reader in; the rows there are scoped for themselves."""
    path = url.partition("?")[0]
    if path not in known:
        rule = reach.declared(resolve(path))
        known[path] = rule is not None and rule.admits(reader)
    return known[path]


def _place(request, asked) -> Area:
    scope = request.user.scope(VIEW)
    place = asked or request.place
    if place is None or not scope.covers(place.code):
        place = None if asked else Area.objects.filter(pk=scope.places[0]).first()
    if place is None:
        raise Http404
    return place


def _acts(actor, filed: Return) -> dict:
    """What `actor` may do with it now."""
    files = permissions.may_file(actor, filed)
    last = filed.editions.order_by("-number").first()
    at_filer = filed.state in UNFILED
    found = look_at(last, today=timezone.localdate()) if files and last and last.is_at_filer else []
    return {
        "may_draw": files and at_filer,
        "may_file": files and filed.is_at_filer,
        "open_checks": sum(one.is_open for one in found),
        "may_review": filed.state == State.SUBMITTED and not permissions.refused_review(actor, filed, last),
        "may_take_back": filed.state == State.ACCEPTED and not permissions.refused_review(actor, filed, last),
        "may_release": filed.state == State.ACCEPTED and not permissions.refused_release(actor, filed, last),
        "may_correct": files and filed.state == State.RELEASED,
        "waits_for": _waits_for(actor, filed, last),
    }


def _waits_for(actor, filed: Return, last) -> str:
    """Why somebody who filed it, and reviews or releases others, is not asked to do so."""
    if last is None or last.submitted_by_id != actor.pk:
        return ""
    if filed.state == State.SUBMITTED and actor.holds(permissions.REVIEW, filed.upper_id):
        return permissions.refused_review(actor, filed, last)
    if filed.state == State.ACCEPTED and actor.holds(permissions.RELEASE, filed.area_id):
        return permissions.refused_release(actor, filed, last)
    return ""
