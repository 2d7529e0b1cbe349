"""The auditor's pages. Reading the trail is itself recorded, with the filters that were used."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from governance.access import reach, stepup
from governance.areas import codes
from governance.audit.actions import erase_details
from governance.audit.forms import EraseForm
from governance.audit.history import changes_of, describe, details_of
from governance.audit.models import TrailEntry, TrailHead, TrailSeal
from governance.audit.pages import trail_page
from governance.audit.trail import record
from governance.audit.verbs import label
from governance.errors import RuleError
from governance.pages.forms import add_refusal


@reach.holding("trail.view")
@require_GET
def entries(request):
    """What was done in my scope, newest first."""
    page = trail_page(request, TrailEntry.objects.visible_to(request.user).for_list())
    if not page.problems:
        note_reading(request.user, request.GET.urlencode())
    for entry in page.rows:
        entry.described = describe(entry)
    return render(request, "governance/audit/entries.html", {"listing": page}, status=page.status)


@reach.within("governance.TrailEntry")
@require_GET
def entry(request, pk):
    return render(request, "governance/audit/entry.html", _entry_page(request, pk, EraseForm()))


@reach.within("governance.TrailEntry", "trail.erase")
@require_POST
def erase(request, pk):
    """Remove the texts of an entry: by administrators, who say again who they are and give a reason."""
    found = get_object_or_404(TrailEntry.objects.visible_to(request.user), pk=pk)
    if not request.user.holds("trail.erase", found.area_id):
        raise PermissionDenied
    return _erase(request, found)


@stepup.required
def _erase(request, found):
    form = EraseForm(request.POST)
    if form.is_valid():
        try:
            erase_details(found, by=request.user, reason=form.cleaned_data["reason"])
            return redirect("audit:entry", found.pk)
        except RuleError as refusal:
            add_refusal(form, refusal)
    return render(request, "governance/audit/entry.html", _entry_page(request, found.pk, form), status=422)


@transaction.atomic
def note_reading(actor, query):
    """The place of a reading is the widest that the reader reaches."""
    widest = min(actor.scope("trail.view").places, key=codes.level)
    record("trail.read", actor, by=actor, area=widest, query=query)


def _entry_page(request, pk, form):
    found = get_object_or_404(TrailEntry.objects.visible_to(request.user).for_list(), pk=pk)
    with transaction.atomic():
        record("trail.entry_read", found, by=request.user)
    seal = TrailSeal.objects.filter(entry_id=found.pk).first()
    body = found.detail.body if hasattr(found, "detail") else None
    return {
        "entry": found,
        "title": label(found.verb),
        "crumbs": [("操作留痕", reverse("audit:entries"))],
        "facts": _facts(found, seal),
        "body": details_of(found),
        "changes": changes_of(found),
        "is_erased": body is None,
        "may_erase": body is not None and request.user.holds("trail.erase", found.area_id),
        "form": form,
        "head": TrailHead.objects.filter(pk=1).first(),
    }


def _facts(found, seal):
    return [
        ("编号", found.pk),
        ("操作人", found.actor_name),
        ("任职", str(found.posting) if found.posting else "—"),
        ("对象", f"{found.subject_label} {found.subject_id}"),
        ("区域", f"{found.area.name}（{found.area_id}）"),
        ("发生时间", _time(found.happened_at)),
        ("记录时间", _time(found.recorded_at)),
        ("来源地址", found.origin),
        ("请求编号", found.request_id),
        ("封印", f"第 {seal.position} 号，{_time(seal.sealed_at)}" if seal else "待封印"),
        ("封印摘要", seal.digest if seal else ""),
    ]


def _time(at):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
