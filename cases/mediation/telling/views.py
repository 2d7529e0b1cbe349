"""Telling one party its rights, before acceptance or when it joins later."""

from functools import partial

from django.views.decorators.http import require_http_methods

from cases.mediation.pages import case_page, find_case, refused_open
from cases.mediation.telling import actions
from cases.mediation.telling.forms import RightsForm
from governance.access import reach
from governance.pages.acting import act_or_show


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def give_rights_notice(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := refused_open(request, case):
        return refused
    form = RightsForm(request.POST or None, case=case)
    give = partial(actions.give_rights_notice, case, by=request.user)
    page = case_page(case, "登记权利义务告知", "登记", done="已登记。", version=None)
    return act_or_show(request, form, lambda version: give(**form.cleaned_data).case, page)
