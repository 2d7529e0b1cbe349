"""Sweeps of the API."""

from celery import shared_task
from django.utils import timezone

from governance.api import idempotency


@shared_task
def forget_answers():
    """Delete answers older than a day."""
    idempotency.forget_answers(timezone.now() - idempotency.KEPT_FOR)
