"""Sending what is due outside. Two senders never take the same message; one that dies leaves it to the next.

A message may come twice when a sender dies between the gateway's yes and its own note of it: it says nothing but that
something waits, and a lost one would cost more.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from governance.notices.models import Notice
from governance.notices.outside import channels
from governance.notices.outside.hours import hours_at
from governance.notices.outside.models import MOST_ATTEMPTS, Address, Delivery, DeliveryState

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)  # a sender that has not come back by then is taken for dead
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 240))


@dataclass(frozen=True)
class Parcel:
    """All that one address is to be told now: one message."""

    address: Address
    deliveries: list[Delivery]


def deliver(now: datetime | None = None) -> int:
    """Send everything due, one message an address. Returns how many messages went out."""
    sent = 0
    open_channels = channels.open_channels()
    while open_channels:
        moment = now or timezone.now()
        parcel = claim(open_channels, moment)
        if parcel is None:
            break
        if parcel.deliveries:
            sent += send(parcel, moment)
    return sent


@transaction.atomic
def claim(open_channels, now: datetime) -> Parcel | None:
    """Take what is due for one address that no other sender holds; None when there is none."""
    waiting = Address.objects.in_use(open_channels).with_due(now).order_by("pk")
    address = waiting.select_for_update(of=("self",), skip_locked=True, no_key=True).first()
    if address is None:
        return None
    due = Delivery.objects.due(now).filter(address=address)
    unread = Notice.objects.unread(now).filter(pk=models.OuterRef("notice"))
    due.exclude(models.Exists(unread)).update(state=DeliveryState.DROPPED)
    told = _hold_back(list(due.select_related("notice").order_by("pk")), now)
    Delivery.objects.filter(pk__in=[each.pk for each in told]).update(
        attempts=models.F("attempts") + 1, tried_at=now, send_at=now + LEASE
    )
    return Parcel(address, told)


def _hold_back(deliveries: list[Delivery], now: datetime) -> list[Delivery]:
    """Those that may go out at this hour; the others wait for the morning."""
    local, hours = timezone.localtime(now), hours_at({each.notice.area_id for each in deliveries}, now)
    going = []
    for each in deliveries:
        each.send_at = hours[each.notice.area_id].next_open(local) if each.holds else local
        if each.send_at > local:
            each.save(update_fields=["send_at"])
        else:
            going.append(each)
    return going


def send(parcel: Parcel, now: datetime) -> bool:
    """One message for the parcel, and the note of what came of it."""
    rows = Delivery.objects.filter(pk__in=[each.pk for each in parcel.deliveries], state=DeliveryState.WAITING)
    try:
        text = channels.message(len(parcel.deliveries))
        channels.send(parcel.address.channel, parcel.address.address.open(), text)
    except channels.NotSent as problem:
        logger.warning("a message on %s did not go out: %s", parcel.address.channel, problem)
        for attempts in {each.attempts + 1 for each in parcel.deliveries}:
            _try_later(rows.filter(attempts=attempts), attempts, str(problem), now)
        return False
    rows.update(state=DeliveryState.SENT, sent_at=now, problem="")
    return True


def _try_later(rows, attempts: int, problem: str, now: datetime) -> None:
    if attempts >= MOST_ATTEMPTS:
        rows.update(state=DeliveryState.GIVEN_UP, problem=problem)
    else:
        rows.update(send_at=now + BACKOFF[attempts - 1], problem=problem)
