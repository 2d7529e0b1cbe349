"""What can be followed. A wing declares each kind in a feature's `feed.py`, which is loaded by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from celery import current_app
from django.db.models import QuerySet

from governance.api.shapes import Shape


@dataclass(frozen=True)
class Kind:
    """Rows that others may keep a copy of.

    `places` is SQL that selects (subject, area_id): from where each row is seen. `rows` are those an actor may see,
    with all that `shape` reads. The tables that `shape` reads carry `triggers.followed`; what only names them (a
    place, a committee, an account) does not.
    """

    code: str
    label: str
    verb: str
    places: str
    rows: Callable[[Any], QuerySet]
    shape: type[Shape]


KINDS: dict[str, Kind] = {}


def follow(kind: Kind) -> None:
    KINDS[kind.code] = kind


def all_kinds() -> dict[str, Kind]:
    _load()
    return KINDS


@cache
def _load() -> None:
    """Import every feature's `feed.py`, once."""
    current_app.loader.import_default_modules()
