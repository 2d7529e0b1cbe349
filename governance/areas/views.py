"""Places: the tree, finding one, and a place's own page, today or as of a day."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from governance.access import reach
from governance.areas import codes
from governance.areas.history import events_of, predecessors_of, successors_of
from governance.areas.models import Area
from governance.areas.ranges import around
from governance.areas.search import find_places
from governance.areas.sections import sections_of
from governance.errors import Invalid
from governance.pages.place import own_places

SHOWN = 50  # hits on the page of places
SUGGESTED = 12


class DayForm(forms.Form):
    """As of which day a page answers; nothing asked is today."""

    on = forms.DateField(label="截至日期", required=False, error_messages={"invalid": "日期应写作 2026-03-01。"})


@dataclass(frozen=True)
class AsOf:
    """The day of an answer. `asked` is what links carry on: None when the page speaks of today."""

    day: date
    asked: date | None
    form: DayForm

    @property
    def suffix(self) -> str:
        return f"?{urlencode({'on': self.asked})}" if self.asked else ""


def as_of(request) -> AsOf:
    """Raises Invalid for what is no date."""
    form = DayForm(request.GET)
    if not form.is_valid():
        raise Invalid(" ".join(form.errors["on"]), field="on")
    asked = form.cleaned_data["on"]
    return AsOf(asked or timezone.localdate(), asked, form)


@reach.signed_in
@require_GET
def tree(request):
    """The provinces, or with `q` the places found; with htmx, the #places section alone."""
    on = as_of(request)
    text = request.GET.get("q", "").strip()
    values = {"on": on, "text": text, "own": own_places(request.user)}
    if text:
        values |= _found(request, text, on)
    else:
        values["children"] = _children(codes.ROOT, on.day)
    template = "_places.html" if request.htmx else "tree.html"
    return render(request, f"governance/areas/{template}", values)


@reach.signed_in
@require_GET
def place(request, code):
    """One place: where it lies, what it is called, what lies below, what happened to it, and its sections."""
    on = as_of(request)
    area = get_object_or_404(Area.objects.named_on(on.day), pk=code)
    may_view = request.user.holds("place.view", area.pk)
    values = {
        "area": area,
        "on": on,
        "path": _path(area, on),
        "children": _children(area.pk, on.day) if area.level < codes.COMMITTEE else [],
        "is_valid": area.is_valid_on(on.day),
        "successors": successors_of(area, on.day),
        "predecessors": predecessors_of(area, on.day),
        "events": events_of(area, request.user),
        "sections": sections_of(area, request.user, on.day),
        "may_view": may_view,
    }
    return render(request, "governance/areas/place.html", values)


@reach.signed_in
@require_GET
def suggest(request):
    """Places for a text as it is typed: JSON for the place picker, else the list as a fragment."""
    on = as_of(request)
    text = request.GET.get("q", "")
    found = find_places(
        text,
        near=around(own_places(request.user)),
        within=_within(request),
        level=_level(request),
        limit=SUGGESTED,
        on=on.asked,
    )
    if request.accepts("text/html") and "json" not in request.headers.get("Accept", ""):
        return render(request, "governance/areas/_suggestions.html", {"found": found, "text": text, "on": on})
    results = [
        {"code": each.code, "name": each.name, "level": each.level, "kind": each.kind_name, "path": " ".join(each.path)}
        for each in found
    ]
    return JsonResponse({"results": results}, json_dumps_params={"ensure_ascii": False})


def _found(request, text, on):
    near = around(own_places(request.user))
    found = find_places(text, near=near, within=_within(request), limit=SHOWN + 1, on=on.asked)
    return {"found": found[:SHOWN], "more": len(found) > SHOWN}


def _children(code, day):
    return Area.objects.children_of(code).on(day).named_on(day).with_number_below(day)


def _path(area, on):
    """(label, url) of the places above, country first."""
    above = Area.objects.filter(pk__in=codes.ancestors(area.pk)).named_on(on.day).order_by("level")
    country = ("全国", f"{reverse('areas:tree')}{on.suffix}")
    return [country, *((each.name_then, f"{each.get_absolute_url()}{on.suffix}") for each in above if each.level)]


def _within(request):
    code = request.GET.get("within", "")
    if code and not codes.is_code(code):
        raise Invalid("within 应为 12 位区划代码。", field="within")
    return code


def _level(request):
    text = request.GET.get("level", "")
    if text and text not in {str(level) for level in range(codes.PROVINCE, codes.COMMITTEE + 1)}:
        raise Invalid("level 应为 1 至 5。", field="level")
    return int(text) if text else None
