"""Secrets of one checkout: made once, kept in `.data/` with mode 0600, passed on as environment."""

import base64
import json
import secrets
from dataclasses import asdict, dataclass

from stack.disk import DataDir, wait_for_lock, write_private

SM4_KEY_BYTES = 16


@dataclass(frozen=True)
class Keys:
    secret_key: str
    sealing_keys: str
    index_keys: str
    trail_key: str
    postgres_password: str
    portal_password: str
    valkey_password: str

    @classmethod
    def fresh(cls) -> "Keys":
        return cls(
            secret_key=secrets.token_urlsafe(48),
            sealing_keys=f"1:{_base64(SM4_KEY_BYTES)}",
            index_keys=f"1:{_base64(32)}",
            trail_key=_base64(32),
            postgres_password=secrets.token_hex(24),
            portal_password=secrets.token_hex(24),
            valkey_password=secrets.token_hex(24),
        )


def keys_of(data: DataDir) -> Keys:
    """The checkout's secrets, made on the first call; two first calls at once agree on one set."""
    with wait_for_lock(data.lock("keys")):
        if not data.keys.exists():
            write_private(data.keys, json.dumps(asdict(Keys.fresh()), indent=1))
    return Keys(**json.loads(data.keys.read_text(encoding="utf-8")))


def _base64(length: int) -> str:
    return base64.b64encode(secrets.token_bytes(length)).decode()
