"""`python -m bench.world.filling SIZE`: fill the database of DATABASE_URL up to SIZE cases, in chunks.

Each step is one transaction that notes itself in `bench_done`: killed anywhere, the next run goes on with the steps it
was at. Rows are written by INSERT … SELECT from `bench_life`, several tables at once, without indexes, foreign keys and
triggers; indexes are made again at the end, foreign keys too, for rows to come (NOT VALID). What the triggers would
have noted is written with the rows (feed) or made from them (figures). A column that is not told in tables.py gets what
its model says.

`manage.py verify` finds nothing at fault in such a world, of up to a million cases: of more, only the newest TEXTS have
words to search by. Not built: who was present, evidence, visits, closing reports, claims, the trail; of cases older
than two years the time limits, the contacts, the words of events, the signatures of the parties, and all but the first
line of the facts.
"""

import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import django

from bench.say import timed

CHUNK = 250_000
SETTINGS = (
    "timezone = 'Asia/Shanghai'",
    "work_mem = '256MB'",
    "maintenance_work_mem = '1GB'",
    "jit = off",
    "synchronous_commit = off",
    "max_parallel_maintenance_workers = 0",  # several are made at once instead
)
AT_ONCE = 3  # on two cores: one waits for the disk
APART = False  # a step that commits what it does by itself, and is noted after


def main(size: int) -> None:
    from bench.world import bare, haste
    from bench.world.lives import FROM, HAND_OVER
    from bench.world.tables import MODELS, ROWS

    _once("", lambda cursor: cursor.execute("CREATE TABLE IF NOT EXISTS bench_done (step text PRIMARY KEY)"))
    _once("seats", lambda cursor: _seats(cursor, size))
    _once("bare", lambda cursor: bare.strip(cursor, MODELS))
    with _connected() as cursor:
        cursor.execute("SELECT name, value FROM bench_told")
        told = dict(cursor.fetchall())
    ends = [*range(told["chunk"], told["size"], told["chunk"]), told["size"]]
    _live(told, ends[0])
    for end, following in zip(ends, [*ends[1:], None], strict=True):
        _once(f"{end:,} handed over", lambda cursor: [cursor.execute(each) for each in HAND_OVER])
        steps = [(f"{end:,} {each.model._meta.db_table} {each.name}", each.insert) for each in ROWS]
        _side_by_side([*([_lives(told, following)] if following else []), *steps])
    with _connected() as cursor:
        tables = bare.tables_of(MODELS)
        to_facts, others = bare.indexes(cursor)
        _side_by_side(to_facts)
        _side_by_side([(f"analyze {table}", bare.act(f"ANALYZE {table}")) for table in tables])
        vacuums = [(f"vacuum {table}", _vacuum(table), APART) for table in tables]
        behind = [(step, haste.behind_others(make)) for step, make in others]
        _side_by_side([("facts and cells", _rebuild, APART), *vacuums, *behind])
        for step, act in bare.dressing(cursor, MODELS):
            _once(step, act)
    _once("vacuum", _vacuum_the_rest, APART)
    with _connected() as cursor:
        for table in (*FROM, "bench_life", "bench_told", "bench_definition", "bench_done"):
            cursor.execute(f"DROP TABLE {table}")


def _connected():
    from django.db import connection

    return connection.cursor()


def _once(step: str, act: Callable, in_one: bool = True) -> None:
    """Do a step that was not done yet, and note it; `in_one` transaction."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        if step:
            cursor.execute("SELECT FROM bench_done WHERE step = %s", [step])
            if cursor.fetchone() is not None:
                return
        for setting in SETTINGS:
            cursor.execute(f"SET {setting}")
        with timed(step, from_seconds=0.5):
            if not in_one:
                act(cursor)
            with transaction.atomic():
                if in_one:
                    act(cursor)
                if step:
                    cursor.execute("INSERT INTO bench_done VALUES (%s)", [step])


def _side_by_side(steps: Iterable[tuple]) -> None:
    """Do steps that do not meet, AT_ONCE of them at a time, in their order."""

    def each(*step):
        from django.db import connection

        try:
            _once(*step)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as beside:
        for done in [beside.submit(each, *step) for step in steps]:
            done.result()


def _seats(cursor, size):
    """Committees with people in the districts of the world, and what cases are made from."""
    from bench.world import stories
    from bench.world.lives import FROM
    from bench.world.room import TEXTS, districts_of
    from bench.world.seats import SEATS, districts

    districts(cursor, districts_of(size))
    for each in SEATS:
        each.insert(cursor)
    told = stories.fill(cursor) | _there(cursor)
    told["size"] = size - told.pop("there")
    told["people"] = max(2, told["size"] // 8 * 2)
    told["texts_from"] = max(0, told["size"] - TEXTS)
    told["chunk"] = max(1, min(CHUNK, told["size"] // 4))
    cursor.execute("CREATE TABLE bench_told (name text PRIMARY KEY, value bigint)")
    cursor.executemany("INSERT INTO bench_told VALUES (%s, %s)", list(told.items()))
    for name, select in FROM.items():
        if select:
            cursor.execute(f"CREATE TABLE {name} AS {select}")
            cursor.execute(f"ANALYZE {name}")


def _live(told, last):
    _once(*_lives(told, last))


def _lives(told, last):
    """The step that makes the lives of the chunk that ends with `last`."""
    from bench.world.lives import LIFE
    from bench.world.tables import SERIES

    def act(cursor):
        first = (last - 1) // told["chunk"] * told["chunk"] + 1
        cursor.execute("SELECT setseed(%s)", [last % 9973 / 10_000])
        for step in LIFE:
            cursor.execute(step, told | {"first": first, "last": last} if "%(" in step else None)
        cursor.execute(SERIES)

    return f"{last:,} lives", act


def _vacuum(table):
    return lambda cursor: cursor.execute(f"VACUUM (ANALYZE, PARALLEL 0) {table}")


def _vacuum_the_rest(cursor):
    cursor.execute("SELECT relid::regclass::text FROM pg_stat_user_tables WHERE last_vacuum IS NULL")
    for (table,) in cursor.fetchall():
        cursor.execute(f"VACUUM (ANALYZE, PARALLEL 0, SKIP_LOCKED) {table}")


def _rebuild(cursor):
    """As after every import of this kind: `manage.py metrics rebuild --all`, then `metrics fold`.

    The largest source at last: its sums take all cores, while the facts of the others leave one to the indexes.
    """
    from governance.metrics.declaring import SOURCES
    from governance.metrics.folding import fold_all
    from governance.metrics.rebuilding import rebuild

    for source in reversed(SOURCES.values()):
        with timed(f"metrics rebuild --source {source.code}", from_seconds=0.5):
            rebuild(source)
    fold_all()


def _there(cursor) -> dict[str, int]:
    """How many cases there are, and after which numbers the new rows of each table come."""
    cursor.execute("""
        SELECT (SELECT count(*) FROM cases_case), (SELECT coalesce(max(id), 0) FROM cases_case),
            (SELECT coalesce(max(id), 0) FROM cases_party), (SELECT coalesce(max(id), 0) FROM governance_person),
            (SELECT coalesce(max(id), 0) FROM cases_agreement), (SELECT coalesce(max(id), 0) FROM cases_obligation),
            (SELECT coalesce(max(seq), 0) FROM governance_feedentry)
        """)
    there, cases, parties, persons, agreements, obligations, feed = cursor.fetchone()
    return {
        "there": there,
        "cases": cases,
        "parties": parties,
        "persons": persons + 1,
        "agreements": agreements,
        "obligations": obligations,
        "feed": feed,
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    django.setup()
    main(int(sys.argv[1]))
