"""Soon after midnight: the names that become effective. It asks often, and costs one query when nothing does."""

from celery import shared_task
from django.utils import timezone

from governance.areas.names import settle_names


@shared_task
def settle_effective_names():
    settle_names(timezone.localdate())
