"""What each endpoint has not been told of yet becomes one batch: a row, before anything is sent.

A batch names all that changed since the one before, the first of it by id; with what it names, the receiver gets the
cursor from before it and reads `/api/v1/changes/` from there. So an import of a million cases is one message.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Prefetch, Q
from django.utils import timezone

from governance.access.scope import Scope
from governance.feed.cursors import parts_of, positions_of
from governance.feed.models import FeedEntry
from governance.feed.positions import Positions
from governance.feed.registry import all_kinds
from governance.people.models import Posting
from governance.webhooks.models import WebhookDelivery, WebhookEndpoint

MOST_NAMED = 100  # changes named in one message
PROBE_EVERY = timedelta(minutes=10)  # while an endpoint fails, a new batch asks no oftener whether it is back


def gather(now: datetime) -> int:
    """Write a batch for each endpoint of whose kinds and places something changed. Returns how many."""
    top = newest()
    waiting = [each for each in _endpoints(now) if _may_have_news(each, top, now)]
    return sum(_write_batch(each, top, now) for each in waiting)


def newest() -> int:
    """The highest number of the feed."""
    return FeedEntry.objects.aggregate(top=Max("seq"))["top"] or 0


def from_now(client, kinds: Iterable[str]) -> Positions:
    """The position of an endpoint that is to be told of what changes from now on."""
    return Positions(()).within(scopes_of(client, kinds)).caught_up(newest())


def scopes_of(client, kinds: Iterable[str]) -> dict[str, Scope]:
    """From where the client sees rows of each kind today."""
    known = all_kinds()
    return {code: client.scope(known[code].verb) for code in kinds if code in known}


def _endpoints(now):
    """Those that are on, with their clients and today's postings of these, in two queries."""
    postings = Posting.objects.active(timezone.localdate(now)).order_by("starts_on", "id")
    today = Prefetch("client__postings", queryset=postings, to_attr="active_postings")
    for endpoint in WebhookEndpoint.objects.usable(now).switched_on().select_related("client").prefetch_related(today):
        endpoint.client.postings_today = endpoint.client.active_postings
        yield endpoint


def _may_have_news(endpoint, top, now):
    if endpoint.failing_since and endpoint.last_batch_at and now < endpoint.last_batch_at + PROBE_EVERY:
        return False
    known = positions_of(endpoint.positions)
    return endpoint.looked < top or known.within(scopes_of(endpoint.client, endpoint.kinds)) != known


@transaction.atomic
def _write_batch(found: WebhookEndpoint, top: int, now: datetime) -> bool:
    """Whether there was something to tell. Who holds the endpoint just now changes it: its turn comes again."""
    endpoint = WebhookEndpoint.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=found.pk).first()
    if endpoint is None or not endpoint.is_on or endpoint.kinds != found.kinds:
        return False
    known = positions_of(endpoint.positions).within(scopes_of(found.client, endpoint.kinds))
    named, is_cut = _named(known, top)
    if named:
        endpoint.last_number, endpoint.last_batch_at = endpoint.last_number + 1, now
        WebhookDelivery.objects.create(
            endpoint=endpoint,
            number=endpoint.last_number,
            changes=named,
            is_cut=is_cut,
            positions=endpoint.positions,
            made_at=now,
            due_at=now,
        )
    endpoint.positions, endpoint.looked = parts_of(known.caught_up(top)), top
    endpoint.save(update_fields=["positions", "looked", "last_number", "last_batch_at"])
    return bool(named)


def _named(known: Positions, top: int) -> tuple[list[dict], bool]:
    """The first rows, each with the place from where it is seen (none for one that was lost), and if there are more."""
    changed, lost = list(_changed(known, top)), list(_lost(known))
    places = {(kind, subject): area for kind, subject, area in reversed(changed)}
    places |= {row: "" for row in lost if row not in places}
    named = [{"kind": kind, "id": subject, "area": places[kind, subject]} for kind, subject in sorted(places)]
    return named[:MOST_NAMED], max(len(changed), len(lost), len(named)) > MOST_NAMED


def _changed(known: Positions, top: int):
    within = Q(pk__in=[])
    for each in known.seen:
        first, last = each.span
        within |= Q(kind=each.kind, area_id__gte=first, area_id__lte=last, seq__gt=each.position)
    least = min((each.position for each in known.seen), default=top)
    entries = FeedEntry.objects.filter(within, seq__gt=least, seq__lte=top).order_by("seq")
    return entries.values_list("kind", "subject", "area_id")[: MOST_NAMED + 1]


def _lost(known: Positions):
    within = Q(pk__in=[])
    for each in known.lost:
        first, last = each.span
        was_told_gone = Q(is_gone=True, seq__lte=each.position)
        within |= Q(kind=each.kind, area_id__gte=first, area_id__lte=last, since__lte=each.position) & ~was_told_gone
    return FeedEntry.objects.filter(within).order_by("pk").values_list("kind", "subject")[: MOST_NAMED + 1]


def told(delivery: WebhookDelivery, scopes: Mapping[str, Scope]) -> list[dict]:
    """What a batch may name to the client as its scope is now."""
    return [
        {"kind": each["kind"], "id": each["id"]}
        for each in delivery.changes
        if each["kind"] in scopes and (not each["area"] or scopes[each["kind"]].covers(each["area"]))
    ]
