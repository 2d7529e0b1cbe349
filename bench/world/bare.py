"""Tables without indexes, foreign keys and triggers while they are filled; `bench_definition` keeps what they had."""

from collections.abc import Callable, Iterable, Iterator

WHAT = (
    (
        "key",
        """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
           WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])""",
        'ALTER TABLE {table} DROP CONSTRAINT "{name}"',
        'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition} NOT VALID',
    ),
    (
        "unique",
        """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
           WHERE contype = 'u' AND conrelid = ANY(%s::regclass[])""",
        'ALTER TABLE {table} DROP CONSTRAINT "{name}"',
        'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}',
    ),
    (
        "index",
        """SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
           WHERE indrelid = ANY(%s::regclass[])
               AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)""",
        "DROP INDEX {name}",
        "{definition}",
    ),
)


def _tables(models: Iterable) -> list[str]:
    return sorted({model._meta.db_table for model in models})


def strip(cursor, models: Iterable) -> None:
    """Take all of it off. Rows that a foreign key waits to check are checked first."""
    tables = _tables(models)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("CREATE TABLE bench_definition (what text, tbl text, name text, definition text)")
    for what, asked, drop, _ in WHAT:
        cursor.execute(asked, [tables])
        for table, name, definition in cursor.fetchall():
            cursor.execute("INSERT INTO bench_definition VALUES (%s, %s, %s, %s)", [what, table, name, definition])
            cursor.execute(drop.format(table=table, name=name))
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")


def dressing(models: Iterable) -> Iterator[tuple[str, Callable]]:
    """The steps that put it back, each with its name; keys after what they stand on."""
    from django.db import connection

    tables = _tables(models)
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, tbl, name, definition FROM bench_definition ORDER BY tbl, name")
        kept = cursor.fetchall()
    for table in tables:
        yield f"analyze {table}", _act(f"ANALYZE {table}")
    for what, _, _, make in reversed(WHAT):
        for kind, table, name, definition in kept:
            if kind == what:
                yield f"{what} {name}", _act(make.format(table=table, name=name, definition=definition))
    for table in tables:
        yield (
            f"triggers {table}",
            _act(f"ALTER TABLE {table} ENABLE TRIGGER USER", f"ALTER TABLE {table} RESET (autovacuum_enabled)"),
        )
        yield f"sequence {table}", _sequence(table)


def _act(*statements):
    def act(cursor):
        for each in statements:
            cursor.execute(each)

    return act


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
