"""Celery's shell around the looks."""

from celery import shared_task
from django.utils import timezone

from governance.saved_filters import looking


@shared_task
def look():
    """Every minute: tell watchers what newly matches their filters. May run twice."""
    looking.look(timezone.now())
