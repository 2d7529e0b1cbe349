"""The invariants that features declare, in their `invariants.py`, which is loaded by itself:

    @invariant("cases.numbers", "案号连续", "每个编号序列从 1 起连续，不缺号、不重号")
    def numbers(look):
        for series in look.over(rows):
            if ...:
                yield Finding(f"编号序列 {series.pk}：缺 {n} 号", series.area_id)

A finding names rows by kind and number, never by anybody's name: what is found is printed and sent about. Rows are read
by `iterator()` or `look.select`, some thousands at a time: a check of a million rows takes no more memory than one of a
thousand.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from celery import current_app
from django.db import connection

from governance.areas.codes import ROOT

Row = TypeVar("Row")
CHUNK = 2000  # rows read at once


@dataclass(frozen=True)
class Finding:
    """One row at fault, at the place `area`; `url` leads to its page, if it has one."""

    what: str
    area: str = ROOT
    url: str = ""


class Look:
    """What a check has looked at so far.

    A check that takes too long for a night looks at a share of its rows each night, unless it is asked for the `whole`;
    `after` is the key behind which it begins, `position` the key that it has come to.
    """

    def __init__(self, *, whole: bool = False, after: int = 0) -> None:
        self.count = 0
        self.whole, self.after, self.position = whole, after, after

    def over(self, rows: Iterable[Row]) -> Iterator[Row]:
        """`rows`, counted as they pass."""
        for row in rows:
            self.count += 1
            yield row

    def counts(self, sql: str) -> None:
        """For a check that the database does by itself: how many rows it looks at."""
        with connection.cursor() as cursor:
            cursor.execute(sql)
            self.count += cursor.fetchone()[0]

    def select(self, sql: str, parameters: Any = None) -> Iterator[tuple]:
        """The rows of a SELECT, some at a time, not counted."""
        with connection.chunked_cursor() as cursor:
            cursor.execute(sql, parameters)
            while rows := cursor.fetchmany(CHUNK):
                yield from rows


@dataclass(frozen=True)
class Invariant:
    """One thing that always holds: `holds` says it in a sentence, `find(look)` yields what breaks it.

    `in_snapshot`: all its statements see the database of one moment; not for what reads files for hours.
    """

    code: str
    label: str
    holds: str
    find: Callable[[Look], Iterator[Finding]]
    in_snapshot: bool = True


INVARIANTS: dict[str, Invariant] = {}


def invariant(code: str, label: str, holds: str, *, in_snapshot: bool = True):
    """Declare the function that looks for what breaks an invariant."""

    def declare(find):
        INVARIANTS[code] = Invariant(code, label, holds, find, in_snapshot)
        return find

    return declare


def find_invariant(code: str) -> Invariant | None:
    """None for one that is no longer declared: what it found stays readable."""
    _load()
    return INVARIANTS.get(code)


def all_invariants() -> list[Invariant]:
    """Every invariant that a feature declares, by code."""
    _load()
    return sorted(INVARIANTS.values(), key=lambda each: each.code)


@cache
def _load() -> None:
    """Import every feature's `invariants.py`, once."""
    current_app.loader.import_default_modules()
