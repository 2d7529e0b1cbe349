"""Pages of the closing report, and of a case that is taken up again."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from cases.closing import actions
from cases.closing.forms import ApproveClosingForm, ProposeClosingForm, ReopenForm, ReturnClosingForm
from cases.closing.models import ClosingReport, ReportState
from cases.closing.routes import is_open_ended
from cases.docket.guards import held_back
from cases.mediation.pages import case_page, find_case, refused_step
from governance.access import reach
from governance.pages.acting import act_or_show, find_or_refuse


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def propose_closing(request, pk):
    """The page says what still holds the case open before anybody writes."""
    case = find_case(request, pk, "case.register")
    if refused := refused_step(request, case, "T20", who="conduct"):
        return refused
    if held := held_back(case, "T20"):
        messages.error(request, held[0])
        return redirect(_section(case))
    if case.closing_reports.proposed().exists():
        messages.info(request, "本案已有一份结案报告待主任审批。")
        return redirect(_section(case))
    open_ended = is_open_ended(case)
    form = ProposeClosingForm(request.POST or None, case=case, is_open_ended=open_ended, initial=_drafted(case))
    propose = partial(actions.propose_closing, case, by=request.user)
    page = case_page(case, "结案报告", "提交主任审批", done="已提交：由调委会主任审批。", cancel=_section(case))
    return act_or_show(
        request, form, lambda version: _section(propose(version=version, **form.cleaned_data).case), page
    )


def _drafted(case):
    """What the case itself says of its course."""
    said = f"{case.result_on:%Y年%-m月%-d日}{case.get_result_display()}" if case.result_on else ""
    performed = f"，协议{case.get_performance_display()}" if case.performance != "na" else ""
    return {"brief": f"{said}{performed}。" if said else "", "opinion": "事实清楚，程序合法，建议结案。"}


@reach.within("cases.ClosingReport", "case.decide")
@require_http_methods(["GET", "POST"])
def approve_closing(request, pk):
    report = _find(request, pk)
    if refused := _not_waiting(request, report) or refused_step(request, report.case, "T20"):
        return refused
    form = ApproveClosingForm(request.POST or None, case=report.case)
    approve = partial(actions.approve_closing, report, by=request.user)
    page = case_page(
        report.case, "批准结案", "批准", done="已结案：请在归档期限内整理案卷。", cancel=_section(report.case)
    )
    return act_or_show(request, form, lambda version: approve(version=version, **form.cleaned_data), page)


@reach.within("cases.ClosingReport", "case.decide")
@require_http_methods(["GET", "POST"])
def return_closing(request, pk):
    report = _find(request, pk)
    if refused := _not_waiting(request, report) or refused_step(request, report.case, "T20"):
        return refused
    form = ReturnClosingForm(request.POST or None)
    send_back = partial(actions.return_closing, report, by=request.user)
    page = case_page(report.case, "退回结案报告", "退回", done="已退回报告人。", cancel=_section(report.case))
    return act_or_show(request, form, lambda version: _section(send_back(version=version, **form.cleaned_data)), page)


@reach.within("cases.Case", "case.decide")
@require_http_methods(["GET", "POST"])
def reopen(request, pk):
    case = find_case(request, pk, "case.decide")
    if refused := refused_step(request, case, "T23"):
        return refused
    if held := held_back(case, "T23"):
        messages.error(request, held[0])
        return redirect(_section(case))
    form = ReopenForm(request.POST or None, case=case)
    again = partial(actions.reopen_case, case, by=request.user)
    page = case_page(case, "恢复调解", "恢复调解", done="已恢复调解：期限重新起算。")
    return act_or_show(request, form, lambda version: again(version=version, **form.cleaned_data), page)


def _find(request, pk):
    rows = ClosingReport.objects.select_related("case__committee__body", "case__area")
    report = find_or_refuse(rows, request.user, "", pk=pk)
    if not request.user.holds("case.decide", report.area_id):
        raise PermissionDenied
    return report


def _not_waiting(request, report):
    if report.state == ReportState.PROPOSED:
        return None
    messages.error(request, "这份结案报告已经审批。")
    return redirect(_section(report.case))


def _section(case):
    return f"{case.get_absolute_url()}#closing"
