"""Rollups against the rows: every fact as the rows make it now, every cell as the facts add up.

Each question is one statement, so that writers and folders may go on: what was touched and is not folded is left out.
"""

from collections.abc import Iterator

from django.db import connection

from governance.metrics import sql, summing
from governance.metrics.declaring import STREAMS, Source

BATCH = 50_000
EVERYTHING = 2**63 - 1


def differences(source: Source, *, batch: int = BATCH) -> Iterator[str]:
    """What is not as it should be: facts by subject first, then cells; nothing when all is well."""
    yield from _of_facts(source, batch)
    for wide in summing.wides(source, source.table, source.counters):
        yield from _of_cells(wide)


def _of_facts(source, batch):
    columns = ", ".join(source.columns)
    every = STREAMS[source.stream].every
    touched = f"SELECT subject FROM governance_metrictouch WHERE source = '{source.stream}'"
    chosen = "SELECT unnest(%(subjects)s::bigint[])"
    compare = f"""
        WITH fresh AS MATERIALIZED (SELECT {columns} FROM ({sql.facts_of(source, chosen)}) made),
        stored AS MATERIALIZED (SELECT {columns} FROM {source.table} WHERE {source.key} = ANY(%(subjects)s))
        SELECT DISTINCT subject FROM (
            (TABLE fresh EXCEPT TABLE stored) UNION ALL (TABLE stored EXCEPT TABLE fresh)
        ) different WHERE {source.key} NOT IN ({touched}) ORDER BY 1
    """
    strays = f"""
        SELECT t.subject FROM {source.table} t
        LEFT JOIN ({every}) subjects (subject) ON subjects.subject = t.{source.key}
        WHERE subjects.subject IS NULL AND t.{source.key} NOT IN ({touched}) ORDER BY 1
    """
    after = -1
    while subjects := _column(every, {"after": after, "most": batch}):
        after = subjects[-1]
        yield from (_told(source, subject) for subject in _column(compare, {"subjects": subjects}))
    yield from (_told(source, subject) for subject in _column(strays, {"after": -1, "most": EVERYTHING}))


def _told(source, subject):
    return f"{source.label}第 {subject} 号的统计内容与原始记录不符"


def _of_cells(wide):
    labels = dict(zip(wide.names, (counter.label for counter in wide.counters), strict=True))
    found = f"""
        SELECT coalesce(s.counter, c.counter), coalesce(s.place, c.place), coalesce(s.unit, c.unit),
               coalesce(s.starts_on, c.starts_on)
        FROM ({summing.cells(wide)}) s FULL JOIN (
            SELECT * FROM governance_metriccell WHERE counter = ANY(%(names)s) AND (total <> 0 OR slices <> '{{}}')
        ) c ON (s.counter, s.place, s.unit, s.starts_on) = (c.counter, c.place, c.unit, c.starts_on)
        WHERE (s.total, s.slices) IS DISTINCT FROM (c.total, c.slices) ORDER BY 1, 2, 3, 4
    """
    with connection.cursor() as cursor:
        cursor.execute(found, {"names": list(labels)})
        for name, place, unit, starts_on in cursor.fetchall():
            yield f"{wide.source.label}“{labels[name]}”在 {place} 自 {starts_on} 起一{UNITS[unit]}的汇总与明细不符"


UNITS = {"d": "日", "t": "旬", "m": "月", "y": "年"}


def _column(statement, parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [row[0] for row in cursor.fetchall()]
