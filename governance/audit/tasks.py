"""Celery's shell around the sealer."""

from celery import shared_task

from governance.audit import sealing


@shared_task
def seal():
    sealing.seal_all()
