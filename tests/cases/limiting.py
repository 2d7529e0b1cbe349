"""Limits of a case as tests begin, ask and move them."""

from datetime import date

from cases.docket.limits import follow_step
from governance.calendars.actions import publish_year
from governance.calendars.notices import read_notice
from governance.jobs import running
from governance.jobs.models import Job

IN_2027 = date(2026, 12, 2)  # a month from here ends on 2027-01-02, a Saturday
LONG_NEW_YEAR = "元旦：1月1日（周五）至5日（周二）放假。"


def due_of(case, key="mediate"):
    return case.limits.running().get(key=key).due_on


def begin_again(case, on):
    """As if the case had been accepted on `on` and assigned at once: its time to mediate runs, and nothing else."""
    case.limits.all().delete()
    follow_step(case, "T5", on)
    case.limits.filter(key="assign").delete()
    case.save()
    return case


def publish(by, text=LONG_NEW_YEAR, **more):
    days = read_notice(text, 2027).days
    return publish_year(year=2027, days=days, title="通知", issued_on=date(2026, 11, 20), by=by, **more)


def run_jobs():
    for job in Job.objects.filter(kind="calendars.recompute", state="queued"):
        running.run(job.pk)
    return Job.objects.filter(kind="calendars.recompute").latest("pk")
