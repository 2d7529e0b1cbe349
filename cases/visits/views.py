"""The page that records a return visit, and leads on to what it found."""

from functools import partial

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.docket.states import Procedure
from cases.mediation.pages import case_page, find_case
from cases.performance.pages import refused_following
from cases.visits.actions import record_visit
from cases.visits.forms import VisitForm
from cases.visits.models import Found
from governance.access import reach
from governance.pages.acting import act_or_show


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def visit(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := refused_following(request, case):
        return refused
    visited = case.visits.made().values("party")
    waiting = case.parties.standing().exclude(pk__in=visited).order_by("side", "seq").first()
    form = VisitForm(request.POST or None, case=case, initial={"party": waiting.pk if waiting else None})
    keep = partial(record_visit, case, by=request.user)
    page = case_page(case, "登记回访", "登记回访", done="已登记回访。")
    return act_or_show(request, form, lambda version: next_after(keep(version=version, **form.cleaned_data)), page)


def next_after(visit) -> str:
    """Where what was found leads: to the danger first, to urging, to a variation, else back to the case."""
    case = visit.case
    if Found.RISK in visit.found:
        return reverse("cases:assess_risk", args=[case.pk])
    if Found.UNPERFORMED in visit.found and case.performance not in ("done", "na"):
        return reverse("cases:urge", args=[case.pk])
    if Found.UNFIT in visit.found and case.procedure == Procedure.AGREED:
        return reverse("cases:vary_agreement", args=[case.pk])
    if Found.SUED in visit.found:
        return reverse("cases:note_recourse", args=[case.pk])
    return visit.get_absolute_url()
