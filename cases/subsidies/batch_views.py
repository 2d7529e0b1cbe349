"""Pages of batches: the list, drawing one up, its claims, approval, the payment list, payment."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.documents.money import capitals
from cases.subsidies import paying
from cases.subsidies.filters import BatchFilter
from cases.subsidies.forms import DrawUpForm, OpinionForm, PayForm, ReasonForm
from cases.subsidies.models import BatchState, SubsidyBatch, SubsidyClaim
from cases.subsidies.permissions import APPROVES
from cases.subsidies.sheets import lines_of, payment_list_pdf
from cases.subsidies.views import download
from cases.subsidies.workbooks import payment_list_xlsx
from governance.access import reach
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.acts import Act
from governance.pages.listing import Column, list_page

COLUMNS = (
    Column("period", "期间", sort="starts_on"),
    Column("area", "区域", sort="area_id"),
    Column("claims", "申报", css="num"),
    Column("gross", "补贴合计（元）", css="num"),
    Column("net", "实发（元）", css="num"),
    Column("state", "状态"),
    Column("voucher", "凭证号"),
    Column("by", "编制"),
)
LISTED = 500  # claims on the page of a batch; all of them are in the list of claims


@reach.holding("subsidy.view")
@require_GET
def subsidy_batches(request):
    rows = SubsidyBatch.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, BatchFilter, COLUMNS, sort="-period")
    waiting = 0
    acts = []
    if request.user.scope(APPROVES):
        waiting = SubsidyClaim.objects.visible_to(request.user, APPROVES).to_batch(timezone.localdate()).count()
        acts = [Act("编制批次", reverse("cases:draw_up_batch"), "plus-lg", is_main=True)]
    values = {"listing": listing, "acts": acts, "waiting": waiting, "crumbs": _trail()[:1]}
    return render(request, "cases/subsidies/batches.html", values, status=listing.status)


@reach.holding(APPROVES)
@require_http_methods(["GET", "POST"])
def draw_up_batch(request):
    form = DrawUpForm(request.POST or None, by=request.user)
    page = FormPage(
        "编制批次", "编制", reverse("cases:subsidy_batches"), _trail(), done="已编制：请核对各件申报后审批。"
    )
    return act_or_show(request, form, lambda version: paying.draw_up_batch(by=request.user, **form.cleaned_data), page)


@reach.within("cases.SubsidyBatch")
@require_GET
def subsidy_batch(request, pk):
    """Its claims, and once approved its payment list with the sum in capitals."""
    batch = _find(request, pk)
    may = request.user.holds(APPROVES, batch.area_id)
    claims = list(batch.claims.for_list().order_by("case__number")[:LISTED])
    undone = set(batch.claims.undone().values_list("pk", flat=True)) if batch.is_drawn_up else set()
    lines = lines_of(batch) if batch.has_list else []
    values = {
        "batch": batch,
        "claims": [(claim, claim.pk in undone) for claim in claims],
        "undone": len(undone),
        "lines": lines,
        "without_card": sum(line.card is None for line in lines),
        "may_open": may and batch.has_list,
        "capitals": f"人民币{capitals(batch.net_amount)}" if batch.has_list else "",
        "crumbs": _trail(),
        "may_approve": may and batch.is_drawn_up and bool(claims),
        "may_drop": may and batch.is_drawn_up,
        "may_pay": may and batch.state == BatchState.APPROVED,
    }
    return render(request, "cases/subsidies/batch.html", values)


@reach.within("cases.SubsidyBatch", APPROVES)
@require_http_methods(["GET", "POST"])
def approve_batch(request, pk):
    batch = _find(request, pk, APPROVES)
    if refused := _not_in(request, batch, BatchState.DRAWN_UP):
        return refused
    form = OpinionForm(request.POST or None)
    approve = partial(paying.approve_batch, batch, by=request.user)
    page = _page(
        batch,
        "审批批次",
        "批准",
        done="已批准：发放清单已生成，请送财务发放。",
        note=f"{batch}：申报 {batch.claim_count} 件，补贴 {batch.claim_total or 0:,.2f} 元。",
        danger="批准后发放清单不再变动。确定批准？",
    )
    return act_or_show(request, form, lambda version: approve(version=version, **form.cleaned_data), page)


@reach.within("cases.SubsidyBatch", APPROVES)
@require_http_methods(["GET", "POST"])
def drop_batch(request, pk):
    batch = _find(request, pk, APPROVES)
    if refused := _not_in(request, batch, BatchState.DRAWN_UP):
        return refused
    form = ReasonForm(request.POST or None)
    drop = partial(paying.drop_batch, batch, by=request.user)
    page = _page(batch, "取消批次", "取消批次", done="已取消：各件申报等待列入其他批次。")
    return act_or_show(request, form, lambda version: drop(version=version, **form.cleaned_data), page)


@reach.within("cases.SubsidyBatch", APPROVES)
@require_http_methods(["GET", "POST"])
def pay_batch(request, pk):
    batch = _find(request, pk, APPROVES)
    if refused := _not_in(request, batch, BatchState.APPROVED):
        return refused
    form = PayForm(request.POST or None)
    pay = partial(paying.pay_batch, batch, by=request.user)
    note = f"{batch}：实发 {batch.net_amount:,.2f} 元。"
    page = _page(batch, "登记发放", "登记", done="已登记发放。", note=note)
    return act_or_show(request, form, lambda version: pay(version=version, **form.cleaned_data), page)


@reach.within("cases.SubsidyBatch")
@require_GET
def payment_list(request, pk, kind):
    """The fixed payment list, for the finance office."""
    batch = _find(request, pk)
    if not batch.has_list:
        messages.error(request, "批次批准以后才有发放清单。")
        return redirect(batch)
    content = payment_list_pdf(batch) if kind == "pdf" else payment_list_xlsx(batch)
    return download(content, f"以案定补发放清单 {batch}", kind)


def _find(request, pk, verb=""):
    return find_or_refuse(SubsidyBatch.objects.for_list(), request.user, verb, pk=pk)


def _not_in(request, batch, state):
    if batch.state == state:
        return None
    messages.error(request, f"这个批次目前“{batch.get_state_display()}”，不能这样办理。")
    return redirect(batch)


def _trail():
    return (("以案定补", reverse("cases:subsidy_claims")), ("补贴批次", reverse("cases:subsidy_batches")))


def _page(batch, title, submit, *, done, **more) -> FormPage:
    trail = (*_trail(), (batch.period, batch.get_absolute_url()))
    values = {"note": str(batch), "version": batch.version, **more}
    return FormPage(title, submit, batch.get_absolute_url(), trail, done=done, **values)
