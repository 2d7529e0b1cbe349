"""Snapshots as JSON and back: the text that is stored, sealed and digested beside what was printed from it."""

import json
import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date, datetime

from cryptography.hazmat.primitives import hashes

from cases.documents import follow_up_details, form_details, snapshot
from cases.documents.snapshot import FormSnapshot

MODULES = (snapshot, form_details, follow_up_details)
KINDS = {name: kind for module in MODULES for name, kind in vars(module).items() if is_dataclass(kind)}


def to_json(snap: FormSnapshot) -> str:
    """Always the same text for the same facts; what is empty is left out."""
    return json.dumps(_plain(snap), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> FormSnapshot:
    return _built(FormSnapshot, json.loads(text))


def digest(text: str) -> str:
    """SM3, as of every file (GB/T 32905)."""
    return sm3(text.encode())


def sm3(content: bytes) -> str:
    sponge = hashes.Hash(hashes.SM3())
    sponge.update(content)
    return sponge.finalize().hex()


def _plain(value):
    if is_dataclass(value):
        shown = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        kept = {name: one for name, one in shown.items() if one not in (None, "", [])}
        return {"is": type(value).__name__, **kept}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _built(kind, value):
    if isinstance(value, dict):
        kind = KINDS[value["is"]]
        hints = typing.get_type_hints(kind)
        return kind(**{name: _built(hints[name], one) for name, one in value.items() if name != "is"})
    if isinstance(value, list):
        of = typing.get_args(kind)[0]
        return tuple(_built(of, one) for one in value)
    if isinstance(kind, types.UnionType):  # only ever "something or None", and None is not written
        kind = typing.get_args(kind)[0]
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    return value
