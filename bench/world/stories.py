"""What cases are made from, worked out once by the portal's own functions: texts with their words and digests, names
with their sounds, addresses, and what is due by when.

Rows are then made by the database from these small tables alone.
"""

import json
from collections.abc import Iterable
from datetime import timedelta
from random import Random

SEED = 20261122
DEADLINES = ("accept_decide", "mediate")
DAYS = 800  # before today, for which deadlines are worked out
HOUSES, STAIRS, ROOMS = 60, 6, 4


def fill(cursor) -> dict[str, int]:
    """Make the tables; how many stories, names and addresses there are."""
    found = {"stories": _stories(cursor), "names": _called(cursor), "addresses": _addresses(cursor)}
    _deadlines(cursor)
    return found


def _stories(cursor) -> int:
    """What cases are about, the frequent first. `brief…` is for cases of long ago."""
    from cases.agreements.wording import digest_of
    from cases.demo.disputes import DISPUTES
    from cases.docket.codes import DisputeType
    from cases.search.words import normal, pairs

    rng = Random(SEED)  # noqa: S311 - invented texts
    stories = []
    for dispute in sorted(DISPUTES, key=lambda each: -each.weight):
        said = _said(DisputeType, dispute)
        for where, since in _circumstances(rng, dispute.weight * 6):
            row = [dispute.dispute_type, dispute.dispute_subtype, said, [*dispute.requests]]
            row += [pairs(f"{said}纠纷"), pairs(dispute.dispute_subtype)]
            facts = f"{dispute.facts}{where}，{since}。"
            for text in (facts, f"{facts[:20]}。"):
                told = normal(" ".join([text, *dispute.requests]))
                agreed = f"经调解，双方就{said}一事自愿达成协议：{dispute.requests[0]}。"
                row += [text, told, pairs(told), agreed, digest_of(agreed)]
            stories.append(row)
    columns = "text text, told text, words tsvector, agreed text, digest text"
    brief = ", ".join(f"brief_{column}" for column in columns.split(", "))
    _fill(
        cursor,
        "bench_story",
        "dispute_type text, dispute_subtype text, dispute text, requests text[], title_words text[],"
        f" subtype_words text[], {columns}, {brief}",
        stories,
    )
    return len(stories)


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


def _called(cursor) -> int:
    from cases.demo.people import GIVEN, SURNAMES
    from cases.search.words import pairs
    from governance.identifiers.names import sound_of

    names = [surname + given for surname in SURNAMES for given in GIVEN]
    sounds = [sound_of(name) for name in names]
    called = [(name, how.pinyin, how.initials, pairs(name)) for name, how in zip(names, sounds, strict=True)]
    _fill(cursor, "bench_called", "name text, pinyin text, initials text, words text[]", called)
    return len(called)


def _addresses(cursor) -> int:
    from cases.search.words import pairs

    every = [
        f"{house}号{stair}0{room}室"
        for house in range(1, HOUSES + 1)
        for stair in range(1, STAIRS + 1)
        for room in range(1, ROOMS + 1)
    ]
    _fill(cursor, "bench_address", "address text, words text[]", [(each, pairs(each)) for each in every])
    return len(every)


def _deadlines(cursor) -> None:
    from django.utils import timezone

    from governance.areas.codes import ROOT
    from governance.calendars.basis import Basis

    basis, today = Basis.of_today(), timezone.localdate()
    rows = []
    for key in DEADLINES:
        for ago in range(-1, DAYS):
            day = today - timedelta(days=ago)
            due = basis.due(key, ROOT, day)
            rows.append((key, day, due.due_on, due.unrolled_on, due.is_provisional, json.dumps(due.stored())))
    _fill(
        cursor,
        "bench_deadline",
        "key text, starts_on date, due_on date, unrolled_on date, is_provisional bool, derivation jsonb",
        rows,
    )


def _fill(cursor, table, columns, rows):
    """A table of `rows` with their places as `id`; a list for a column of lexemes becomes a tsvector."""
    told = [column.split() for column in columns.split(", ")]
    holes = ", ".join("array_to_tsvector(%s::text[])" if kind == "tsvector" else f"%s::{kind}" for _, kind in told)
    cursor.execute(f"CREATE TABLE {table} (id int GENERATED ALWAYS AS IDENTITY, {columns})")
    names = ", ".join(name for name, _ in told)
    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({holes})", rows)
    cursor.execute(f"ANALYZE {table}")
