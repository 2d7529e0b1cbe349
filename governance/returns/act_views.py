"""Pages on which something is done with a table."""

from decimal import Decimal
from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import reach
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.forms import PageForm
from governance.returns import actions, permissions, reviewing
from governance.returns.checks import look_at
from governance.returns.forms import ExplainForm, KeyedForm, OpenForm, ReasonForm, ReleaseForm, ReviewForm, SubmitForm
from governance.returns.missing import missing_under
from governance.returns.models import Return
from governance.returns.states import State
from governance.returns.views import trail

GET_POST = ["GET", "POST"]


@reach.holding(permissions.FILE)
@require_http_methods(GET_POST)
def open_return(request):
    form = OpenForm(request.POST or None, initial={"area": request.place})
    page = FormPage("编制报表", "继续", reverse("returns:returns"), trail(), done="已建立：请生成报表。")
    return act_or_show(request, form, lambda version: actions.open_return(by=request.user, **_opened(form)), page)


def _opened(form):
    return {name: form.cleaned_data[name] for name in ("kind", "area", "period", "basis")}


@reach.within("governance.Return", permissions.FILE)
@require_http_methods(GET_POST)
def draw_up(request, pk):
    filed = _find(request, pk, permissions.FILE)
    act = partial(actions.draw_up, filed, by=request.user)
    note = "从本系统和下级已审核的报表取数，保留已填报的数据；与上次取数不同的逐项列出。"
    page = _page(filed, "生成报表", "取数", done="已取数。", note=note)
    return act_or_show(request, PageForm(request.POST or None), lambda version: act(version=version), page)


@reach.within("governance.Return", permissions.FILE)
@require_http_methods(GET_POST)
def key_in(request, pk):
    filed = _find(request, pk, permissions.FILE)
    edition = filed.editions.order_by("-number").first()
    own = edition.rows.filter(is_own=True).first() if edition else None
    initial = {code: Decimal(text) for code, text in own.keyed.items()} if own else {}
    form = KeyedForm(request.POST or None, kind=filed.declared, initial=initial)
    act = partial(actions.key_in, filed, by=request.user)
    note = "本系统没有的数据由填报单位填写；没有发生的填 0。下级单位的数由其报表汇入。"
    page = _page(filed, "填报数据", "保存", note=note)
    return act_or_show(request, form, lambda version: act(version=version, values=form.cleaned_data), page)


@reach.within("governance.Return", permissions.FILE)
@require_http_methods(GET_POST)
def checks(request, pk):
    """What is found, with room for a word on each warning."""
    filed = _find(request, pk, permissions.FILE)
    edition = filed.editions.order_by("-number").first()
    found = look_at(edition, today=timezone.localdate()) if edition and edition.is_at_filer else []
    form = ExplainForm(request.POST or None, found=[one for one in found if not one.is_error])
    told = [(one, None if one.is_error else form[f"text_{one.code}"]) for one in found]
    act = partial(actions.explain, filed, by=request.user)

    def save(version):
        act(version=version, texts=form.texts)
        return reverse("returns:checks", args=[filed.pk])

    more = {"filed": filed, "edition": edition, "found": told, "left": sum(one.is_open for one in found)}
    page = _page(filed, "核对", "保存说明", template="governance/returns/checks.html", more=more)
    return act_or_show(request, form, save, page)


@reach.within("governance.Return", permissions.FILE)
@require_http_methods(GET_POST)
def submit(request, pk):
    filed = _find(request, pk, permissions.FILE)
    form = SubmitForm(request.POST or None)
    act = partial(actions.submit, filed, by=request.user)
    to = "区司法局审核发布" if filed.is_highest else f"{filed.upper.name}审核"
    note = f"报送后交{to}，退回以前不能修改。填表人为{request.user.name}。"
    page = _page(filed, "报送报表", "报送", done="已报送。", note=note)
    return act_or_show(request, form, lambda version: act(version=version, **form.cleaned_data), page)


@reach.within("governance.Return", permissions.REVIEW)
@require_http_methods(GET_POST)
def review(request, pk):
    filed = _find(request, pk, permissions.REVIEW)
    form = ReviewForm(request.POST or None)
    act = partial(reviewing.review, filed, by=request.user)
    page = _page(filed, "审核报表", "提交", done="已审核。", note=str(filed))
    return act_or_show(request, form, lambda version: act(version=version, **form.cleaned_data), page)


@reach.within("governance.Return", permissions.RELEASE)
@require_http_methods(GET_POST)
def release(request, pk):
    filed = _find(request, pk, permissions.RELEASE)
    edition = filed.editions.filter(state=State.ACCEPTED).first()
    if edition is None:
        messages.error(request, "没有审核通过、等待发布的版次。")
        return redirect(filed)
    missing = missing_under(edition)
    form = ReleaseForm(request.POST or None, missing=missing)
    act = partial(reviewing.release, filed, by=request.user)
    note = "发布后这一版的数据不再变动；所汇总的下级报表一并发布。以后的更正另出新版。"
    page = _page(
        filed,
        "发布报表",
        "发布",
        done="已发布。",
        note=note,
        danger=f"确定发布{filed}？发布后不能撤回。",
        template="governance/returns/release.html",
        more={"missing": missing},
    )
    return act_or_show(request, form, lambda version: act(version=version, **form.cleaned_data), page)


@reach.within("governance.Return", permissions.FILE)
@require_http_methods(GET_POST)
def correct(request, pk):
    filed = _find(request, pk, permissions.FILE)
    form = ReasonForm(request.POST or None)
    act = partial(actions.begin_correction, filed, by=request.user)
    note = "按现在的数据另编一版，经报送、审核、发布后生效；原来的版次保留可查。"
    page = _page(filed, "更正报表", "开始更正", done="已按现在的数据编制更正版。", note=note)
    return act_or_show(request, form, lambda version: act(version=version, **form.cleaned_data), page)


def _find(request, pk, verb) -> Return:
    return find_or_refuse(Return.objects.for_list(), request.user, verb, pk=pk)


def _page(filed: Return, title, submit, **more) -> FormPage:
    return FormPage(title, submit, filed.get_absolute_url(), trail(filed), version=filed.version, **more)
