"""Each night: the names that become effective."""

from celery import shared_task
from django.utils import timezone

from governance.areas.names import settle_names


@shared_task
def settle_effective_names():
    settle_names(timezone.localdate())
