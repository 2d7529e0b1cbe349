"""Statements over whole tables, and what a code says in SQL. What is put together here is this feature's own."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import connection

Report = Callable[[str, int, int], None]  # what is being done, how much of it, of how much
PART = 20_000  # rows between two reports

PARENT = """CASE WHEN {c} <> left({c}, 9) || '000' THEN left({c}, 9) || '000'
    WHEN {c} <> left({c}, 6) || '000000' THEN left({c}, 6) || '000000'
    WHEN {c} <> left({c}, 4) || '00000000' THEN left({c}, 4) || '00000000'
    WHEN {c} <> left({c}, 2) || '0000000000' THEN left({c}, 2) || '0000000000'
    ELSE '000000000000' END"""
LEVEL = """CASE WHEN right({c}, 3) <> '000' THEN 5 WHEN substr({c}, 7, 3) <> '000' THEN 4
    WHEN substr({c}, 5, 2) <> '00' THEN 3 WHEN substr({c}, 3, 2) <> '00' THEN 2
    WHEN {c} <> '000000000000' THEN 1 ELSE 0 END"""


def quiet(what: str, done: int, total: int) -> None:
    """For callers that show no progress."""


def copy_rows(table: str, items: Iterable[tuple], *, total: int, what: str, report: Report) -> None:
    """COPY `items` (numbers, and texts without control characters) into a table, reporting as they go."""
    done = 0
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
        for part in _parts(items):
            copy.write("".join(["\t".join(map(str, item)).replace("\\", "\\\\") + "\n" for item in part]))
            done += len(part)
            report(what, done, total)


def _parts(items: Iterable[tuple]) -> Iterator[list[tuple]]:
    remaining = iter(items)
    while part := list(islice(remaining, PART)):
        yield part


def execute(statement: str, *values) -> int:
    """Run a statement; returns the number of rows that it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.rowcount


def rows(statement: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall()


def scalar(statement: str, *values):
    return rows(statement, *values)[0][0]
