"""Celery's shells around the fold and the rebuild."""

from celery import shared_task

from governance.metrics import folding, rebuilding


@shared_task
def fold():
    folding.fold_all()


@shared_task
def build():
    """Build counters that are new or declared otherwise, and go on with a rebuild that was stopped."""
    rebuilding.rebuild_outdated()
