"""From the ticked cases to what became of each: choose, say, confirm, watch, look at the results."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.bulk import actions
from cases.bulk.doing import figures
from cases.bulk.filters import BulkActFilter, BulkRowFilter
from cases.bulk.foreseeing import by_reason, refusals
from cases.bulk.forms import AssignManyForm, HandOverForm
from cases.bulk.models import BulkAct, BulkKind, BulkRow
from cases.docket.filters import CaseFilter
from cases.docket.models import Case
from cases.mediation.loads.queries import advice_at
from cases.mediation.models import Assignment
from cases.reminding.forms import RemindForm
from governance.access import reach
from governance.errors import Invalid, RuleError
from governance.jobs.actions import cancel_job
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.listing import Column, list_page
from governance.people.models import Account

ROW_COLUMNS = (
    Column("seq", "序号", sort="seq", css="num"),
    Column("case", "案件"),
    Column("account", "接办人", sort="account__name"),
    Column("state", "结果", sort="state"),
    Column("answer", "说明"),
)
ACT_COLUMNS = (
    Column("kind", "办理", sort="kind"),
    Column("chosen", "选定时间", sort="chosen_at"),
    Column("all", "案件", css="num"),
    Column("done", "已办理", css="num"),
    Column("refused", "未办成", css="num"),
    Column("state", "状态"),
)
SHOWN = 20  # cases listed before the start


@reach.holding("case.view")
@require_GET
def bulk_acts(request):
    """My bulk acts, newest first."""
    rows = BulkAct.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, BulkActFilter, ACT_COLUMNS, sort="-chosen")
    values = {"title": "批量办理", "note": "在案件名单上勾选案件，再选办理事项。", "listing": listing}
    values["export"] = "bulk_acts"
    return render(request, "cases/bulk/bulk_acts.html", values, status=listing.status)


@reach.holding("case.view")
@require_POST
def begin(request):
    """The cases that were ticked in the list, or with `all` those that its filter finds, and what is to be done."""
    query = QueryDict(request.POST.get("query", ""))
    try:
        rows = _filtered(request.user, query) if request.POST.get("all") else _ticked(request)
        act = actions.choose_cases(request.POST.get("kind", ""), by=request.user, rows=rows)
    except RuleError as refusal:
        messages.error(request, refusal.message)
        return redirect(f"{reverse('cases:cases')}?{query.urlencode()}")
    return redirect("cases:prepare_bulk", act.pk)


def _ticked(request):
    keys = [int(key) for key in request.POST.getlist("case") if key.isascii() and key.isdecimal() and len(key) < 18]
    return Case.objects.visible_to(request.user).filter(pk__in=keys)


def _filtered(actor, query):
    filters = CaseFilter(query, Case.objects.visible_to(actor), actor=actor)
    if not filters.is_valid():
        raise Invalid("名单的筛选条件有误，请重新筛选。")
    return filters.qs


@reach.within("cases.BulkAct")
@require_http_methods(["GET", "POST"])
def prepare(request, pk):
    """Say who mediates, or what the holders are reminded of."""
    act = _find(request, pk)
    if act.is_started or act.kind == BulkKind.HAND_OVER:
        return redirect(act)
    return _prepare_assignment(request, act) if act.kind == BulkKind.ASSIGN else _prepare_reminder(request, act)


def _prepare_assignment(request, act):
    places = _own_places(request.user)
    form = AssignManyForm(request.POST or None, places=places)
    say = partial(actions.say_assignment, act, by=request.user)
    page = _say_page(act, advice=[one for place in places for one in advice_at(place, on=timezone.localdate())])
    return act_or_show(request, form, lambda version: say(**form.cleaned_data), page)


def _prepare_reminder(request, act):
    form = RemindForm(request.POST or None)
    say = partial(actions.say_reminder, act, by=request.user)
    return act_or_show(request, form, lambda version: say(**form.cleaned_data), _say_page(act))


def _say_page(act, **more):
    note = f"已选 {act.rows.count():,} 件案件。下一步先核对，再开始办理。"
    around = {"note": note, "done": "请核对后开始。", "template": "cases/bulk/prepare.html", "more": more}
    return FormPage(str(act), "下一步：核对", reverse("cases:cases"), _trail(), **around)


@reach.within("governance.Account", "case.decide")
@require_http_methods(["GET", "POST"])
def hand_over(request, pk):
    """All that a leaving mediator carries, to one or several others; conflicts are looked for in each case."""
    leaver = find_or_refuse(Account.objects.all(), request.user, "case.decide", pk=pk)
    places = _own_places(request.user)
    rows = Assignment.objects.of_open_cases().filter(account=leaver, case__area_id__in=places)
    rows = rows.select_related("case__committee__body").order_by("case__due_on", "pk")
    if not rows.exists():
        messages.error(request, "没有需要移交的在办案件。")
        return redirect("cases:mediator", leaver.pk)
    form = HandOverForm(request.POST or None, assignments=rows, places=places, without=leaver.pk)

    @transaction.atomic
    def say(_version):
        values = dict(form.cleaned_data)
        act = actions.choose_leaver(leaver, by=request.user, assignments=values.pop("cases"))
        return actions.say_hand_over(act, by=request.user, **values)

    home = reverse("cases:mediator", args=[leaver.pk])
    trail = (("调解员", reverse("cases:mediators")), (leaver.name, home))
    without = [leaver.pk]
    advice = [one for place in places for one in advice_at(place, on=timezone.localdate(), without=without)]
    more = {"template": "cases/bulk/prepare.html", "more": {"advice": advice}}
    page = FormPage("移交在办案件", "下一步：核对", home, trail, note=leaver.name, done="请核对后开始。", **more)
    return act_or_show(request, form, say, page)


@reach.within("cases.BulkAct")
@require_GET
def bulk_act(request, pk):
    """Before the start what would be done and refused; after it how far it is, and what became of each case."""
    act = _find(request, pk)
    if not act.values:
        return redirect("cases:prepare_bulk", act.pk)
    if not act.is_started:
        return render(request, "cases/bulk/confirm.html", _to_confirm(request, act))
    rows = BulkRow.objects.visible_to(request.user).filter(act=act).for_list()
    columns = [column for column in ROW_COLUMNS if act.kind != BulkKind.REMIND or column.name != "account"]
    listing = list_page(request, rows, BulkRowFilter, columns, sort="seq")
    asked = request.GET.copy()
    asked["act"] = act.pk
    values = {"act": act, "listing": listing, "export_query": asked.urlencode(), **_progress(act)}
    return render(request, "cases/bulk/bulk_act.html", values, status=listing.status)


@reach.within("cases.BulkAct")
@require_GET
def progress(request, pk):
    """The #bulk-progress section; it fetches itself until the run ends, then the page comes anew with its results."""
    act = _find(request, pk)
    if not act.is_running:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "cases/bulk/_progress.html", {"act": act, **_progress(act)})


@reach.within("cases.BulkAct")
@require_POST
def start(request, pk):
    """Begin, or go on with what is left."""
    return _answer(request, pk, lambda act: actions.start_bulk(act, by=request.user))


@reach.within("cases.BulkAct")
@require_POST
def stop(request, pk):
    """What is done stays done; what is left waits."""

    def cancel(act):
        if act.job is None:
            raise Invalid("还没有开始办理。")
        cancel_job(act.job, by=request.user)

    return _answer(request, pk, cancel)


def _answer(request, pk, do):
    act = _find(request, pk)
    try:
        do(act)
    except RuleError as refusal:
        messages.error(request, refusal.message)
    return redirect(act)


def _find(request, pk):
    return get_object_or_404(BulkAct.objects.visible_to(request.user).select_related("job", "leaver"), pk=pk)


def _to_confirm(request, act):
    refused = refusals(act, by=request.user)
    to_do = act.rows.exclude(pk__in=refused)
    shares = to_do.filter(account__isnull=False).values_list("account__name").order_by("account__name")
    return {
        "act": act,
        "count": act.rows.count(),
        "foreseen": by_reason(refused),
        "refused": len(refused),
        "shares": shares.annotate(Count("pk")),
        "unshared": to_do.filter(account__isnull=True).count() if act.kind != BulkKind.REMIND else 0,
        "rows": [(row, refused.get(row.pk, "")) for row in act.rows.for_list()[:SHOWN]],
        "trail": _trail(),
    }


def _progress(act):
    shown = figures(act)
    done = sum(count for label, count in shown if label != "未办理")
    total = sum(count for _, count in shown)
    return {"figures": shown, "done": done, "total": total, "left": total - done, "trail": _trail()}


def _own_places(actor):
    held = (posting.area_id for posting in actor.postings_today if "case.decide" in actor.verbs_of(posting))
    return list(dict.fromkeys(held))


def _trail():
    return (("案件", reverse("cases:cases")), ("批量办理", reverse("cases:bulk_acts")))
