"""Jobs for the tests with a real worker: it loads this module by `--include`."""

import time
from pathlib import Path

from celery import shared_task

from governance.jobs.registry import job
from governance.people.models import Account


@job("test.once")
def work_once(running_job, progress):
    """Notes each start in a file, writes one account, and lingers in the first attempt as it is told."""
    with Path(running_job.payload["starts"]).open("a", encoding="utf-8") as starts:
        starts.write(f"{running_job.attempts}\n")
    Account.objects.create(username=f"made-{running_job.pk}-{running_job.attempts}", name="任务所建")
    if running_job.attempts == 1:
        time.sleep(running_job.payload.get("linger", 0))
        Account.objects.count()  # the database is asked once more
    return {"figures": [["新增", 1]]}


@shared_task
def short_work(path):
    Path(path).touch()


@job("test.steps", resumable=True)
def work_in_steps(running_job, progress):
    """Writes one account a step and notes each begun step in a file; the first attempt takes its time."""
    total = running_job.payload["steps"]
    progress.expect(total)
    for number in range((running_job.position or {"next": 0})["next"], total):
        with progress.step(position={"next": number + 1}):
            Account.objects.create(username=f"made-{running_job.pk}-step-{number}", name="任务所建")
            with Path(running_job.payload["starts"]).open("a", encoding="utf-8") as starts:
                starts.write(f"{number}\n")
            if running_job.attempts == 1:
                time.sleep(1)
        progress.advance()
    return {"figures": [["新增", total]]}
