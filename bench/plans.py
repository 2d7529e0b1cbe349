"""`python -m stack bench plans`: how the most used queries are answered, as text, into docs/performance.md.

The queries are those that the requests below really send: of each request the first that holds the given marks.
tests/cases/test_query_plans.py plans the same, and fails where one reads a large table from end to end.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

LARGE = (
    *("cases_case", "cases_party", "cases_caseevent", "cases_casetext", "cases_timelimit", "cases_assignment"),
    *("cases_casefact", "cases_agreement", "cases_mediationsession", "cases_issuednumber", "governance_metriccell"),
    *("cases_obligation", "cases_signature"),
    *("governance_person", "governance_notice", "governance_trailentry", "governance_feedentry", "governance_area"),
)
STREET, DISTRICT, COMMITTEE = "310114001000", "310114000000", "310114001001"
PAGE = Path(settings.BASE_DIR, "docs", "performance.md")


@dataclass(frozen=True)
class Query:
    """`path` may name a {case}. `marks` are what its SQL holds, and that of no other query of the request before it."""

    name: str
    seat: str  # "jiedao" street staff, "zhuren" director, "client" API client of the district
    path: str
    marks: tuple[str, ...]


CASES = ('FROM "cases_case"', "ORDER BY")
QUERIES = (
    Query("案件列表，街道", "jiedao", "/cases/", CASES),
    Query("案件列表，办理中且已逾期", "jiedao", "/cases/?procedure=open&late=overdue", CASES),
    Query("案件列表，当事人姓名", "jiedao", "/cases/?party=王建国", (*CASES, "cases_party")),
    Query("案件列表，当事人拼音首字母", "jiedao", "/cases/?party=wjg", (*CASES, "cases_party")),
    Query("案件列表，两个汉字", "jiedao", "/cases/?text=漏水", (*CASES, "cases_casetext")),
    Query("案件列表，一类纠纷", "jiedao", "/cases/?dispute_type=D02", CASES),
    Query("案件页：案件", "zhuren", "/cases/{case}/", ('FROM "cases_case"', '"cases_case"."id" =')),
    Query("案件页：当事人", "zhuren", "/cases/{case}/", ('FROM "cases_party"',)),
    Query("案件页：办案记录", "zhuren", "/cases/{case}/", ('FROM "cases_caseevent"',)),
    Query("案件页：期限", "zhuren", "/cases/{case}/", ('FROM "cases_timelimit"',)),
    Query("案件页：调解员", "zhuren", "/cases/{case}/", ('FROM "cases_assignment"',)),
    Query("案件页：调解", "zhuren", "/cases/{case}/", ('FROM "cases_mediationsession"',)),
    Query("案件页：协议", "zhuren", "/cases/{case}/", ('FROM "cases_agreement"',)),
    Query("工作台：等我办的案件", "zhuren", "/", ('"cases_case"',)),
    Query("接口案件列表，一个区", "client", "/api/v1/cases/?limit=50", CASES),
    Query("接口案件列表，办理中且已逾期", "client", "/api/v1/cases/?limit=50&procedure=open&late=overdue", CASES),
    Query("接口案件列表，一个街道", "client", f"/api/v1/cases/?limit=50&area={STREET}&sort=-received_at", CASES),
    Query("变更接口，一个区", "client", "/api/v1/changes/", ("FROM governance_feedentry", "ORDER BY seq")),
    Query(
        "接口数字，一个区一个月",
        "client",
        f"/api/v1/metrics/?measure=cases.accepted,cases.success_rate&place={DISTRICT}&period=2026-03",
        ("governance_metriccell",),
    ),
    Query(
        "接口数字，一个社区几天",
        "client",
        f"/api/v1/metrics/?measure=cases.accepted&place={COMMITTEE}&period=2026-03-03..2026-03-09",
        ("governance_metriccell",),
    ),
    Query("人员列表，街道", "jiedao", "/persons/", ('FROM "governance_person"', "ORDER BY")),
    Query("提醒", "zhuren", "/notices/", ('FROM "governance_notice"', "ORDER BY")),
    Query("区域搜索", "jiedao", "/places/?q=迎园", ('FROM "governance_area"',)),
)


def statement(query: Query, client: Client, case: int) -> str:
    """The SQL that the request sends for it."""
    with CaptureQueriesContext(connection) as sent:
        answer = client.get(query.path.format(case=case), headers={"Host": "127.0.0.1"})
    if answer.status_code != 200:
        raise ValueError(f"{query.path}: {answer.status_code}")
    found = [one["sql"] for one in sent.captured_queries if all(mark in one["sql"] for mark in query.marks)]
    selects = [sql for sql in found if re.match(r"\s*(SELECT|WITH)", sql)]
    if not selects:
        raise LookupError(f"{query.name}: no query with {query.marks}")
    return selects[0]


def plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (COSTS OFF) {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())


def read_whole(shown: str) -> list[str]:
    """The large tables that a plan reads from end to end."""
    return [table for table in re.findall(r"Seq Scan on (\w+)", shown) if table in LARGE]


def indexes_of(shown: str) -> list[str]:
    found = re.findall(r"(?:using|Index Scan on|Bitmap Index Scan on) (\w+)", shown)
    return list(dict.fromkeys(name for name in found if not name.startswith(("pg_",))))


def once() -> int:
    """Write the page; 1 when a plan reads a large table from end to end, or an index has no words."""
    from bench.asking import Asked, unhurried
    from bench.index_words import WORDS
    from bench.say import say
    from cases.docket.models import Case

    unhurried()
    _remind()
    case = Case.objects.filter(area_id=COMMITTEE, procedure="agreed").order_by("pk").values_list("pk", flat=True)[0]
    parts: list[str] = []
    whole: list[str] = []
    used: dict[str, list[int]] = {}
    large = _large()
    for number, query in enumerate(QUERIES, 1):
        seat = "" if query.seat == "client" else query.seat
        client = Client(headers=Asked("", "", seat).headers())
        shown = plan(statement(query, client, case))
        for name in indexes_of(shown):
            used.setdefault(name, []).append(number)
        if any(table in large for table in read_whole(shown)):
            whole.append(query.name)
        parts.append(f"## {number}. {query.name}\n\n`{query.path}`\n\n```\n{_short(shown)}\n```\n")
    PAGE.write_text(HEAD + _table(used, WORDS) + "\n" + "\n".join(parts))
    wordless = sorted(used.keys() - WORDS.keys())
    say(f"{PAGE.name}：{len(QUERIES)} 个查询" + (f"；整表读取：{'、'.join(whole)}" if whole else ""))
    if wordless:
        say(f"bench/index_words.py 里没有：{'、'.join(wordless)}")
    return 1 if whole or wordless else 0


def _remind():
    """What beat does each morning: there are reminders in the world."""
    from django.utils import timezone

    from governance.notices.sweeping import sweep

    sweep(timezone.localdate(), timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE governance_notice")


def _large() -> set[str]:
    """Those of LARGE that are large in this world: of a small table the database rightly reads all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s) AND reltuples > 50000", [list(LARGE)])
        return {name for (name,) in cursor.fetchall()}


def _short(shown: str) -> str:
    return "\n".join(line if len(line) <= 160 else f"{line[:157]}…" for line in shown.splitlines())


def _table(used: dict[str, list[int]], words: dict[str, str]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, regexp_replace(pg_get_indexdef(indexrelid), '^.* ON (public\\.)?', '')"
            " FROM pg_index WHERE indexrelid::regclass::text = ANY(%s)",
            [list(used)],
        )
        of_what = dict(cursor.fetchall())
    rows = [
        f"| `{name}` | {words.get(name, '')} | `{of_what[name]}` | {', '.join(map(str, numbers))} |"
        for name, numbers in sorted(used.items())
        if name in of_what
    ]
    return "| index | what it is for | over | used by |\n| --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"


HEAD = """# How the most used queries are answered

Written by `python -m stack bench plans` from a world of 100,000 cases; `tests/cases/test_query_plans.py` plans the same
queries as of large tables and fails when one of them reads such a table from end to end. The table says what each index
is for, and which of the queries below go by it; an index that is not in it keeps a constraint, leads from a row to what
hangs on it, or serves a rarer list.

"""
