"""Celery's shells around jobs."""

from celery import shared_task

from governance.jobs import running


@shared_task
def run_job(job_id):
    running.run(job_id)


@shared_task
def sweep():
    """Every few seconds: tell a runner of each job that waits, whatever became of its first message."""
    running.sweep()
