"""Celery's shells around the sweeps of files."""

from celery import shared_task

from governance.files import sweeping


@shared_task
def erase_expired():
    sweeping.erase_expired()


@shared_task
def remove_orphans():
    sweeping.remove_orphans()
