"""`python -m bench.world.filling SIZE`: fill the database of DATABASE_URL up to SIZE cases, in chunks.

Each step is one transaction that notes itself in `bench_done`: killed anywhere, the next run goes on with the step it
was at. Rows are written by INSERT … SELECT from `bench_life`, without indexes, foreign keys and triggers; indexes are
made again at the end, foreign keys too, for rows to come (NOT VALID). A column that is not told in tables.py gets what
its model says.

Not built: signatures and who was present, evidence, visits, claims, the trail, feed entries; agreements of cases that
are in the archive; words to search by, but of the newest TEXTS cases; of cases older than two years the time limits,
the contacts, the words of events, and all but the first line of the facts.
So `manage.py verify` finds cases.procedure (no events of closing and filing) and cases.tracks (performance and volumes)
at fault in such a world; numbers, due dates, figures and sounds hold.
"""

import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from random import Random

import django

from bench.say import timed

SEED, CHUNK, TEXTS = 20261122, 250_000, 1_000_000
SETTINGS = (
    "work_mem = '256MB'",
    "maintenance_work_mem = '512MB'",
    "jit = off",
    "synchronous_commit = off",
    "max_parallel_maintenance_workers = 2",
)


def main(size: int) -> None:
    from bench.world import bare
    from bench.world.lives import FROM, HAND_OVER
    from bench.world.tables import MODELS, ROWS

    _once("", lambda cursor: cursor.execute("CREATE TABLE IF NOT EXISTS bench_done (step text PRIMARY KEY)"))
    _once("seats", lambda cursor: _seats(cursor, size))
    _once("bare", lambda cursor: bare.strip(cursor, MODELS))
    with _connected() as cursor:
        cursor.execute("SELECT name, value FROM bench_told")
        told = dict(cursor.fetchall())
    ends = [*range(CHUNK, told["size"], CHUNK), told["size"]]
    with ThreadPoolExecutor(1) as beside:
        living = beside.submit(_live, told, ends[0])
        for end, following in zip(ends, [*ends[1:], None], strict=True):
            living.result()
            _once(f"{end:,} handed over", lambda cursor: [cursor.execute(each) for each in HAND_OVER])
            living = beside.submit(_live, told, following) if following else living
            for each in ROWS:
                _once(f"{end:,} {each.model._meta.db_table} {each.name}", each.insert)
    for step, act in bare.dressing(MODELS):
        _once(step, act)
    _once("facts and cells", _rebuild, in_one=False)
    _once("vacuum", lambda cursor: cursor.execute("VACUUM (ANALYZE, PARALLEL 2)"), in_one=False)
    with _connected() as cursor:
        for table in (*FROM, "bench_life", "bench_told", "bench_definition", "bench_done"):
            cursor.execute(f"DROP TABLE {table}")


def _connected():
    from django.db import connection

    return connection.cursor()


def _once(step: str, act: Callable, *, in_one: bool = True) -> None:
    """Do a step that was not done yet, and note it; `in_one` transaction."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        if step:
            cursor.execute("SELECT FROM bench_done WHERE step = %s", [step])
            if cursor.fetchone() is not None:
                return
        for setting in SETTINGS:
            cursor.execute(f"SET {setting}")
        with timed(step):
            if not in_one:
                act(cursor)
            with transaction.atomic():
                if in_one:
                    act(cursor)
                if step:
                    cursor.execute("INSERT INTO bench_done VALUES (%s)", [step])


def _seats(cursor, size):
    """Committees with people in the districts of the world, and what cases are made from."""
    from bench.world.lives import FROM
    from bench.world.tables import SEATS, districts

    districts(cursor, 100 if size >= 1_000_000 else 10)
    for each in SEATS:
        each.insert(cursor)
    told = _texts(cursor) | _there(cursor)
    told["size"] = size - told.pop("there")
    told["people"] = told["size"] // 8 * 2
    told["texts_from"] = max(0, told["size"] - TEXTS)
    cursor.execute("CREATE TABLE bench_told (name text PRIMARY KEY, value bigint)")
    cursor.executemany("INSERT INTO bench_told VALUES (%s, %s)", list(told.items()))
    for name, select in FROM.items():
        if select:
            cursor.execute(f"CREATE TABLE {name} AS {select}")


def _live(told, last):
    """The lives of the chunk that ends with `last`, while the rows of the one before are written."""
    from bench.world.lives import LIFE
    from bench.world.tables import SERIES

    def act(cursor):
        cursor.execute("SELECT setseed(%s)", [last % 9973 / 10_000])
        for step in LIFE:
            first = (last - 1) // CHUNK * CHUNK + 1
            cursor.execute(step, told | {"first": first, "last": last} if "%(" in step else None)
        cursor.execute(SERIES)

    _once(f"{last:,} lives", act)


def _rebuild(cursor):
    """As after every import of this kind: `manage.py metrics rebuild --all`, then `metrics fold`."""
    from governance.metrics.declaring import SOURCES
    from governance.metrics.folding import fold_all
    from governance.metrics.rebuilding import rebuild

    for source in SOURCES.values():
        with timed(f"metrics rebuild --source {source.code}"):
            rebuild(source)
    fold_all()


def _there(cursor) -> dict[str, int]:
    """How many cases there are, and after which numbers the new rows of each table come."""
    cursor.execute("""
        SELECT (SELECT count(*) FROM cases_case), (SELECT coalesce(max(id), 0) FROM cases_case),
            (SELECT coalesce(max(id), 0) FROM cases_party), (SELECT coalesce(max(id), 0) FROM governance_person),
            (SELECT coalesce(max(id), 0) FROM cases_agreement)
        """)
    there, cases, parties, persons, agreements = cursor.fetchone()
    return {"there": there, "cases": cases, "parties": parties, "persons": persons + 1, "agreements": agreements}


def _texts(cursor) -> dict[str, int]:
    """What cases are about, the frequent first, and how people are called; both with their words and sounds."""
    from cases.demo.disputes import DISPUTES
    from cases.demo.people import GIVEN, SURNAMES
    from cases.docket.codes import DisputeType
    from cases.search.words import normal, pairs
    from governance.identifiers.names import sound_of

    rng = Random(SEED)  # noqa: S311 - invented texts
    stories = []
    for dispute in sorted(DISPUTES, key=lambda each: -each.weight):
        for where, since in _circumstances(rng, dispute.weight * 6):
            facts = f"{dispute.facts}{where}，{since}。"
            words = pairs(normal(" ".join([facts, *dispute.requests])))
            stories.append(
                (
                    facts,
                    dispute.dispute_type,
                    dispute.dispute_subtype,
                    _said(DisputeType, dispute),
                    [*dispute.requests],
                    words,
                )
            )
    _fill(
        cursor,
        "bench_story",
        "text text, dispute_type text, dispute_subtype text, dispute text, requests text[], words text[]",
        stories,
    )
    names = [surname + given for surname in SURNAMES for given in GIVEN]
    called = [(name, sound_of(name).pinyin, sound_of(name).initials) for name in names]
    _fill(cursor, "bench_called", "name text, pinyin text, initials text", called)
    return {"stories": len(stories), "names": len(called)}


def _said(types, dispute) -> str:
    """How the title of a case calls the dispute."""
    return dispute.dispute_subtype or types(dispute.dispute_type).label.removesuffix("纠纷").removeprefix("其他")


def _circumstances(rng, count) -> Iterable[tuple[str, str]]:
    places = (
        "楼道内",
        "地下车库",
        "小区门口",
        "菜场旁",
        "沿河步道",
        "电梯厅",
        "单元门前",
        "底楼院内",
        "屋顶平台",
        "自行车棚",
    )
    times = ("已持续半年", "邻里多次劝说未果", "物业曾上门协调", "双方曾报警", "楼组长到场见证", "当时有多人在场")
    for _ in range(count):
        yield f"地点在{rng.choice(places)}{rng.randrange(1, 60)}号旁", rng.choice(times)


def _fill(cursor, table, columns, rows):
    cursor.execute(f"CREATE TABLE {table} (id int GENERATED ALWAYS AS IDENTITY, {columns})")
    names = ", ".join(column.split()[0] for column in columns.split(", "))
    holes = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({holes})", rows)
    cursor.execute(f"ANALYZE {table}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    django.setup()
    main(int(sys.argv[1]))
