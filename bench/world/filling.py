"""`python -m bench.world.filling SIZE`: fill the database of DATABASE_URL up to SIZE cases.

Rows are written by INSERT … SELECT from `life`, without indexes and foreign keys, which are made again at the end (and
so checked). A column that is not told here gets what its model says.
"""

import os
import sys
from collections.abc import Iterable
from random import Random

import django

from bench.say import timed

SEED = 20261122


def main(size: int) -> None:
    from django.db import connection, transaction

    from bench.world.bare import bare
    from bench.world.lives import STEPS
    from bench.world.tables import ROWS, SEATS, SERIES

    with transaction.atomic(), connection.cursor() as cursor:
        for setting in ("work_mem = '128MB'", "maintenance_work_mem = '384MB'", "jit = off"):
            cursor.execute(f"SET LOCAL {setting}")
        cursor.execute("SELECT setseed(0.20261122)")
        for each in SEATS:
            each.insert(cursor)
        told = _texts(cursor) | _there(cursor)
        told["size"] = size - told.pop("there")
        told["people"] = told["size"] // 2
        for step in STEPS:
            cursor.execute(step, told if "%(" in step else None)
        cursor.execute(SERIES)
        with bare(cursor, [each.model for each in ROWS]):
            for each in ROWS:
                with timed(each.model._meta.db_table):
                    each.insert(cursor)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


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
        "story",
        "text text, dispute_type text, dispute_subtype text, dispute text, requests text[], words text[]",
        stories,
    )
    names = [surname + given for surname in SURNAMES for given in GIVEN]
    called = [(name, sound_of(name).pinyin, sound_of(name).initials) for name in names]
    _fill(cursor, "called", "name text, pinyin text, initials text", called)
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
    cursor.execute(f"CREATE TEMP TABLE {table} (id int GENERATED ALWAYS AS IDENTITY, {columns})")
    names = ", ".join(column.split()[0] for column in columns.split(", "))
    holes = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({holes})", rows)
    cursor.execute(f"ANALYZE {table}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    django.setup()
    main(int(sys.argv[1]))
