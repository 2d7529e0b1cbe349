"""Celery's shell around the calendar."""

from celery import shared_task
from django.utils import timezone

from governance.returns import opening


@shared_task
def open_due():
    """Every hour: what fell due to be filed. May run twice."""
    opening.open_due(timezone.localdate())
