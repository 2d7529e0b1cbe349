"""Celery's shells around the sweeps."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from governance.notices import sweeping


@shared_task
def sweep(on: str = ""):
    """Every five minutes: tell of what is due, take back what no longer holds. `on`: another day than today (ISO)."""
    today = date.fromisoformat(on) if on else timezone.localdate()
    sweeping.settle(today)
    sweeping.sweep(today)


@shared_task
def forget_old():
    """Every few hours: delete what is long done."""
    sweeping.forget_old(timezone.localdate())
