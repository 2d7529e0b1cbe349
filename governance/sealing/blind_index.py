"""Blind index: a keyed digest (HMAC-SM3) by which a sealed value is found exactly, and in no other way.

A digest is `key id.hex`. While INDEX_KEYS rotate, rows carry digests of several keys, so a look-up tries them all.
"""

from cryptography.hazmat.primitives import hashes, hmac

from governance.sealing.keys import index_keys


def current_digest(text: str, *, purpose: str) -> str:
    """The digest to store."""
    return _digest(text, purpose, index_keys().current)


def all_digests(text: str, *, purpose: str) -> list[str]:
    """The digests under every active key: a row that matches one of them holds `text`."""
    return [_digest(text, purpose, key_id) for key_id in index_keys().ids]


def lock_number(text: str, *, purpose: str) -> int:
    """A number for an advisory lock on `text`, the same in processes that know the same keys in another order."""
    digest = _digest(text, purpose, min(index_keys().ids))
    return int(digest.rpartition(".")[2][:15], 16)


def current_prefix() -> str:
    return f"{index_keys().current}."


def _digest(text, purpose, key_id):
    mac = hmac.HMAC(index_keys().derived(key_id, f"index:{purpose}", 32), hashes.SM3())
    mac.update(text.encode())
    return f"{key_id}.{mac.finalize().hex()}"
