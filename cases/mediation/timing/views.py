"""Pages that move the time to mediate."""

from functools import partial

from django.views.decorators.http import require_http_methods

from cases.mediation.pages import case_page, find_case, refused_step
from cases.mediation.timing import actions
from cases.mediation.timing.forms import (
    ApproveForm,
    DropForm,
    ExtensionAnswerForm,
    ProposeForm,
    ResumeForm,
    SuspendForm,
)
from cases.mediation.timing.models import Extension
from governance.access import reach
from governance.pages.acting import act_or_show, find_or_refuse


@reach.within("cases.Case", "case.mediate")
@require_http_methods(["GET", "POST"])
def extend(request, pk):
    """Ask the parties for more time; an extension asked for already is found on the page of the case."""
    case = find_case(request, pk, "case.mediate")
    if refused := refused_step(request, case, "T12", who="conduct"):
        return refused
    form = ProposeForm(request.POST or None, case=case)
    propose = partial(actions.propose_extension, case, by=request.user)
    page = case_page(case, "提出延长期限", "提出", done="已提出：请登记各方当事人的意见。")
    return act_or_show(request, form, lambda version: propose(version=version, **form.cleaned_data).case, page)


@reach.within("cases.Extension", "case.register")
@require_http_methods(["GET", "POST"])
def answer_extension(request, pk):
    extension = _find(request, pk, "case.register")
    case = extension.case
    if refused := refused_step(request, case, "T12", who="register"):
        return refused
    form = ExtensionAnswerForm(request.POST or None, case=case)
    say = partial(actions.record_extension_answer, extension, by=request.user)
    title = f"登记对延长至 {extension.to_on} 的意见"
    page = case_page(case, title, "登记", done="已登记。", version=None)
    return act_or_show(request, form, lambda version: say(**_said(form)).extension.case, page)


def _said(form):
    return {"representation": None, **form.cleaned_data}


@reach.within("cases.Extension", "case.decide")
@require_http_methods(["GET", "POST"])
def approve_extension(request, pk):
    extension = _find(request, pk, "case.decide")
    if refused := refused_step(request, extension.case, "T12"):
        return refused
    form = ApproveForm(request.POST or None, case=extension.case)
    approve = partial(actions.approve_extension, extension, by=request.user)
    title = f"批准延长至 {extension.to_on}"
    page = case_page(extension.case, title, "批准", done="已批准延长。")
    return act_or_show(request, form, lambda version: approve(version=version, **form.cleaned_data), page)


@reach.within("cases.Extension", "case.mediate")
@require_http_methods(["GET", "POST"])
def drop_extension(request, pk):
    extension = _find(request, pk, "case.mediate")
    if refused := refused_step(request, extension.case, "T12", who="conduct"):
        return refused
    form = DropForm(request.POST or None)
    drop = partial(actions.drop_extension, extension, by=request.user)
    page = case_page(extension.case, "不延长期限", "不延长", done="已登记：期限不延长。")
    return act_or_show(request, form, lambda version: drop(version=version, **form.cleaned_data), page)


@reach.within("cases.Case", "case.decide")
@require_http_methods(["GET", "POST"])
def suspend(request, pk):
    case = find_case(request, pk, "case.decide")
    if refused := refused_step(request, case, "T13"):
        return refused
    form = SuspendForm(request.POST or None, case=case)
    stop = partial(actions.suspend_mediation, case, by=request.user)
    page = case_page(case, "中止调解", "中止", done="已中止，期限停止计算。")
    return act_or_show(request, form, lambda version: stop(version=version, **form.cleaned_data), page)


@reach.within("cases.Case", "case.decide")
@require_http_methods(["GET", "POST"])
def resume(request, pk):
    case = find_case(request, pk, "case.decide")
    if refused := refused_step(request, case, "T13R"):
        return refused
    form = ResumeForm(request.POST or None, case=case)
    go_on = partial(actions.resume_mediation, case, by=request.user)
    page = case_page(case, "恢复调解", "恢复", done="已恢复，期限相应顺延。")
    return act_or_show(request, form, lambda version: go_on(version=version, **form.cleaned_data), page)


def _find(request, pk, verb):
    return find_or_refuse(Extension.objects.select_related("case__committee__body"), request.user, verb, pk=pk)
