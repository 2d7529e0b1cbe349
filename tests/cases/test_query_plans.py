"""The most used queries go by an index, whatever grows.

Tables of a test are small, and of a small table the database rightly reads all. So it is told that they are large: rows
by the million in the statistics, in as many blocks as there are (it reckons in rows a block); nothing else is turned on
or off.
"""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from bench.plans import LARGE, QUERIES, plan, read_whole, statement
from cases.mediation.sessions.actions import Presence, hold_session
from governance.feed.numbering import number_all
from governance.metrics.declaring import STREAMS, stars_of
from governance.metrics.folding import fold_all
from governance.metrics.sql import facts_of
from governance.notices.sweeping import sweep
from tests.cases.agreements import make_ready, sign_all
from tests.cases.factories import ago, at
from tests.factories import JIADING, bearer, make_client

ROWS = 5_000_000
TELL = """
    SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', name, 'reltuples', %s::real,
        'relpages', greatest(1, pg_relation_size(name::regclass) / current_setting('block_size')::int)::integer)
    FROM (SELECT %s::text AS name) AS told
"""
FORGET = """
    SELECT count(pg_clear_attribute_stats(schemaname, tablename, attname, inherited)) FROM pg_stats
    WHERE schemaname = 'public' AND tablename = %s
"""
FORGET_INDEXES = """
    SELECT count(pg_clear_relation_stats(schemaname, indexname)) FROM pg_indexes
    WHERE schemaname = 'public' AND tablename = %s
"""


@pytest.fixture
def clients(staff, zhao, officer):
    found = {"client": Client(headers=bearer(make_client("wall", JIADING, by=officer, verbs=VERBS)))}
    for seat, account in (("jiedao", staff), ("zhuren", zhao)):
        found[seat] = Client()
        found[seat].force_login(account)
    return found


VERBS = ("place.view", "person.view", "case.view", "figure.view")


@pytest.fixture
def agreed_case(lin, zhao, mediated_case):
    """A case with something in each table that is large in life: a table without a row cannot be told to be large."""
    case = mediated_case
    day = case.limits.running().get(key="mediate").due_on - timedelta(days=3)
    sweep(day, at(str(day), "10:00"))
    present = Presence(parties=tuple(case.parties.all()))
    times = {"starts_at": ago(minutes=60), "ends_at": ago(minutes=30)}
    hold_session(case, by=lin, place="调解室", presence=present, result="success", **times)
    sign_all(make_ready(case, lin), lin)
    number_all()
    fold_all()
    return case


def tell_large(*tables):
    """What the database may have learnt of the small ones meanwhile, by an ANALYZE of its own, is forgotten first."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(FORGET, [table])
            cursor.execute(FORGET_INDEXES, [table])
            cursor.execute(TELL, [ROWS, table])


def test_none_of_them_reads_a_large_table_from_end_to_end(agreed_case, clients):
    sent = {query: statement(query, clients[query.seat], agreed_case.pk) for query in QUERIES}
    assert [table for table in LARGE if not is_filled(table)] == []
    tell_large(*LARGE)

    found = {query.name: set(read_whole(plan(sql))) for query, sql in sent.items()}

    assert {name: tables for name, tables in found.items() if tables} == {}


def test_a_few_cases_that_wait_to_be_counted_are_not_looked_for_among_all(agreed_case):
    tell_large(*LARGE, "cases_returnvisit", "cases_volume", "cases_confirmationapplication")
    few = "SELECT DISTINCT subject FROM governance_metrictouch WHERE source = 'cases'"

    for source in stars_of(STREAMS["cases"]):
        shown = plan(facts_of(source, few))
        assert read_whole(shown) + walked_whole(shown) == [], source.code


def walked_whole(shown):
    """The large tables of which a plan walks an index from end to end."""
    found = re.findall(r"Index (?:Only )?Scan (?:Backward )?using \w+ on (\w+).*\n(?!\s+Index Cond)", shown)
    return [table for table in found if table in LARGE]


def is_filled(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
        return cursor.fetchone()[0]


def test_a_query_without_an_index_is_noticed(committee):
    tell_large("cases_case")

    assert read_whole(plan("SELECT * FROM cases_case WHERE title = '某纠纷' LIMIT 1")) == ["cases_case"]
