"""The board (指标看板): how the places of a person stand in a period."""

import hashlib
import io

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from governance.access import reach
from governance.areas.models import Area
from governance.files.sniffing import XLSX
from governance.jobs.spreadsheets import write_xlsx
from governance.metrics.board.drawing import View, draw
from governance.metrics.board.forms import BoardForm
from governance.metrics.board.panels import PANELS
from governance.metrics.board.sheets import about, sheet_of
from governance.metrics.opening import opener
from governance.replica.source import reads

VERB = "figure.view"


@reach.holding(VERB)
@require_safe
@reads
def board(request):
    """The board of a place and period; on a wall (`wall=1`) in large type, without anything to click."""
    form = BoardForm(request.GET, today=timezone.localdate())
    if not form.is_valid():
        return render(request, "governance/metrics/board.html", {"form": form, "is_wall": False})
    place = _place(request, form.cleaned_data["place"])
    view = _view(place, form.cleaned_data["period"], request.user)
    drawn = draw(PANELS.values(), view)
    seen = _digest(drawn)
    if request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    query = request.GET.copy()
    query["place"], query["seen"] = place.code, seen
    context = {"form": form, "place": place, "view": view, "drawn": drawn, "is_wall": "wall" in request.GET}
    context |= {"again": f"?{query.urlencode()}", "at": timezone.localtime(), "sheet_query": _of_sheets(query)}
    is_renewal = request.headers.get("HX-Request") and "seen" in request.GET
    return render(request, f"governance/metrics/{'_board' if is_renewal else 'board'}.html", context)


@reach.holding(VERB)
@require_safe
@reads
def panel_sheet(request, key):
    """The figures of one panel of the board, as a spreadsheet."""
    form = BoardForm(request.GET, today=timezone.localdate())
    if key not in PANELS or not form.is_valid():
        raise Http404
    place = _place(request, form.cleaned_data["place"])
    view = _view(place, form.cleaned_data["period"], request.user)
    drawn = draw([PANELS[key]], view)
    if not drawn:
        raise Http404
    book, title = io.BytesIO(), f"{place.name}{view.period.label}{PANELS[key].title}"
    write_xlsx(book, *sheet_of(drawn[0]), about=about(drawn[0], place.name, view))
    name = content_disposition_header(True, f"{title}.xlsx") or ""
    return HttpResponse(book.getvalue(), content_type=XLSX, headers={"Content-Disposition": name})


def _place(request, asked):
    """The place asked for; else the one that the person works at. 404 outside the person's scope."""
    scope = request.user.scope(VERB)
    place = asked or request.place
    if place is None or not scope.covers(place.code):
        place = None if asked else Area.objects.filter(pk=scope.places[0]).first()
    if place is None:
        raise Http404
    return place


def _view(place, period, reader):
    below = Area.objects.children_of(place.code).exclude(valid_to__lte=period.first).exclude(valid_from__gt=period.last)
    return View(place.code, dict(below.values_list("code", "name")), period, timezone.localdate(), opener(reader))


def _of_sheets(query):
    """The board's own question, for its spreadsheets."""
    kept = query.copy()
    for name in ("seen", "wall"):
        kept.pop(name, None)
    return kept.urlencode()


def _digest(drawn):
    return hashlib.blake2b(repr([(one.rows, one.chart) for one in drawn]).encode(), digest_size=8).hexdigest()
