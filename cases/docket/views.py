"""The page of a case."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from cases.docket.models import Case
from cases.docket.page import acts_for, sections_of
from governance.access import reach


@reach.within("cases.Case")
@require_GET
def case(request, pk):
    """Who, what, where it stands, what is next and by when; the file beneath."""
    found = get_object_or_404(Case.objects.visible_to(request.user).for_list(), pk=pk)
    values = {"case": found, "acts": acts_for(found, request.user), "sections": sections_of(found, request.user)}
    return render(request, "cases/docket/case.html", values)
