"""Tables without indexes, foreign keys and triggers while they are filled; `bench_definition` keeps what they had.

A primary key stays where rows of other tables lead to it.
"""

import re
from collections.abc import Callable, Iterable, Iterator

KEPT = """
CREATE TABLE bench_definition AS
SELECT 'key' AS what, conrelid::regclass::text AS tbl, conname::text AS name, pg_get_constraintdef(oid) AS definition
FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%(tables)s::regclass[])
UNION ALL
SELECT 'unique', c.conrelid::regclass::text, c.conname::text,
    CASE c.contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END || ' USING INDEX "' || c.conname || '"'
        || CASE WHEN c.condeferrable THEN ' DEFERRABLE' ELSE '' END
        || CASE WHEN c.condeferred THEN ' INITIALLY DEFERRED' ELSE '' END
FROM pg_constraint c WHERE c.contype IN ('u', 'p') AND c.conrelid = ANY(%(tables)s::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = c.conindid)
UNION ALL
SELECT 'index', i.indrelid::regclass::text, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index i WHERE i.indrelid = ANY(%(tables)s::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = i.indexrelid)
"""
DROP = {
    "key": 'ALTER TABLE {table} DROP CONSTRAINT "{name}"',
    "unique": 'ALTER TABLE {table} DROP CONSTRAINT "{name}"',
    "index": "DROP INDEX IF EXISTS {name}",  # that of a unique constraint went with it
}
LARGEST_FIRST = """
SELECT name, definition FROM bench_definition WHERE what = 'index'
ORDER BY pg_relation_size(tbl::regclass) * CASE WHEN definition LIKE '% USING gin %' THEN 20 ELSE 1 END DESC, name
"""
Step = tuple[str, Callable]
TO_FACTS = re.compile(r"(?<!caseevent) USING btree \((case|agreement|obligation|volume)_id\b|time_limit_of_visits ")


def tables_of(models: Iterable) -> list[str]:
    return sorted({model._meta.db_table for model in models})


def strip(cursor, models: Iterable) -> None:
    """Take all of it off. Rows that a foreign key waits to check are checked first."""
    tables = tables_of(models)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(KEPT, {"tables": tables})
    for what, drop in DROP.items():
        cursor.execute("SELECT tbl, name FROM bench_definition WHERE what = %s", [what])
        for table, name in cursor.fetchall():
            cursor.execute(drop.format(table=table, name=name))
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")


def indexes(cursor) -> tuple[list[Step], list[Step]]:
    """The steps that make the indexes again, several of which may run at once; what takes long comes first.

    Those that lead from a case to what hangs on it, by which its facts are found, apart from all others.
    """
    cursor.execute(LARGEST_FIRST)
    of_cases: list[Step] = []
    others: list[Step] = []
    for name, definition in cursor.fetchall():
        (of_cases if TO_FACTS.search(definition) else others).append((f"index {name}", act(definition)))
    return of_cases, others


def dressing(cursor, models: Iterable) -> Iterator[tuple[str, Callable]]:
    """The steps after these, one after the other: foreign keys are kept for rows to come."""
    cursor.execute("SELECT what, tbl, name, definition FROM bench_definition WHERE what <> 'index' ORDER BY what DESC")
    for what, table, name, definition in cursor.fetchall():
        late = " NOT VALID" if what == "key" else ""
        yield f"{what} {name}", act(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}{late}')
    for table in tables_of(models):
        yield (
            f"triggers {table}",
            act(f"ALTER TABLE {table} ENABLE TRIGGER USER", f"ALTER TABLE {table} RESET (autovacuum_enabled)"),
        )
        yield f"sequence {table}", _sequence(table)


def act(*statements: str) -> Callable:
    def do(cursor):
        for each in statements:
            cursor.execute(each)

    return do


def _sequence(table):
    def act(cursor):
        cursor.execute(
            "SELECT pg_get_serial_sequence(%s, 'id') WHERE EXISTS (SELECT FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attname = 'id')",
            [table, table],
        )
        found = cursor.fetchone()
        if found:
            cursor.execute(f"SELECT setval(%s, (SELECT max(id) FROM {table}))", [found[0]])

    return act
