"""The starter's jobs on the work home: those that run, and those that failed lately."""

from django.urls import reverse

from governance.jobs.models import Job, JobState
from governance.pages.waiting import Line, Waiting, waiting


@waiting("我的任务", verb="", icon="hourglass-split", order=20)
def jobs(actor, place):
    found = Job.objects.visible_to(actor).to_look_at().order_by("-id")
    return Waiting(found, url=reverse("jobs:jobs"), line=_line)


def _line(job):
    tone = "bad" if job.state == JobState.FAILED else "info"
    return Line(job.title, job.get_absolute_url(), note=job.get_state_display(), tone=tone)
