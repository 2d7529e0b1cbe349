"""The sweep that notes windows which closed."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from cases.confirmation.actions import KEY, note_expired
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case

MOST = 500  # cases noted in one run; the next run goes on


@shared_task
def note_expired_windows(on: str = ""):
    """Every ten minutes: note windows whose last day passed. `on`: another day than today (ISO). May run twice."""
    today = date.fromisoformat(on) if on else timezone.localdate()
    over = TimeLimit.objects.running().filter(key=KEY, due_on__lt=today).order_by("due_on", "pk")
    for case in Case.objects.filter(pk__in=list(over.values_list("case", flat=True)[:MOST])):
        note_expired(case, on=today)
