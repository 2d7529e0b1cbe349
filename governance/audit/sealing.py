"""Sealing the trail in the background: writers never wait, and no entry is passed over.

Transactions end in another order than they begin. An entry is sealed once every transaction up to its own is over
(`pg_snapshot_xmin`): what becomes visible later belongs to a later transaction, and so to a later link.
"""

import logging
from dataclasses import dataclass

from django.db import connection, transaction

from governance.audit import chain
from governance.audit.models import TrailEntry, TrailHead, TrailSeal

logger = logging.getLogger(__name__)
SEALER_LOCK = 0x7472_6169  # advisory lock: one sealer at a time
BATCH = 2000


@dataclass(frozen=True)
class Horizon:
    """Of the cluster now: transactions below `over` are over, those from `begun` on have not begun."""

    over: int
    begun: int
    at: object


def seal_all() -> int:
    """Seal what can be sealed; the number of entries. 0 when another sealer is at work."""
    sealed = 0
    while count := seal_batch():
        sealed += count
    return sealed


def seal_batch(size: int = BATCH) -> int:
    with transaction.atomic():
        if not _is_only_sealer():
            return 0
        head = TrailHead.objects.get_or_create(pk=1)[0]
        horizon = _horizon(head.shift)
        if horizon.begun <= head.transaction:
            return rebase(head, horizon)
        ready = TrailEntry.objects.behind(head).filter(transaction__lt=horizon.over)
        entries = list(ready.order_by("transaction", "id")[:size])
        _append(head, entries, horizon)
    if entries:
        logger.info("trail head %s:%s", head.position, head.digest)
    return len(entries)


def rebase(head: TrailHead, horizon: Horizon) -> int:
    """The database was restored into a cluster whose transactions count lower than those sealed already.

    Under a lock that waits for every writer, all that is unsealed is sealed in the order of ids, and from then on
    this cluster's transactions are counted from above. Happens once after a restore; recorded in the log.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE governance_trailentry IN EXCLUSIVE MODE")
    sealed = TrailSeal.objects.values("entry_id")
    entries = list(TrailEntry.objects.exclude(pk__in=sealed).order_by("id"))
    _append(head, entries, horizon)
    top = TrailEntry.objects.order_by("-transaction", "-id").values_list("transaction", "id").first()
    head.transaction, head.entry_id = top or (0, 0)
    head.shift = head.transaction + 1
    head.save()
    logger.warning("trail goes on after a restore: head %s:%s, shift %s", head.position, head.digest, head.shift)
    return len(entries)


def _is_only_sealer():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        return cursor.fetchone()[0]


def _horizon(shift):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint, clock_timestamp()"
            " FROM pg_current_snapshot() AS s"
        )
        over, begun, at = cursor.fetchone()
    return Horizon(over + shift, begun + shift, at)


def _append(head, entries, horizon):
    key, seals = chain.key(), []
    for entry in entries:
        place = {"position": head.position + 1, "sealed_at": horizon.at, "horizon": horizon.begun}
        head.digest = chain.link(key, head.digest, entry=entry, **place)
        head.position += 1
        head.transaction, head.entry_id = entry.transaction, entry.pk
        seals.append(TrailSeal(entry_id=entry.pk, digest=head.digest, **place))
    TrailSeal.objects.bulk_create(seals, batch_size=1000)
    if seals:
        head.save()
