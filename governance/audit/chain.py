"""The links of the chain: pure functions of an entry, the link before it and the key."""

import base64
import json
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes, hmac
from django.conf import settings

GENESIS = "0" * 64


def key() -> bytes:
    return base64.b64decode(settings.TRAIL_KEY)


def link(key: bytes, previous: str, *, position: int, sealed_at: datetime, horizon: int, entry) -> str:
    """HMAC-SM3 in hex. `entry` is anything with the columns of a TrailEntry. The detail counts by its digest alone."""
    told = [
        previous,
        position,
        _instant(sealed_at),
        horizon,
        entry.id,
        entry.transaction,
        _instant(entry.recorded_at),
        _instant(entry.happened_at),
        entry.verb,
        entry.subject_type,
        entry.subject_id,
        entry.area_id,
        entry.account_id,
        entry.client_id,
        entry.posting_id,
        entry.origin,
        entry.request_id,
        entry.details_digest,
    ]
    mac = hmac.HMAC(key, hashes.SM3())
    mac.update(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())
    return mac.finalize().hex()


def read_body(text):
    return json.loads(text) if isinstance(text, str) else text


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
