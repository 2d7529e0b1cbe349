"""Pages of changes: the list, one act, registering one in steps, withdrawing one that has not begun."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from governance.access import reach
from governance.api.idempotency import once
from governance.areas.changes.actions import attach_document, register_change, withdraw_change
from governance.areas.changes.checks import next_free_codes
from governance.areas.changes.consequences import pointing_at
from governance.areas.changes.filters import AreaChangeFilter
from governance.areas.changes.forms import PART_FIELDS, PART_TITLES, ChangeForm, DocumentForm, PartFormSet, WithdrawForm
from governance.areas.changes.models import AreaChange, ChangeKind
from governance.areas.changes.plans import plan_of
from governance.areas.codes import COMMITTEE
from governance.areas.models import Area
from governance.errors import RuleError
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.acts import Act
from governance.pages.forms import add_refusal
from governance.pages.listing import Column, list_page

COLUMNS = (
    Column("document", "文号", sort="document_no"),
    Column("kind", "类型", sort="kind"),
    Column("what", "变更"),
    Column("effective", "生效日期", sort="effective_on"),
    Column("state", "状态"),
)
KIND_NOTES = {
    ChangeKind.SET_UP: "新设居（村）委会或街道（镇）",
    ChangeKind.SPLIT: "一个居（村）委会分成几个",
    ChangeKind.MERGE: "几个居（村）委会合成一个",
    ChangeKind.CONVERT: "村改居等，原区域换用新代码",
    ChangeKind.BOUNDARY: "一部分划入相邻的居（村）委会",
    ChangeKind.RENAME: "只改名称，代码不变",
    ChangeKind.REVOKE: "撤销，可以并入现有区域",
}
TRAIL = (("区域变更", "/place-changes/"),)


@reach.holding("place.view")
@require_GET
def changes(request):
    rows = AreaChange.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, AreaChangeFilter, COLUMNS, sort="-effective")
    acts = [Act("登记变更", reverse("changes:choose_kind"), icon="plus-lg", is_main=True)]
    may_change = bool(request.user.scope("place.change"))
    values = {
        "title": "区域变更",
        "listing": listing,
        "export": "area_changes",
        "acts": acts if may_change else [],
        "today": timezone.localdate(),
    }
    return render(request, "governance/changes/changes.html", values, status=listing.status)


@reach.within("governance.AreaChange")
@require_GET
def change(request, pk):
    """One act: what it did or will do, and what still stands under the places that it ended."""
    found = find_or_refuse(AreaChange.objects.for_list(), request.user, "", pk=pk)
    today = timezone.localdate()
    may_withdraw = found.withdrawn_at is None and found.effective_on > today
    values = {
        "change": found,
        "today": today,
        "left": _left(request, found),
        "may_attach": found.withdrawn_at is None and request.user.holds("place.change", found.area_id),
        "may_withdraw": may_withdraw and _holds_everywhere(request, found),
    }
    return render(request, "governance/changes/change.html", values)


@reach.holding("place.change")
@require_GET
def choose_kind(request):
    kinds = [(kind, KIND_NOTES[kind]) for kind in ChangeKind]
    return render(request, "governance/changes/choose_kind.html", {"kinds": kinds, "trail": TRAIL})


@reach.holding("place.change")
@require_http_methods(["GET", "POST"])
def register(request, kind):
    """Register an act: fill in, look at what it would do, confirm."""
    if kind not in ChangeKind.values:
        raise Http404
    kind = ChangeKind(kind)
    form = ChangeForm(request.POST or None, kind=kind, initial=_begins(request))
    rows = _rows(request, kind)
    step = request.POST.get("step", "")
    if request.method == "POST" and step not in ("more", "edit") and _are_valid(form, rows):
        try:
            if step == "confirm":
                to = once(request, lambda: _registered(request, form, rows).get_absolute_url())
                messages.success(request, "变更已登记。")
                return redirect(to)
            return render(request, "governance/changes/preview.html", _previewed(request, form, rows))
        except RuleError as refusal:
            add_refusal(form, refusal)
    status = 422 if request.method == "POST" and step not in ("more", "edit") else 200
    return render(request, "governance/changes/register.html", _framed(form, rows), status=status)


@reach.within("governance.AreaChange", "place.change")
@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    found = find_or_refuse(AreaChange.objects.for_list(), request.user, "place.change", pk=pk)
    url = found.get_absolute_url()
    form = WithdrawForm(request.POST or None)
    note = f"{found}，{found.effective_on:%Y-%m-%d} 生效"
    danger = "确定撤回？拟设的区域随之取消。"
    page = FormPage("撤回变更", "撤回", url, (*TRAIL, (str(found), url)), note, "已撤回。", found.version, danger)
    act = partial(withdraw_change, found, today=timezone.localdate(), by=request.user)
    return act_or_show(request, form, lambda version: act(version=version, **form.cleaned_data), page)


@reach.within("governance.AreaChange", "place.change")
@require_http_methods(["GET", "POST"])
def attach(request, pk):
    """Keep the scanned approval with the act."""
    found = find_or_refuse(AreaChange.objects.for_list(), request.user, "place.change", pk=pk)
    url = found.get_absolute_url()
    form = DocumentForm(request.POST or None, request.FILES or None)
    page = FormPage(
        "上传批准文件", "上传", url, (*TRAIL, (str(found), url)), str(found), version=found.version, multipart=True
    )

    def act(version):
        return attach_document(found, upload=form.cleaned_data["file"], by=request.user, version=version)

    return act_or_show(request, form, act, page)


def _begins(request):
    today = timezone.localdate()
    return {"source": request.GET.get("source", ""), "approved_on": today, "effective_on": today}


def _rows(request, kind):
    """The formset of parts, one row longer when that was asked for; None for kinds without parts."""
    if kind not in PART_FIELDS:
        return None
    data = request.POST.copy() if request.method == "POST" else None
    if data and data.get("step") == "more" and data.get("parts-TOTAL_FORMS", "").isdecimal():
        data["parts-TOTAL_FORMS"] = str(min(int(data["parts-TOTAL_FORMS"]) + 1, 30))
    return PartFormSet(data, prefix="parts", form_kwargs={"kind": kind})


def _are_valid(form, rows):
    checked = [form.is_valid(), rows is None or rows.is_valid()]
    return all(checked)


def _parts(form, rows):
    filled = [each.cleaned_data for each in rows if each.has_changed()] if rows else []
    return form.parts(filled)


def _registered(request, form, rows):
    parts = _parts(form, rows)
    plan_of(form.kind, parts)
    return register_change(
        kind=form.kind, parts=parts, approval=form.approval(parts), today=timezone.localdate(), by=request.user
    )


def _previewed(request, form, rows):
    """What the act would do: it is done, looked at, and rolled back."""
    with transaction.atomic():
        done = AreaChange.objects.for_list().get(pk=_registered(request, form, rows).pk)
        items = list(done.items.all())
        transaction.set_rollback(True)
    sources = [item.from_area_id for item in items if item.from_area_id]
    left = pointing_at(sources, done.effective_on) if form.kind != ChangeKind.RENAME else []
    return {**_framed(form, rows), "change": done, "items": items, "left": left, "today": timezone.localdate()}


def _left(request, change):
    """What still stands under the places that the act ended, where the reader maintains or oversees them."""
    kept = {item.to_code for item in change.items.all()}
    ended = {item.from_area_id for item in change.items.all() if item.from_area_id} - kept
    reached = [code for code in ended if request.user.holds("place.edit", code)]
    return pointing_at(reached, change.effective_on) if reached and not change.withdrawn_at else []


def _holds_everywhere(request, change):
    touched = {change.area_id, *(item.from_area_id for item in change.items.all() if item.from_area_id)}
    return all(request.user.holds("place.change", code) for code in touched)


def _framed(form, rows):
    hints = _free_codes(form)
    return {
        "form": form,
        "rows": rows,
        "kind": form.kind,
        "parts_title": PART_TITLES.get(form.kind, ""),
        "trail": (*TRAIL, ("选择类型", "/place-changes/new/")),
        "hints": hints,
    }


def _free_codes(form):
    """Codes that are free beside the source, for kinds that need new ones."""
    value = form["source"].value() if "source" in form.fields and form.kind in ("split", "convert") else ""
    if not value or not Area.objects.filter(pk=value, level=COMMITTEE).exists():
        return []
    return next_free_codes(value, 4)
