"""Pages about who mediates a case."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.mediation import actions
from cases.mediation.forms import AddMediatorForm, AnswerForm, AskReplacementForm, AssignForm, ReplaceForm
from cases.mediation.loads.queries import advice_at
from cases.mediation.models import Assignment
from cases.mediation.pages import case_page, find_case, refused_act, refused_step
from governance.access import reach
from governance.pages.acting import act_or_show, find_or_refuse

WITH_FINDINGS = "cases/mediation/assign.html"


@reach.within("cases.Case", "case.decide")
@require_http_methods(["GET", "POST"])
def assign(request, pk):
    """The director appoints the mediators, or notes whom the parties chose; conflicts stand beside the form."""
    case = find_case(request, pk, "case.decide")
    if refused := refused_step(request, case, "T8"):
        return refused
    form = AssignForm(request.POST or None, case=case, on=timezone.localdate())
    assign_them = partial(actions.assign_mediators, case, by=request.user)
    more = {"template": WITH_FINDINGS, "more": {"told": form.told, "advice": _advice(case)}}
    page = case_page(case, "指派调解员", "指派", done="已指派，调解开始。", **more)
    return act_or_show(request, form, lambda version: assign_them(version=version, **_assigned(form)), page)


def _advice(case, without=()):
    """Who could take it, by what each carries; it decides nothing."""
    facts = {"on": timezone.localdate(), "dispute_type": case.dispute_type}
    return advice_at(case.area_id, without=without, **facts)


def _assigned(form):
    return {**form.cleaned_data, "co_mediators": tuple(form.cleaned_data["co_mediators"])}


@reach.within("cases.Case", "case.decide")
@require_http_methods(["GET", "POST"])
def add_mediator(request, pk):
    case = find_case(request, pk, "case.decide")
    if refused := refused_act(request, case, "decide"):
        return refused
    form = AddMediatorForm(request.POST or None, case=case, on=timezone.localdate())
    add = partial(actions.add_mediator, case, by=request.user)
    more = {"template": WITH_FINDINGS, "more": {"told": form.told}}
    page = case_page(case, "增加调解员或记录人", "增加", done="已增加。", **more)
    return act_or_show(request, form, lambda version: add(version=version, **form.cleaned_data).case, page)


@reach.within("cases.Assignment")
@require_http_methods(["GET", "POST"])
def answer(request, pk):
    """The assigned mediator takes the case or declines it."""
    assignment = _find(request, pk)
    if assignment.account_id != request.user.pk or assignment.answer or assignment.ended_at:
        messages.error(request, "这次指派不需要您答复。")
        return redirect(assignment.case)
    form = AnswerForm(request.POST or None, initial={"accepts": "yes"})
    reply = partial(actions.answer_assignment, assignment, by=request.user)
    page = case_page(assignment.case, "答复指派", "提交", done="已答复。", version=None)
    return act_or_show(request, form, lambda version: reply(**form.cleaned_data).case, page)


@reach.within("cases.Assignment", "case.register")
@require_http_methods(["GET", "POST"])
def ask_replacement(request, pk):
    """A party wants another mediator: it is recorded, and the director has to grant it."""
    assignment = _find(request, pk, "case.register")
    case = assignment.case
    if refused := refused_act(request, case, "register"):
        return refused
    form = AskReplacementForm(request.POST or None, case=case)
    ask = partial(actions.ask_replacement, assignment, by=request.user)
    title = f"要求更换{assignment.account.name}"
    page = case_page(case, title, "登记要求", done="已登记，请主任在下一个工作日前更换。")
    return act_or_show(request, form, lambda version: ask(version=version, **form.cleaned_data).case, page)


@reach.within("cases.Assignment", "case.decide")
@require_http_methods(["GET", "POST"])
def replace(request, pk):
    """The director puts somebody else in a mediator's place."""
    assignment = _find(request, pk, "case.decide")
    case = assignment.case
    if refused := refused_step(request, case, "T11"):
        return refused
    asked = assignment.requests.waiting().select_related("party").first()
    form = ReplaceForm(request.POST or None, case=case, assignment=assignment, asked=asked, on=timezone.localdate())
    put = partial(actions.replace_mediator, assignment, by=request.user)
    advice = _advice(case, without=[assignment.account_id])
    more = {"template": WITH_FINDINGS, "more": {"told": form.told, "asked": asked, "advice": advice}}
    title = f"更换{assignment.get_role_display()}{assignment.account.name}"
    page = case_page(case, title, "更换", done="已更换。", **more)
    return act_or_show(request, form, lambda version: put(version=version, **form.cleaned_data).case, page)


def _find(request, pk, verb=""):
    rows = Assignment.objects.select_related("account", "case__committee__body", "case__area")
    return find_or_refuse(rows, request.user, verb, pk=pk)
