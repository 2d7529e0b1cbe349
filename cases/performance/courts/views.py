"""Pages of suits and enforcement: noted, and how they ended."""

from functools import partial

from django.views.decorators.http import require_http_methods

from cases.mediation.pages import case_page, find_case
from cases.performance.courts import actions
from cases.performance.courts.forms import RecourseEndForm, RecourseForm
from cases.performance.models import Recourse
from cases.performance.pages import refused_following
from governance.access import reach
from governance.pages.acting import act_or_show, find_or_refuse


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def note_recourse(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := refused_following(request, case):
        return refused
    form = RecourseForm(request.POST or None, case=case)
    note = partial(actions.note_recourse, case, by=request.user)
    page = case_page(case, "登记诉讼或执行", "登记", done="已登记。")
    return act_or_show(request, form, lambda version: note(version=version, **form.cleaned_data).case, page)


@reach.within("cases.Recourse")
@require_http_methods(["GET", "POST"])
def end_recourse(request, pk):
    found = find_or_refuse(Recourse.objects.select_related("case__committee__body", "party"), request.user, "", pk=pk)
    if refused := refused_following(request, found.case):
        return refused
    form = RecourseEndForm(request.POST or None, kind=found.kind)
    end = partial(actions.end_recourse, found, by=request.user)
    page = case_page(found.case, f"登记结果：{found}", "登记结果", done="已登记结果。", version=found.version)
    return act_or_show(request, form, lambda version: end(version=version, **form.cleaned_data).case, page)
