"""What is to be told outside: rows beside the notices, in the same transaction."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from governance.celery import queue
from governance.notices.models import Notice
from governance.notices.outside import tasks
from governance.notices.outside.channels import open_channels
from governance.notices.outside.hours import Hours, hours_at
from governance.notices.outside.models import Address, Delivery, Frequency


def queue_outside(notices: Sequence[Notice], *, holds: bool, now: datetime) -> None:
    """One delivery for each new notice and address of its recipient; a worker is told when the transaction commits."""
    channels = open_channels()
    if not notices or not channels:
        return
    addresses = defaultdict(list)
    for address in Address.objects.in_use(channels).filter(account__in={each.recipient_id for each in notices}):
        addresses[address.account_id].append(address)
    hours = hours_at({each.area_id for each in notices}, now) if addresses else {}
    rows = [
        Delivery(notice=each, address=address, holds=holds, send_at=_moment(address, hours[each.area_id], holds, now))
        for each in notices
        for address in addresses[each.recipient_id]
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        transaction.on_commit(lambda: queue(tasks.deliver))


def _moment(address: Address, hours: Hours, holds: bool, now: datetime) -> datetime:
    local = timezone.localtime(now)
    if not holds:
        return now
    return hours.next_morning(local) if address.frequency == Frequency.DIGEST else hours.next_open(local)
