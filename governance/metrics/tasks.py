"""Celery's shell around the fold."""

from celery import shared_task

from governance.metrics import folding


@shared_task
def fold():
    folding.fold_all()
