"""Celery's shells around batches and their sending."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from governance.webhooks import gathering, sending

SENT_KEPT, FAILED_KEPT = timedelta(days=7), timedelta(days=60)


@shared_task
def deliver():
    """Every few seconds, and told by who waits for a test: write what is new, send what is due. May run twice."""
    gathering.gather(timezone.now())
    sending.send_due()


@shared_task
def forget():
    now = timezone.now()
    sending.forget(now - SENT_KEPT, now - FAILED_KEPT)
