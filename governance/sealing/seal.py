"""One sealed value: `cipher.key id.base64(nonce, text, tag)`. Its column is bound in, so it opens nowhere else."""

import base64
import binascii
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

from governance.sealing.keys import SealingError, sealing_keys

NONCE, TAG = 12, 16  # bytes


@dataclass(frozen=True)
class CipherKind:
    mark: str
    algorithm: type
    key_length: int  # bytes


CIPHERS = {
    "SM4-GCM": CipherKind("sm4", algorithms.SM4, 16),
    "AES-256-GCM": CipherKind("aes", algorithms.AES, 32),
}
BY_MARK = {cipher.mark: cipher for cipher in CIPHERS.values()}


@dataclass(frozen=True, repr=False)
class Sealed:
    """A value as stored. It shows nothing of itself: whoever wants the text has to say `.open()`."""

    token: str
    purpose: str

    def open(self) -> str:
        return open_seal(self.token, purpose=self.purpose)

    @property
    def key_id(self) -> str:
        return self.token.split(".", 2)[1]

    def __str__(self):
        return "〔已封存〕"

    __repr__ = __str__


def current_cipher() -> CipherKind:
    return CIPHERS[settings.SEALING_CIPHER]


def current_prefix() -> str:
    """How a value begins that is sealed as settings now say; any other beginning is due for rotation."""
    return f"{current_cipher().mark}.{sealing_keys().current}."


def seal(text: str, *, purpose: str) -> Sealed:
    """Seal `text` for a column (`purpose`) with the current key and cipher."""
    cipher, prefix, nonce = current_cipher(), current_prefix(), os.urandom(NONCE)
    key = _key(cipher, sealing_keys().current, purpose)
    encryptor = Cipher(cipher.algorithm(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(f"{prefix}{purpose}".encode())
    body = encryptor.update(text.encode()) + encryptor.finalize()
    return Sealed(prefix + base64.b64encode(nonce + body + encryptor.tag).decode(), purpose)


def open_seal(token: str, *, purpose: str) -> str:
    """The text that was sealed. Raises SealingError naming the key id when the key is missing or wrong."""
    mark, _, rest = token.partition(".")
    key_id, _, encoded = rest.partition(".")
    if mark not in BY_MARK or not encoded:
        raise SealingError(f"{purpose} 的数据不是封存格式。")
    cipher, data = BY_MARK[mark], _decoded(encoded, key_id, purpose)
    key = _key(cipher, key_id, purpose)
    decryptor = Cipher(cipher.algorithm(key), modes.GCM(data[:NONCE], data[-TAG:])).decryptor()
    decryptor.authenticate_additional_data(f"{mark}.{key_id}.{purpose}".encode())
    try:
        return (decryptor.update(data[NONCE:-TAG]) + decryptor.finalize()).decode()
    except InvalidTag:
        raise _broken(key_id, purpose) from None


def _key(cipher, key_id, purpose):
    return sealing_keys().derived(key_id, f"seal:{cipher.mark}:{purpose}", cipher.key_length)


def _decoded(encoded, key_id, purpose):
    try:
        data = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise _broken(key_id, purpose) from None
    if len(data) < NONCE + TAG:
        raise _broken(key_id, purpose)
    return data


def _broken(key_id, purpose):
    return SealingError(f"用密钥“{key_id}”无法打开 {purpose}：密钥不对，或数据被改动。")
