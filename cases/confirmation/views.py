"""Pages of judicial confirmation: ask, the court took it in, the court answered."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.confirmation import actions
from cases.confirmation.checks import warnings
from cases.confirmation.courts import courts_for
from cases.confirmation.forms import AcceptanceForm, ApplyForm, ObjectionForm, ObjectionResultForm, OutcomeForm
from cases.confirmation.models import ConfirmationApplication, ConfirmationObjection
from cases.mediation.pages import case_page, find_case
from cases.performance.pages import refused_following
from governance.access import reach
from governance.errors import WrongState
from governance.pages.acting import act_or_show, find_or_refuse


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def apply(request, pk):
    """The courts that may confirm, who applies, and the list to go through."""
    case = find_case(request, pk, "case.register")
    if refused := refused_following(request, case):
        return refused
    try:
        agreement = actions.confirmable(case)
    except WrongState as refusal:
        messages.error(request, refusal.message)
        return redirect(case)
    limit = actions.window_of(case)
    form = ApplyForm(request.POST or None, case=case, courts=courts_for(case, on=timezone.localdate()))
    ask = partial(actions.apply_confirmation, case, by=request.user)
    page = case_page(
        case,
        "申请司法确认",
        "登记申请",
        done="已登记申请：请登记法院的受理。",
        template="cases/confirmation/apply.html",
        more={"warnings": warnings(case, agreement), "limit": limit, "case": case},
    )
    return act_or_show(request, form, lambda version: ask(version=version, **form.application), page)


@reach.within("cases.ConfirmationApplication")
@require_http_methods(["GET", "POST"])
def record_acceptance(request, pk):
    return _court(request, pk, "登记法院受理", AcceptanceForm, actions.record_acceptance, "已登记受理。")


@reach.within("cases.ConfirmationApplication")
@require_http_methods(["GET", "POST"])
def record_outcome(request, pk):
    return _court(request, pk, "登记司法确认结果", OutcomeForm, actions.record_outcome, "已登记结果。")


@reach.within("cases.ConfirmationApplication")
@require_http_methods(["GET", "POST"])
def record_objection(request, pk):
    """A party or a third person objects to the ruling that confirms."""
    rows = ConfirmationApplication.objects.select_related("case__committee__body")
    found = find_or_refuse(rows, request.user, "", pk=pk)
    if refused := refused_following(request, found.case):
        return refused
    form = ObjectionForm(request.POST or None, case=found.case)
    record = partial(actions.record_objection, found, by=request.user)
    page = case_page(found.case, "登记对裁定的异议", "登记", done="已登记异议。", version=found.version)
    return act_or_show(request, form, lambda version: record(version=version, **form.cleaned_data).application, page)


@reach.within("cases.ConfirmationObjection")
@require_http_methods(["GET", "POST"])
def decide_objection(request, pk):
    rows = ConfirmationObjection.objects.select_related("application__case__committee__body")
    found = find_or_refuse(rows, request.user, "", pk=pk)
    case = found.application.case
    if refused := refused_following(request, case):
        return refused
    form = ObjectionResultForm(request.POST or None, request.FILES or None)
    decide = partial(actions.decide_objection, found, by=request.user)
    page = case_page(case, "登记异议的裁定", "登记", done="已登记裁定。", version=found.version, multipart=True)
    return act_or_show(request, form, lambda version: decide(version=version, **form.cleaned_data).application, page)


def _court(request, pk, title, form_class, action, done):
    rows = ConfirmationApplication.objects.select_related("case__committee__body")
    found = find_or_refuse(rows, request.user, "", pk=pk)
    if refused := refused_following(request, found.case):
        return refused
    if not found.is_going_on:
        messages.error(request, f"这次申请已有结果：{found.get_outcome_display()}。")
        return redirect(found)
    form = form_class(request.POST or None, request.FILES or None)
    act = partial(action, found, by=request.user)
    page = case_page(found.case, title, "登记", done=done, version=found.version, multipart=True)
    return act_or_show(request, form, lambda version: act(version=version, **form.cleaned_data), page)
