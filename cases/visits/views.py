"""The page that records a return visit, and leads on to what it found."""

from functools import partial

from django.contrib import messages
from django.views.decorators.http import require_http_methods

from cases.mediation.pages import case_page, find_case
from cases.performance.pages import refused_following
from cases.visits.actions import record_visit
from cases.visits.forms import VisitForm
from cases.visits.leading import left_to_others, next_after
from governance.access import reach
from governance.pages.acting import act_or_show


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def visit(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := refused_following(request, case, "follow"):
        return refused
    visited = case.visits.made().values("party")
    waiting = case.parties.standing().exclude(pk__in=visited).order_by("side", "seq").first()
    form = VisitForm(request.POST or None, case=case, initial={"party": waiting.pk if waiting else None})
    keep = partial(record_visit, case, by=request.user)
    page = case_page(case, "登记回访", "登记回访", done="已登记回访。")

    def lead_on(version):
        made = keep(version=version, **form.cleaned_data)
        for said in left_to_others(made, request.user):
            messages.warning(request, said)
        return next_after(made, request.user)

    return act_or_show(request, form, lead_on, page)
