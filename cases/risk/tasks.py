"""The sweep that tells when the hours for a report are over: by the clock, where reminders go by the day."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.risk.recipients import overseers_of
from cases.risk.reminders import LATE
from cases.risk.within import MEETS, awaited_reports
from governance.notices.raising import notify


@shared_task
def tell_late_reports():
    """Every ten minutes: red cases whose reports were not recorded within the hours. Told once; may run twice."""
    now = timezone.now()
    running = TimeLimit.objects.running().filter(key__in=MEETS, case__voided_at__isnull=True)
    for case in Case.objects.filter(pk__in=running.values("case")).order_by("pk"):
        if late := [one for one in awaited_reports(case) if one.is_late(now)]:
            with transaction.atomic():
                notify(case, LATE, overseers_of(case), occasion=f"hours {late[0].by.isoformat()}")
