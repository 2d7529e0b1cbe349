"""Pages of the end of volumes: holds, lists of destruction, approvals."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.archive.disposal import actions, unaccepted
from cases.archive.disposal.filters import DestructionFilter, ItemFilter
from cases.archive.disposal.forms import ApproveForm, HoldForm, ProposeForm, ReasonForm
from cases.archive.disposal.models import Destruction, Hold
from cases.archive.models import Volume
from cases.mediation.pages import case_page
from governance.access import reach
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.listing import Column, list_page

LISTS = (
    Column("list", "清册"),
    Column("area", "区域"),
    Column("state", "状态", sort="state"),
    Column("count", "案卷"),
    Column("proposed", "提出", sort="proposed_at"),
    Column("reason", "销毁理由"),
)
ITEMS = (
    Column("number", "卷号", sort="volume__number"),
    Column("area", "区域"),
    Column("term", "保管期限"),
    Column("kept_until", "保管至", sort="volume__kept_until"),
    Column("outcome", "结果"),
)
HOME = (("案卷", "cases:volumes"), ("销毁清册", "cases:destructions"))


@reach.holding("archive.destroy")
@require_GET
def destructions(request):
    rows = Destruction.objects.visible_to(request.user).for_list().annotate(count=Count("items"))
    listing = list_page(request, rows, DestructionFilter, LISTS, sort="-proposed")
    over = Volume.objects.visible_to(request.user, actions.DESTROYS).to_appraise(timezone.localdate())
    values = {"listing": listing, "over": over.count(), "crumbs": _trail(1)}
    return render(request, "cases/archive/disposal/destructions.html", values, status=listing.status)


@reach.holding("archive.destroy")
@require_http_methods(["GET", "POST"])
def shelve_unaccepted(request):
    """Matters that never became cases and whose term is over: among the volumes that may be destroyed."""
    over = list(unaccepted.term_over(request.user, timezone.localdate()))
    form = ApproveForm(request.POST or None)
    note = f"保管期满的不予受理、移送、作废事项和未转案线索 {len(over)} 件。列入后可以提出清册，仍须两人先后审批。"
    home, done = reverse("cases:destructions"), "已列入：可以提出清册。"
    page = FormPage("整理未受理事项", "列入待销毁", home, _trail(), note, done=done)

    def shelve(version):
        unaccepted.shelve_unaccepted(by=request.user)
        return home

    return act_or_show(request, form, shelve, page)


@reach.holding("archive.destroy")
@require_http_methods(["GET", "POST"])
def propose_destruction(request):
    form = ProposeForm(request.POST or None, by=request.user)
    page = FormPage("提出销毁清册", "提出", reverse("cases:destructions"), _trail(), done="已提出：须由两人先后审批。")
    return act_or_show(request, form, lambda version: actions.propose_destruction(by=request.user, **form.asked), page)


@reach.within("cases.Destruction")
@require_GET
def destruction(request, pk):
    found = find_or_refuse(Destruction.objects.for_list(), request.user, "", pk=pk)
    waits = found.state in ("proposed", "first")
    listing = list_page(request, found.items.select_related("volume__case__area"), ItemFilter, ITEMS)
    values = {
        "destruction": found,
        "listing": listing,
        "held": _held(found) if waits else set(),
        "waits": waits,
        "may_approve": waits and found.first_by_id != request.user.pk,
        "crumbs": _trail(),
    }
    return render(request, "cases/archive/disposal/destruction.html", values, status=listing.status)


@reach.within("cases.Destruction", "archive.destroy")
@require_http_methods(["GET", "POST"])
def approve_destruction(request, pk):
    found = find_or_refuse(Destruction.objects.for_list(), request.user, "archive.destroy", pk=pk)
    if refused := _decided(request, found):
        return refused
    form = ApproveForm(request.POST or None)
    is_second = found.state == "first"
    held = len(_held(found))
    saved = f"；其中 {held} 卷不会销毁：已设置暂缓销毁" if held else ""
    page = FormPage(
        "第二次审批" if is_second else "第一次审批",
        "批准销毁" if is_second else "批准",
        found.get_absolute_url(),
        _trail(),
        f"{found}，{found.items.count()} 卷{saved}",
        done="已批准，正在销毁。" if is_second else "已批准，等待另一人审批。",
        version=found.version,
        danger="批准后清册上的案卷随即销毁，不能恢复。确定批准？" if is_second else "",
    )
    approve = partial(actions.approve_destruction, found, by=request.user)
    return act_or_show(request, form, lambda version: approve(version=version), page)


@reach.within("cases.Destruction", "archive.destroy")
@require_http_methods(["GET", "POST"])
def drop_destruction(request, pk):
    found = find_or_refuse(Destruction.objects.for_list(), request.user, "archive.destroy", pk=pk)
    if refused := _decided(request, found):
        return refused
    form = ReasonForm(request.POST or None)
    page = FormPage(
        "不予销毁", "确定", found.get_absolute_url(), _trail(), str(found), done="已撤下清册。", version=found.version
    )
    drop = partial(actions.drop_destruction, found, by=request.user)
    return act_or_show(request, form, lambda version: drop(version=version, **form.cleaned_data), page)


@reach.within("cases.Volume", "case.archive")
@require_http_methods(["GET", "POST"])
def place_hold(request, pk):
    rows = Volume.objects.select_related("case__committee__body", "case__area")
    found = find_or_refuse(rows, request.user, "", pk=pk)
    if not request.user.holds("case.archive", found.case.area_id):
        raise PermissionDenied
    form = HoldForm(request.POST or None)
    hold = partial(actions.place_hold, found, by=request.user)
    url = found.get_absolute_url()
    page = case_page(found.case, "暂缓销毁", "设置", done="已设置：解除以前不会销毁。", cancel=url, version=None)
    return act_or_show(request, form, lambda version: hold(**form.cleaned_data).volume, page)


@reach.within("cases.Hold")
@require_http_methods(["GET", "POST"])
def lift_hold(request, pk):
    rows = Hold.objects.select_related("volume__case__committee__body", "volume__case__area")
    found = find_or_refuse(rows, request.user, "", pk=pk)
    if found.lifted_at:
        messages.error(request, "已经解除。")
        return redirect(found.volume)
    form = ReasonForm(request.POST or None)
    lift = partial(actions.lift_hold, found, by=request.user)
    url = found.volume.get_absolute_url()
    page = case_page(found.volume.case, "解除暂缓销毁", "解除", done="已解除。", cancel=url, version=None)
    return act_or_show(request, form, lambda version: lift(**form.cleaned_data).volume, page)


def _held(destruction) -> set[int]:
    """Its volumes that a hold keeps as things stand."""
    items = destruction.items.values("volume")
    return set(Hold.objects.standing().filter(volume__in=items).values_list("volume_id", flat=True))


def _decided(request, found):
    if found.state in ("proposed", "first"):
        return None
    messages.error(request, "这份清册已经办结。")
    return redirect(found)


def _trail(count=2):
    return tuple((label, reverse(name)) for label, name in HOME[:count])
