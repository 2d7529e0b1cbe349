"""record(): one row in the trail, in the act's own transaction."""

import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from cryptography.hazmat.primitives import hashes
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone

from governance.access.scope import Scope
from governance.areas.codes import ROOT
from governance.audit.models import TrailDetail, TrailEntry
from governance.audit.origin import current_origin
from governance.copying import copy_new, new_row
from governance.database.prepared import Prepared

ENTRY = Prepared("""
WITH entry AS (
    INSERT INTO governance_trailentry (recorded_at, transaction, happened_at, verb, subject_type, subject_id, area_id,
        account_id, client_id, posting_id, origin, request_id, details_digest)
    VALUES (%s, 0, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
)
INSERT INTO governance_traildetail (entry_id, salt, body) SELECT id, %s, %s::jsonb FROM entry RETURNING entry_id
""")

CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
TOLD = DjangoJSONEncoder()


def details_digest(salt: str, body: dict) -> str:
    """SM3 over the salted, canonical text of a detail: what the chain seals instead of the text."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(f"{salt}\n{CANONICAL.encode(body)}".encode())
    return digest.finalize().hex()


def record(verb: str, subject, *, by, area: str = "", happened_at: datetime | None = None, **details) -> TrailEntry:
    """Write that `by` (an account, an API client, or None for the portal itself) did `verb` to `subject`.

    `area` is the code of the place that the act belongs to (the subject's own if not given). `details` are the texts:
    `changes={field: [before, after]}`, `reason`, and what else an auditor needs; never a full identifier.
    Must run inside the transaction of the act: raises TransactionManagementError otherwise.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("record() outside the transaction of its act")
    now = timezone.now()
    place = area or getattr(subject, "area_id", None) or ROOT
    origin = current_origin()
    body = _body(details)
    salt = secrets.token_hex(16)
    entry = TrailEntry(
        recorded_at=now,
        happened_at=happened_at or now,
        verb=verb,
        subject_type=subject._meta.model_name,
        subject_id=str(subject.pk),
        area_id=place,
        posting=_posting(by, place),
        origin=origin.address,
        request_id=origin.request_id,
        details_digest=details_digest(salt, body),
        **_actor(by),
    )
    _write(entry, salt, body)
    return entry


def _write(entry: TrailEntry, salt: str, body: dict) -> None:
    """The entry and its detail in one statement: every act of every day writes them."""
    columns = ("happened_at", "verb", "subject_type", "subject_id", "area_id", "account_id", "client_id", "posting_id")
    said = [getattr(entry, name) for name in (*columns, "origin", "request_id", "details_digest")]
    with connection.cursor() as cursor:
        cursor.execute(ENTRY, [entry.recorded_at, *said, salt, json.dumps(body, ensure_ascii=False)])
        (entry.pk,) = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias


def record_each(verb: str, told: Iterable[tuple], *, by) -> None:
    """As `record`, of many subjects by one act, in two statements: `told` is (subject, details) of each."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("record_each() outside the transaction of its act")
    now, origin, posting = timezone.now(), current_origin(), cache(lambda place: _posting(by, place))
    actor = {f"{name}_id": who.pk for name, who in _actor(by).items()}
    entries, details = [], []
    for subject, said in told:
        body, salt = _body(said), secrets.token_hex(16)
        entry = new_row(
            TrailEntry,
            recorded_at=now,
            happened_at=now,
            verb=verb,
            subject_type=subject._meta.model_name,
            subject_id=str(subject.pk),
            area_id=subject.area_id,
            posting=posting(subject.area_id),
            origin=origin.address,
            request_id=origin.request_id,
            details_digest=details_digest(salt, body),
            **actor,
        )
        entries.append(entry)
        details.append(new_row(TrailDetail, entry=entry, salt=salt, body=body))
    copy_new(TrailEntry, entries)
    copy_new(TrailDetail, details)


def _body(details) -> dict:
    return json.loads(TOLD.encode(details), parse_float=str)  # a float may come back changed


def _actor(by):
    if by is None:
        return {}
    return {"client" if by._meta.model_name == "apiclient" else "account": by}


def _posting(by, place):
    """The posting that covers the place of the act, the narrowest first."""
    if by is None:
        return None
    covering = [posting for posting in by.postings_today if Scope((posting.area_id,)).covers(place)]
    return max(covering, key=lambda posting: posting.area.level, default=None)
