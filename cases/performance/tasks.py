"""The sweep that notes what was not performed by its last day."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from cases.agreements.models import Instalment, Obligation
from cases.docket.models import Case
from cases.performance import actions

MOST = 500  # cases noted in one run; the next run goes on


@shared_task
def note_overdue(on: str = ""):
    """Every ten minutes: note last days that passed. `on`: another day than today (ISO). May run twice."""
    today = date.fromisoformat(on) if on else timezone.localdate()
    for case in Case.objects.filter(pk__in=newly_overdue(today)[:MOST]):
        actions.note_overdue(case, on=today)


def newly_overdue(today: date) -> list[int]:
    """Ids of cases with a last day before `today` that nobody noted; by the indexes of what is not noted yet."""
    late = {"due_on__lt": today, "noted_overdue_on__isnull": True}
    whole = Obligation.objects.unperformed().filter(**late)
    parts = Instalment.objects.unperformed().filter(**late, obligation__performed_on__isnull=True)
    found = {*whole.values_list("agreement__case", flat=True)[:MOST]}
    found |= {*parts.values_list("obligation__agreement__case", flat=True)[:MOST]}
    return sorted(found)
