from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from governance.access import reach
from governance.errors import RuleError
from governance.jobs.actions import cancel_job
from governance.jobs.cells import csv_lines
from governance.jobs.models import Job

PROBLEMS_SHOWN = 50


@reach.signed_in
@require_GET
def jobs(request):
    """My jobs, newest first."""
    page = Paginator(Job.objects.visible_to(request.user).for_list(), 20).get_page(request.GET.get("page"))
    return render(request, "governance/jobs/jobs.html", {"page": page})


@reach.within("governance.Job")
@require_GET
def job(request, pk):
    """One job: how far it is, what came of it, what it could not do."""
    return render(request, "governance/jobs/job.html", _shown(request, pk))


@reach.within("governance.Job")
@require_GET
def progress(request, pk):
    """The #progress section of a job; it fetches itself again until the job ends."""
    return render(request, "governance/jobs/_progress.html", _shown(request, pk))


@reach.within("governance.Job")
@require_POST
def cancel(request, pk):
    found = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    try:
        cancel_job(found, by=request.user)
    except RuleError as refusal:
        return render(request, "governance/jobs/job.html", {**_shown(request, pk), "refusal": refusal}, status=409)
    return redirect(found)


@reach.within("governance.Job")
@require_GET
def problems(request, pk):
    """All that a job could not do, as CSV for the spreadsheet."""
    found = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    rows = found.problems.values_list("row", "what", "why").iterator(chunk_size=1000)
    answer = StreamingHttpResponse(csv_lines(("行号", "内容", "原因"), rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="job-{pk}-problems.csv"'
    return answer


def _shown(request, pk):
    found = get_object_or_404(Job.objects.visible_to(request.user).select_related("area"), pk=pk)
    listed = list(found.problems.all()[: PROBLEMS_SHOWN + 1]) if found.is_finished else []
    return {
        "job": found,
        "problems": listed[:PROBLEMS_SHOWN],
        "more_problems": len(listed) > PROBLEMS_SHOWN,
    }
