"""The list of cases at risk, that of what was prevented, and the pages that assess danger, report and answer it."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, Sum
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.docket.models import Case
from cases.docket.permissions import can_decide
from cases.docket.states import Procedure
from cases.mediation.pages import case_page, find_case
from cases.risk import actions
from cases.risk.filters import PreventionFilter, RiskFilter, unreported_red, with_review
from cases.risk.forms import AssessForm, PreventionForm, ReportForm, RiskReplyForm
from cases.risk.models import RiskReport
from cases.risk.permissions import can_assess, can_report
from cases.risk.rows import cases_at_risk, preventions_brought, preventions_seen_by
from cases.risk.within import MEETS, awaited_reports
from governance.access import reach
from governance.metrics.declaring import Unit
from governance.pages.acting import act_or_show, find_or_refuse
from governance.pages.listing import Column, list_page
from governance.pages.navigation import tabs

COLUMNS = [
    Column("level", "等级", sort="risk_level"),
    Column("title", "案件"),
    Column("procedure", "状态", sort="procedure"),
    Column("review", "下次复评"),
    Column("reported", "报告公安"),
    Column("host", "主持调解员", sort="host__name"),
    Column("committee", "调委会", sort="area_id"),
]
PREVENTED = (
    Column("confirmed_at", "确认时间", sort="confirmed_at"),
    Column("case", "案件"),
    Column("kind", "防止的事件"),
    Column("people", "涉及人数", sort="people", css="num"),
    Column("account", "确认人"),
    Column("committee", "调委会"),
)
LISTS = (("风险案件", "cases:risks"), ("防止激化", "cases:preventions"))


@reach.holding("case.view")
@require_GET
def risks(request):
    listing = list_page(request, cases_at_risk(request.user), RiskFilter, COLUMNS, sort="-level")
    values = {"listing": listing, "tiles": _tiles(request.user), "today": timezone.localdate()}
    values["tabs"] = tabs(request, LISTS)
    return render(request, "cases/risk/risks.html", values, status=listing.status)


@reach.holding("case.view")
@require_GET
def preventions(request):
    """What mediation prevented, the newest first."""
    rows = preventions_seen_by(request.user)
    listing = list_page(request, rows, PreventionFilter, PREVENTED, sort="-confirmed_at", bring=preventions_brought())
    note = "经调委会主任确认、有依据的，每类事件一行；依据见案件卷宗。"
    values = {"title": "防止激化", "note": note, "listing": listing, "export": "preventions"}
    values |= {"people": None if listing.problems else _people(listing.filters), "tabs": tabs(request, LISTS)}
    return render(request, "cases/risk/preventions.html", values, status=listing.status)


def _people(filters):
    """How many people the rows behind a figure of people concern; None where the list shows another."""
    behind = filters.form.cleaned_data["figure"]
    if behind is None or behind.measure.unit is not Unit.PEOPLE:
        return None
    return filters.qs.order_by().aggregate(sum=Sum("people"))["sum"] or 0


def _tiles(actor):
    seen, today = Case.objects.visible_to(actor).at_risk(), timezone.localdate()
    counts = seen.aggregate(
        red=Count("pk", filter=Q(risk_level=3)),
        orange=Count("pk", filter=Q(risk_level=2)),
        yellow=Count("pk", filter=Q(risk_level=1)),
    )
    counts |= {"unreported": unreported_red(seen).count(), "late": with_review(seen, next_review_on__lt=today).count()}
    rows = (
        ("red", "红色", {"level": 3}, "bad"),
        ("orange", "橙色", {"level": 2}, "warn"),
        ("yellow", "黄色", {"level": 1}, ""),
        ("unreported", "待报告公安", {"reported": "no"}, "bad"),
        ("late", "复评已逾期", {"review": "overdue"}, "warn"),
    )
    home = reverse("cases:risks")
    return [(label, counts[name], f"{home}?{urlencode(query)}", tone) for name, label, query, tone in rows]


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def assess_risk(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := _closed_to(request, case, can_assess, "须由本调委会的调解员、主任或者司法所评估风险。"):
        return refused
    form = AssessForm(request.POST or None, case=case, initial=_now(case))
    assess = partial(actions.assess_risk, case, by=request.user)
    page = case_page(case, "评估风险", "登记评估", done="已登记风险评估。", cancel=_section(case))
    return act_or_show(request, form, lambda version: _section(assess(version=version, **_typed(form)).case), page)


def _now(case):
    current = case.risk_assessments.current().first()
    return {"level": current.level, "signs": current.signs, "forecast": current.forecast} if current else {}


def _typed(form):
    return {**form.cleaned_data, "signs": tuple(form.cleaned_data["signs"])}


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def report_risk(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := _closed_to(request, case, can_report, "须由本调委会的登记人、调解员、主任或者司法所登记。"):
        return refused
    if case.risk_level == 0:
        messages.error(request, "本案没有评估为有风险：请先登记风险评估。")
        return redirect(_section(case))
    awaited = awaited_reports(case)
    initial = {"organ": MEETS[awaited[0].key][0]} if awaited else {}
    form = ReportForm(request.POST or None, case=case, initial=initial)
    report = partial(actions.report_risk, case, by=request.user)
    page = case_page(case, "登记风险报告", "登记报告", done="已登记报告。", cancel=_section(case))
    return act_or_show(request, form, lambda version: _section(report(version=version, **form.cleaned_data).case), page)


@reach.within("cases.RiskReport", "case.register")
@require_http_methods(["GET", "POST"])
def risk_reply(request, pk):
    rows = RiskReport.objects.select_related("case__committee__body", "case__area")
    report = find_or_refuse(rows, request.user, "", pk=pk)
    if not request.user.holds("case.register", report.area_id):
        raise PermissionDenied
    if refused := _closed_to(request, report.case, can_report, "须由本调委会的登记人、调解员、主任或者司法所登记。"):
        return refused
    if report.reply:
        messages.error(request, "这次报告的答复已经登记。")
        return redirect(_section(report.case))
    form = RiskReplyForm(request.POST or None, case=report.case)
    answer = partial(actions.record_risk_reply, report, by=request.user)
    title = f"登记{report.organ_name}的答复"
    page = case_page(report.case, title, "登记", done="已登记答复。", cancel=_section(report.case), version=None)
    return act_or_show(request, form, lambda version: _section(answer(**form.cleaned_data).case), page)


@reach.within("cases.Case", "case.decide")
@require_http_methods(["GET", "POST"])
def confirm_prevention(request, pk):
    case = find_case(request, pk, "case.decide")
    if refused := _closed_to(request, case):
        return refused
    if not can_decide(request.user, case):
        messages.error(request, "须由本调委会主任办理。")
        return redirect(case)
    form = PreventionForm(request.POST or None, case=case, initial={"people": case.people_count or 1})
    confirm = partial(actions.confirm_prevention, case, by=request.user)
    page = case_page(case, "确认防止激化", "确认", done="已确认，计入统计。", cancel=_section(case))
    return act_or_show(
        request, form, lambda version: _section(confirm(version=version, **form.cleaned_data).case), page
    )


def _closed_to(request, case, may=None, whose=""):
    if may and not may(request.user, case):
        messages.error(request, whose)
        return redirect(case)
    if case.voided_at or case.procedure == Procedure.ARCHIVED:
        messages.error(request, "本案案号已作废或者已归档，不再登记风险。")
        return redirect(case)
    return None


def _section(case):
    return f"{case.get_absolute_url()}#risk"
