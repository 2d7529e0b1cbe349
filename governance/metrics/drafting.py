"""Facts of a rebuild, in a table like the source's own, until it takes that one's place.

The table stands beside the other for as long as the rebuild goes on, and is no model: it is made by the rebuild, has
the columns and at last the indexes of the facts, and gets their names. A rebuild that is killed leaves it for the next.
"""

import time

from django.db import OperationalError, transaction

from governance.metrics import sql
from governance.metrics.declaring import Source

INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), c.conname IS NOT NULL
    FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.conrelid = i.indrelid
    WHERE i.indrelid = %s::regclass ORDER BY 1
"""
PREFIX = "draft_"
THESE = "SELECT unnest(%(subjects)s::bigint[])"
PATIENCE, ATTEMPTS = 2, 100  # seconds that readers are kept waiting at most, and how often that is tried


def table_of(source: Source) -> str:
    return f"{PREFIX}{source.table}"


def make(cursor, source: Source) -> None:
    """An empty draft. By its key, so that a fold finds what it changes; the other indexes come at the end."""
    drop(cursor, source)
    cursor.execute(f"CREATE TABLE {table_of(source)} (LIKE {source.table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
    cursor.execute(f"ALTER TABLE {table_of(source)} ADD PRIMARY KEY (subject)")
    for name, definition in _indexes(cursor, source):
        if definition.endswith(f"({source.key})"):
            cursor.execute(_own(source, name, definition))


def drop(cursor, source: Source) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS {table_of(source)}")


def write(cursor, source: Source, chosen: str, asked: dict) -> tuple[int, int | None]:
    """Draft the facts of the subjects in the SELECT `chosen` as the rows say now, whatever was drafted of them before.

    Returns how many subjects these are, and the last of them.
    """
    cursor.execute(f"CREATE TEMP TABLE drafted ON COMMIT DROP AS SELECT * FROM ({chosen}) chosen (subject)", asked)
    cursor.execute("SELECT count(*), min(subject), max(subject) FROM drafted")
    count, first, last = cursor.fetchone()
    if count:
        _write(cursor, source, first, last)
    cursor.execute("DROP TABLE drafted")
    return count, last


def _write(cursor, source, first, last):
    columns = ", ".join(source.columns)
    changes = ", ".join(f"{column} = excluded.{column}" for column in source.columns if column != "subject")
    cursor.execute("ANALYZE drafted")  # of what was just made the database does not know how much it is
    fresh = sql.facts_of(source, "SELECT subject FROM drafted")
    cursor.execute(  # between them: else the whole draft is read for each batch, and more the further it got
        f"""DELETE FROM {table_of(source)} t USING drafted d
            WHERE t.{source.key} = d.subject AND t.{source.key} BETWEEN %s AND %s""",
        [first, last],
    )
    cursor.execute(
        f"""INSERT INTO {table_of(source)} ({columns}) SELECT {columns} FROM ({fresh}) fresh
            ON CONFLICT (subject) DO UPDATE SET {changes}""",
        {},
    )


def make_an_index(cursor, source: Source) -> bool:
    """Make one index that the draft lacks; False when it has all."""
    for name, definition in _indexes(cursor, source):
        cursor.execute("SELECT to_regclass(%s) IS NULL", [PREFIX + name])
        if cursor.fetchone()[0]:
            cursor.execute(_own(source, name, definition))
            return True
    cursor.execute(f"ANALYZE {table_of(source)}")
    return False


def put_in_place(cursor, source: Source) -> None:
    """The draft becomes the table: same name, same indexes under the same names.

    Whoever reads waits a moment. As with TRUNCATE, a transaction that began at one snapshot before and reads after
    would miss facts; readings are one statement each.
    """
    names = [name for name, _ in _indexes(cursor, source)]
    cursor.execute(INDEXES, [source.table])
    (primary,) = [name for name, _, is_constraint in cursor.fetchall() if is_constraint]
    cursor.execute(INDEXES, [table_of(source)])
    (own_primary,) = [name for name, _, is_constraint in cursor.fetchall() if is_constraint]
    _lock(cursor, source)
    cursor.execute(f"DROP TABLE {source.table}")
    cursor.execute(f"ALTER TABLE {table_of(source)} RENAME TO {source.table}")
    for had, gets in ((own_primary, primary), *((PREFIX + name, name) for name in names)):
        cursor.execute(f"ALTER INDEX {had} RENAME TO {gets}")


def _lock(cursor, source):
    """Lock the facts from readers; not while a long reading would make all others wait behind us."""
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
                cursor.execute(f"LOCK TABLE {source.table} IN ACCESS EXCLUSIVE MODE")
                cursor.execute("SET LOCAL lock_timeout = 0")
                return
        except OperationalError:
            time.sleep(PATIENCE)
    raise TimeoutError(f"{source.table} 一直有人在读。")


def _indexes(cursor, source):
    """Name and definition of each index of the facts but that of the primary key."""
    cursor.execute(INDEXES, [source.table])
    return [(name, definition) for name, definition, is_constraint in cursor.fetchall() if not is_constraint]


def _own(source, name, definition):
    """The same index on the draft."""
    return definition.replace(f" {name} ", f" {PREFIX}{name} ", 1).replace(
        f".{source.table} ", f".{table_of(source)} ", 1
    )
