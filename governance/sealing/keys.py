"""The keys of SEALING_KEYS and INDEX_KEYS (`id:base64,id:base64`): the first is current, the rest still open."""

import base64
import binascii
import re
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_ID = re.compile(r"[A-Za-z0-9-]{1,16}")
CIPHER_NAMES = ("SM4-GCM", "AES-256-GCM")
SHORTEST = {"SEALING_KEYS": 16, "INDEX_KEYS": 32}  # bytes


class SealingError(Exception):
    """A value cannot be sealed or opened. A fault of keys or data, not of the user: it is never shown as a blank."""


@dataclass(frozen=True)
class Keyring:
    """The keys of one setting, in its order. `setting` is named when one is missing."""

    setting: str
    keys: tuple[tuple[str, bytes], ...]

    @property
    def current(self) -> str:
        return self.keys[0][0]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(key_id for key_id, _ in self.keys)

    def material(self, key_id: str) -> bytes:
        for known, material in self.keys:
            if known == key_id:
                return material
        raise SealingError(f"{self.setting} 中没有编号为“{key_id}”的密钥，无法读取用它封存的数据。")

    def derived(self, key_id: str, purpose: str, length: int) -> bytes:
        """The key for one purpose (a column, an index): HKDF with SM3, so that columns do not share a key."""
        return _derived(self.material(key_id), purpose, length)


def sealing_keys() -> Keyring:
    return _parsed("SEALING_KEYS", tuple(settings.SEALING_KEYS))


def index_keys() -> Keyring:
    return _parsed("INDEX_KEYS", tuple(settings.INDEX_KEYS))


def require_keys() -> None:
    """Read both settings at the start, so that a wrong key stops it by name. Raises ImproperlyConfigured."""
    sealing_keys()
    index_keys()
    if settings.SEALING_CIPHER not in CIPHER_NAMES:
        raise ImproperlyConfigured(f"SEALING_CIPHER 只能是 {' 或 '.join(CIPHER_NAMES)}。")


@lru_cache(maxsize=1024)
def _derived(material, purpose, length):
    return HKDF(algorithm=hashes.SM3(), length=length, salt=None, info=purpose.encode()).derive(material)


@lru_cache(maxsize=64)
def _parsed(setting, pairs):
    if not pairs:
        raise ImproperlyConfigured(f"{setting} 是空的：至少需要一个“编号:base64”密钥。")
    keys = tuple(_parsed_pair(setting, pair) for pair in pairs)
    ids = [key_id for key_id, _ in keys]
    if len(ids) != len(set(ids)):
        raise ImproperlyConfigured(f"{setting} 中有重复的密钥编号。")
    return Keyring(setting, keys)


def _parsed_pair(setting, pair):
    """The pair's text is never part of the message: it holds the key."""
    key_id, _, encoded = pair.strip().partition(":")
    if not KEY_ID.fullmatch(key_id):
        raise ImproperlyConfigured(f"{setting} 的密钥编号只能是 1 至 16 位字母、数字或连字符。")
    try:
        material = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise ImproperlyConfigured(f"{setting} 中编号“{key_id}”的密钥不是有效的 base64。") from None
    if len(material) < SHORTEST[setting]:
        raise ImproperlyConfigured(f"{setting} 中编号“{key_id}”的密钥不足 {SHORTEST[setting]} 字节。")
    return key_id, material
