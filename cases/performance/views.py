"""Pages of performance: what is owed, record it, urge."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.agreements.models import Obligation
from cases.mediation.pages import case_page, find_case
from cases.performance import actions
from cases.performance.forms import PerformForm, UrgeForm, WithdrawForm
from cases.performance.models import PerformanceRecord
from cases.performance.pages import refused_following
from cases.performance.shown import duties_shown
from cases.performance.track import agreement_of
from governance.access import reach
from governance.pages.acting import act_or_show, find_or_refuse


@reach.within("cases.Case", "case.register")
@require_GET
def perform(request, pk):
    """Which obligation was it? With one that is open, its form at once."""
    case = find_case(request, pk, "case.register")
    if refused := refused_following(request, case):
        return refused
    agreement = agreement_of(case)
    duties = duties_shown(agreement, timezone.localdate()) if agreement else []
    waiting = [one for one in duties if one.is_open]
    if len(waiting) == 1:
        return redirect("cases:record_performance", waiting[0].obligation.pk)
    return render(request, "cases/performance/perform.html", {"case": case, "duties": waiting})


@reach.within("cases.Obligation")
@require_http_methods(["GET", "POST"])
def record_performance(request, pk):
    rows = Obligation.objects.select_related("agreement__case__committee__body", "debtor")
    one = find_or_refuse(rows, request.user, "", pk=pk)
    case = one.agreement.case
    if refused := refused_following(request, case):
        return refused
    shown = next((each for each in duties_shown(one.agreement, timezone.localdate()) if each.obligation == one), None)
    if shown is None or not shown.is_open:
        messages.error(request, "这项义务没有需要登记的履行。")
        return redirect(case)
    initial = {"amount": f"{shown.next_amount:.2f}"} if shown.next_amount else {}
    form = PerformForm(request.POST or None, request.FILES or None, case=case, obligation=one, initial=initial)
    perform = partial(actions.record_performance, one, by=request.user)
    left = f"（还应付 {shown.left:,.2f} 元）" if shown.left else ""
    page = case_page(
        case,
        f"登记履行：第{one.seq}项",
        "登记",
        done="已登记。",
        multipart=True,
        template="cases/performance/record.html",
        more={"before": f"{shown.words}{left}"},
    )
    return act_or_show(request, form, lambda version: perform(version=version, **form.cleaned_data).case, page)


@reach.within("cases.PerformanceRecord")
@require_http_methods(["GET", "POST"])
def withdraw_performance(request, pk):
    rows = PerformanceRecord.objects.select_related("case__committee__body", "obligation")
    found = find_or_refuse(rows, request.user, "", pk=pk)
    if refused := refused_following(request, found.case):
        return refused
    form = WithdrawForm(request.POST or None)
    withdraw = partial(actions.withdraw_performance, found, by=request.user)
    page = case_page(
        found.case, "撤销履行记录", "撤销", done="已撤销。", danger=f"确定撤销“{found}”？撤销后仍列在记录中。"
    )
    return act_or_show(request, form, lambda version: withdraw(version=version, **form.cleaned_data), page)


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def urge(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := refused_following(request, case, "follow"):
        return refused
    agreement = agreement_of(case)
    owed = Obligation.objects.filter(agreement=agreement, performed_on__isnull=True)
    debtors = case.parties.filter(pk__in=owed.values("debtor")).order_by("side", "seq")
    if not debtors:
        messages.error(request, "没有尚未履行的义务，不需要督促。")
        return redirect(case)
    form = UrgeForm(request.POST or None, case=case, debtors=debtors)
    press = partial(actions.urge_performance, case, by=request.user)
    page = case_page(case, "督促履行", "登记督促", done="已登记督促。")
    return act_or_show(request, form, lambda version: press(version=version, **form.cleaned_data).case, page)
