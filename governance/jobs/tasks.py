"""Celery's shells around jobs."""

from celery import shared_task

from governance.jobs import running
from governance.jobs.slots import slot


@shared_task
def run_job(job_id):
    with slot() as is_free:
        if is_free:
            running.run(job_id)
        else:
            running.put_back(job_id)


@shared_task
def sweep():
    """Every few seconds: tell a runner of each job that waits, whatever became of its first message."""
    running.sweep()
