from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from governance.access import reach
from governance.errors import RuleError
from governance.files.models import StoredFile
from governance.jobs.actions import cancel_job
from governance.jobs.cells import csv_lines
from governance.jobs.exports import find_export, start_export
from governance.jobs.filters import JobFilter
from governance.jobs.models import Job
from governance.pages.listing import Column, list_page

PROBLEMS_SHOWN = 50
COLUMNS = (
    Column("title", "任务"),
    Column("state", "状态"),
    Column("area", "区域"),
    Column("created", "发起时间", sort="created_at"),
    Column("finished", "结束时间", sort="finished_at"),
)


@reach.signed_in
@require_GET
def jobs(request):
    """My jobs, newest first."""
    listing = list_page(request, Job.objects.visible_to(request.user).for_list(), JobFilter, COLUMNS, sort="-created")
    return render(request, "governance/jobs/jobs.html", {"listing": listing}, status=listing.status)


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


@reach.signed_in
@require_POST
def export(request, name):
    """Export a list as its page shows it: POST `format` and the page's `query`; leads to the job."""
    found = find_export(name)
    if found is None or (found.verb and not request.user.scope(found.verb)):
        raise Http404
    try:
        started = start_export(
            found, by=request.user, query=request.POST.get("query", ""), format=request.POST.get("format", "xlsx")
        )
    except RuleError as refusal:
        messages.error(request, str(refusal))
        return redirect("jobs:jobs")
    return redirect(started)


def _shown(request, pk):
    found = get_object_or_404(Job.objects.visible_to(request.user).select_related("area"), pk=pk)
    listed = list(found.problems.all()[: PROBLEMS_SHOWN + 1]) if found.is_finished else []
    return {
        "job": found,
        "crumbs": [("我的任务", reverse("jobs:jobs"))],
        "facts": _facts(found),
        "file": StoredFile.objects.visible_to(request.user).filter(pk=found.result.get("file") or 0).first(),
        "problems": listed[:PROBLEMS_SHOWN],
        "more_problems": len(listed) > PROBLEMS_SHOWN,
    }


def _facts(found):
    times = [("发起时间", found.created_at), ("开始时间", found.started_at), ("结束时间", found.finished_at)]
    shown = [(label, f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}") for label, at in times if at]
    return [("区域", found.area.name), *shown, *found.result.get("figures", [])]
