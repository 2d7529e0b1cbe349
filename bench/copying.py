"""What an import wrote, once more by COPY: the floor of an import, with the same indexes and nothing else.

Only tables with a key of one number are looked at: all that rows of a file become has one.
"""

import tempfile
import time
from dataclasses import dataclass

import psycopg
from psycopg import sql

TABLES = """
SELECT c.relname, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE i.indisprimary AND i.indnatts = 1 AND a.atttypid IN ('int'::regtype, 'bigint'::regtype) ORDER BY 1
"""
KEYS = "SELECT conname, conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"


@dataclass(frozen=True)
class Mark:
    """The highest key of each table at a moment."""

    highest: dict[tuple[str, str], int]

    @classmethod
    def now(cls, connection: psycopg.Connection) -> "Mark":
        tables = connection.execute(TABLES).fetchall()
        return cls({(table, key): _highest(connection, table, key) for table, key in tables})


def _highest(connection, table, key):
    asked = sql.SQL("SELECT coalesce(max({}), 0) FROM {}").format(sql.Identifier(key), sql.Identifier(table))
    return connection.execute(asked).fetchone()[0]


def seconds_to_copy(source: psycopg.Connection, mark: Mark, target: psycopg.Connection) -> tuple[float, int]:
    """How long COPY takes to bring all rows behind `mark` into `target`, table by table, and how many they are."""
    _bare(target)
    seconds, count = 0.0, 0
    for (table, key), highest in mark.highest.items():
        rows = sql.SQL("COPY (SELECT * FROM {} WHERE {} > {}) TO STDOUT (FORMAT binary)").format(
            sql.Identifier(table), sql.Identifier(key), highest
        )
        with tempfile.TemporaryFile() as kept:
            with source.cursor().copy(rows) as read:
                for block in read:
                    kept.write(block)
            kept.seek(0)
            begun = time.perf_counter()
            with target.cursor() as cursor:
                with cursor.copy(
                    sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
                ) as written:
                    while block := kept.read(1 << 20):
                        written.write(block)
                count += cursor.rowcount
            target.commit()
            seconds += time.perf_counter() - begun
    return seconds, count


def _bare(target):
    """Without triggers and foreign keys, and with what it has of these rows' keys aside."""
    for name, table in target.execute(KEYS).fetchall():
        target.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for table, _ in target.execute(TABLES).fetchall():
        target.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
    target.commit()
