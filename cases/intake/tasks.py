from celery import shared_task
from django.utils import timezone

from cases.intake.filing import actions


@shared_task
def forget_drafts():
    """Throw away filings that nobody goes on with."""
    return actions.forget_drafts(timezone.now())
