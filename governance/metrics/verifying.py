"""Rollups against the rows: every fact as the rows make it now, every cell as the facts add up.

Each question is one statement, so that writers and folders may go on: what was touched and is not folded is left out.
"""

from collections.abc import Iterator

from django.db import connection

from governance.metrics import sql
from governance.metrics.declaring import STREAMS, Source

BATCH = 5000


def differences(source: Source, *, batch: int = BATCH) -> Iterator[str]:
    """What is not as it should be: facts by subject first, then cells; nothing when all is well."""
    yield from _of_facts(source, batch)
    for counter in source.counters:
        yield from _of_cells(source, counter)


def _of_facts(source, batch):
    columns = ", ".join(source.columns)
    every = STREAMS[source.stream].every
    strays = f"""
        SELECT DISTINCT {source.key} FROM {source.table} WHERE {source.key} > %(after)s ORDER BY 1 LIMIT %(most)s
    """
    chosen = "SELECT unnest(%(subjects)s::bigint[])"
    compare = f"""
        WITH touched AS MATERIALIZED (SELECT subject FROM governance_metrictouch WHERE source = '{source.stream}'),
        fresh AS MATERIALIZED (SELECT * FROM ({sql.facts_of(source, chosen)}) made),
        stored AS MATERIALIZED (SELECT {columns} FROM {source.table} WHERE {source.key} IN ({chosen}))
        SELECT DISTINCT subject FROM (
            (TABLE fresh EXCEPT TABLE stored) UNION ALL (TABLE stored EXCEPT TABLE fresh)
        ) different WHERE {source.key} NOT IN (SELECT subject FROM touched) ORDER BY 1
    """
    told: set[int] = set()
    for walk in (every, strays):
        after = -1
        while subjects := _column(walk, {"after": after, "most": batch}):
            after = subjects[-1]
            found = set(_column(compare, {"subjects": subjects})) - told
            told |= found
            for subject in sorted(found):
                yield f"{source.label}第 {subject} 号的统计内容与原始记录不符"


def _of_cells(source, counter):
    name = sql.named(source, counter)
    found = f"""
        WITH summed AS ({sql.cells(sql.contributions(source, source.table, [counter]))})
        SELECT coalesce(s.place, c.place), coalesce(s.unit, c.unit), coalesce(s.starts_on, c.starts_on)
        FROM summed s FULL JOIN (
            SELECT * FROM governance_metriccell WHERE counter = %(name)s AND (total <> 0 OR slices <> '{{}}')
        ) c ON (s.place, s.unit, s.starts_on) = (c.place, c.unit, c.starts_on)
        WHERE (s.total, s.slices) IS DISTINCT FROM (c.total, c.slices) ORDER BY 1, 2, 3
    """
    with connection.cursor() as cursor:
        cursor.execute(found, {"name": name})
        for place, unit, starts_on in cursor.fetchall():
            yield f"{source.label}“{counter.label}”在 {place} 自 {starts_on} 起一{UNITS[unit]}的汇总与明细不符"


UNITS = {"d": "日", "m": "月", "y": "年"}


def _column(statement, parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [row[0] for row in cursor.fetchall()]
