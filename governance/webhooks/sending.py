"""Sending what is due. A message is a row that a sender takes in hand for a minute; one that dies leaves it to the
next, which sends it with the same id. Receivers know by the id what they have had already.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from governance.api.wire import encode
from governance.feed import cursors
from governance.feed.positions import Positions
from governance.webhooks import actions, signing, transport
from governance.webhooks.gathering import scopes_of, told
from governance.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from governance.webhooks.schedule import has_failed_for_long, next_attempt
from governance.webhooks.transport import Outcome

AT_ONCE = 16  # receivers told side by side: one that hangs holds up nobody for longer than it may hang
IN_HAND = timedelta(minutes=1)
BUDGET = 20  # seconds after which a sender leaves the rest to the next sweep
USER_AGENT = "community-governance-portal/1 (webhooks)"


@dataclass(frozen=True)
class Parcel:
    """A message as it goes out in this attempt."""

    delivery: WebhookDelivery
    url: str
    headers: dict[str, str]
    body: bytes


def send_due(now: datetime | None = None) -> int:
    """Send everything due. Returns how many messages were taken."""
    taken, end = 0, time.monotonic() + BUDGET
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as threads:
        while time.monotonic() < end and (claimed := claim(now or timezone.now())):
            parcels = [parcel for each in claimed if (parcel := _packed(each, now or timezone.now()))]
            for parcel, outcome in zip(parcels, threads.map(_post, parcels), strict=True):
                settle(parcel.delivery, outcome, now or timezone.now())
                taken += outcome.is_taken
    return taken


@transaction.atomic
def claim(now: datetime) -> list[WebhookDelivery]:
    """Take in hand the next message of each endpoint that has one due; none while another sender is at work."""
    if WebhookDelivery.objects.in_hand(now).exists():
        return []
    of_endpoint = WebhookDelivery.objects.due(now).filter(endpoint=OuterRef("pk")).order_by("due_at", "number")
    endpoints = WebhookEndpoint.objects.usable(now).annotate(next=Subquery(of_endpoint.values("pk")[:1]))
    next_ones = endpoints.filter(next__isnull=False).order_by("pk").values_list("next", flat=True)[:AT_ONCE]
    free = WebhookDelivery.objects.untaken(now).filter(pk__in=list(next_ones)).select_related("endpoint__client")
    rows = list(free.select_for_update(of=("self",), skip_locked=True, no_key=True).order_by("pk"))
    for row in rows:
        row.attempts, row.tried_at, row.in_hand_until = row.attempts + 1, now, now + IN_HAND
    WebhookDelivery.objects.bulk_update(rows, ["attempts", "tried_at", "in_hand_until"])
    return rows


def _packed(delivery: WebhookDelivery, now: datetime) -> Parcel | None:
    """The message, signed; None when the client may no longer see any of what it names."""
    endpoint = delivery.endpoint
    scopes = scopes_of(endpoint.client, endpoint.kinds)
    changes = told(delivery, scopes)
    if not changes and not delivery.is_test:
        delivery.state, delivery.ended_at, delivery.in_hand_until = DeliveryState.DROPPED, now, None
        delivery.save(update_fields=["state", "ended_at", "in_hand_until"])
        return None
    body = body_of(delivery, changes)
    proof = signing.headers(delivery.message_id, now, body, endpoint.secrets_at(now))
    plain = {"content-type": "application/json", "user-agent": USER_AGENT}
    return Parcel(delivery, endpoint.url, {**plain, **proof}, body)


def body_of(delivery: WebhookDelivery, changes: list[dict]) -> bytes:
    """Nothing but which rows changed, and from where to read them."""
    data = {"changes": changes, "more": delivery.is_cut, "next": _next(delivery)}
    kind = "test" if delivery.is_test else "changes"
    return encode({"type": kind, "timestamp": timezone.localtime(delivery.made_at), "data": data})


def _next(delivery: WebhookDelivery) -> str:
    """Where `/api/v1/changes/` tells what this batch names: behind all that the batches before it named."""
    endpoint = delivery.endpoint
    kinds = sorted(endpoint.kinds)
    before: Positions = cursors.positions_of(delivery.positions)
    query = {"kind": ",".join(kinds), "cursor": cursors.sign(before, endpoint.client, kinds)}
    return f"{reverse('api:changes')}?{urlencode(query)}"


def _post(parcel: Parcel) -> Outcome:
    return transport.post(parcel.url, parcel.headers, parcel.body)


@transaction.atomic
def settle(sent: WebhookDelivery, outcome: Outcome, now: datetime) -> None:
    """Note what came of an attempt, and for an endpoint that does not answer since when."""
    endpoint = WebhookEndpoint.objects.select_related("client").locked(sent.endpoint_id)
    row = WebhookDelivery.objects.locked(sent.pk)
    if row.state != DeliveryState.WAITING:
        return
    row.in_hand_until, row.answer_code, row.took_ms, row.problem = None, outcome.code, outcome.took_ms, outcome.problem
    again = None if outcome.is_taken or row.is_test else next_attempt(row.attempts, now)
    if again is not None:
        row.due_at = again
    else:
        row.state = DeliveryState.SENT if outcome.is_taken else DeliveryState.FAILED
        row.ended_at = now
    row.save()
    if outcome.is_taken:
        _is_back(endpoint, now)
    elif not row.is_test and endpoint.is_on:
        _does_not_answer(endpoint, row.tried_at, now)


def _is_back(endpoint: WebhookEndpoint, now: datetime) -> None:
    """What waited for its next attempt need not wait any longer."""
    if endpoint.failing_since is not None:
        endpoint.failing_since = None
        endpoint.save(update_fields=["failing_since"])
        endpoint.deliveries.filter(state=DeliveryState.WAITING, due_at__gt=now).update(due_at=now)


def _does_not_answer(endpoint: WebhookEndpoint, tried_at: datetime, now: datetime) -> None:
    if endpoint.failing_since is None:
        endpoint.failing_since = tried_at
        endpoint.save(update_fields=["failing_since"])
    elif has_failed_for_long(endpoint.failing_since, now):
        actions.give_up(endpoint, now=now)


def forget(before_sent: datetime, before_failed: datetime) -> int:
    """Delete old rows: what was taken or is no longer wanted, and later what never was."""
    done = WebhookDelivery.objects.filter(state__in=(DeliveryState.SENT, DeliveryState.DROPPED))
    taken = done.filter(made_at__lt=before_sent).delete()[0]
    return taken + WebhookDelivery.objects.filter(made_at__lt=before_failed).delete()[0]
