"""Signatures of messages by the open scheme Standard Webhooks, which receivers check with libraries of any language."""

import base64
import hashlib
import hmac
import secrets as randomness
from collections.abc import Iterable
from datetime import datetime

PREFIX, LENGTH = "whsec_", 32  # bytes of a secret


def new_secret() -> str:
    return PREFIX + base64.b64encode(randomness.token_bytes(LENGTH)).decode()


def headers(message_id: str, at: datetime, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """What proves a message: one signature with each secret that is good just now."""
    moment = str(int(at.timestamp()))
    signatures = " ".join(signature(secret, message_id, moment, body) for secret in secrets)
    return {"webhook-id": message_id, "webhook-timestamp": moment, "webhook-signature": signatures}


def signature(secret: str, message_id: str, moment: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    summed = hmac.new(key, f"{message_id}.{moment}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(summed.digest()).decode()}"
