"""Lists of places: bring one, look at what differs, apply it or set it aside."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access import reach, stepup
from governance.areas.changes.consequences import pointing_at
from governance.areas.loads import actions
from governance.areas.loads.forms import BringForm
from governance.areas.loads.models import AreaLoad, AreaLoadChange
from governance.areas.models import Area
from governance.errors import Invalid, RuleError, Stale
from governance.pages.forms import add_refusal, typed_version

PAGE = 50
MOST_ENDING = 2_000  # ending places whose records are counted
Kind = AreaLoadChange.Kind


@reach.holding("place.load")
@require_GET
def loads(request):
    """All lists that were brought, newest first."""
    rows = AreaLoad.objects.visible_to(request.user).for_list()
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    return render(request, "governance/areas/loads/loads.html", {"page": page})


@reach.holding("place.load")
@require_http_methods(["GET", "POST"])
def bring(request):
    """Upload a list; a job compares it."""
    places = Area.objects.filter(pk__in=request.user.scope("place.load").places).order_by("level", "code")
    form = BringForm(request.POST or None, request.FILES or None, places=places)
    if form.is_valid():
        values = form.cleaned_data
        try:
            load = actions.bring_list(
                values["file"], by=request.user, area=values["area"], effective_on=values["effective_on"]
            )
        except RuleError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect(load)
    return render(request, "governance/areas/loads/bring.html", {"form": form}, status=422 if form.is_bound else 200)


@reach.within("governance.AreaLoad")
@require_GET
def load(request, pk):
    """What a list would change: counts, and the rows of one kind, paged."""
    return _show(request, _found(request, pk))


@reach.within("governance.AreaLoad", "place.load")
@require_POST
def compare(request, pk):
    return _act(request, pk, actions.compare_again)


@reach.within("governance.AreaLoad", "place.load")
@stepup.required
@require_POST
def apply(request, pk):
    return _act(request, pk, actions.request_apply)


@reach.within("governance.AreaLoad", "place.load")
@require_POST
def discard(request, pk):
    return _act(request, pk, actions.discard_load, "已放弃，没有改动任何区域。")


def _found(request, pk):
    return get_object_or_404(AreaLoad.objects.visible_to(request.user).for_list(), pk=pk)


def _act(request, pk, action, done=""):
    found = _found(request, pk)
    try:
        action(found, by=request.user, version=typed_version(request))
    except Stale as stale:
        return _show(request, _found(request, pk), stale)
    except RuleError as refusal:
        return _show(request, _found(request, pk), refusal)
    if done:
        messages.success(request, done)
    return redirect(found)


def _show(request, found, refusal=None):
    kind = _kind(request, found)
    rows = found.changes.filter(kind=kind).order_by("code")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    tabs = [(f"{each.label} {found.counts.get(each, 0):,}", f"?kind={each}", each == kind) for each in Kind]
    ending = found.changes.filter(kind__in=[Kind.GONE, Kind.MOVED]).values_list("old_code", flat=True)
    values = {
        "load": found,
        "kind": kind,
        "tabs": tabs,
        "page": page,
        "pointing": pointing_at(list(ending[:MOST_ENDING]), timezone.localdate()) if found.is_compared else [],
        "refusal": refusal,
    }
    return render(request, "governance/areas/loads/load.html", values, status=refusal.status if refusal else 200)


def _kind(request, found):
    asked = request.GET.get("kind")
    if asked and asked not in Kind.values:
        raise Invalid("没有这种差异。", field="kind")
    return asked or next((kind for kind in Kind.values if found.counts.get(kind)), Kind.NEW)
