"""The twenty most used queries go by an index, whatever grows.

Tables of a test are small, and of a small table the database rightly reads all. So it is told that they are large: rows
by the million in the statistics, of which the planner is to be convinced; nothing else is turned on or off.
"""

import pytest
from django.db import connection
from django.test import Client

from bench.plans import LARGE, QUERIES, plan, read_whole, statement
from governance.metrics.folding import fold_all
from tests.factories import JIADING, bearer, make_client

ROWS = 5_000_000
FILLED = {
    *("cases_case", "cases_party", "cases_caseevent", "cases_casetext", "cases_timelimit", "cases_casefact"),
    *("governance_metriccell", "governance_person", "governance_area", "governance_trailentry", "cases_assignment"),
}
TELL = """
    SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', %s::text,
        'relpages', 1::integer, 'reltuples', %s::real)
"""


@pytest.fixture
def clients(staff, zhao, officer):
    found = {"client": Client(headers=bearer(make_client("wall", JIADING, by=officer, verbs=VERBS)))}
    for seat, account in (("jiedao", staff), ("zhuren", zhao)):
        found[seat] = Client()
        found[seat].force_login(account)
    return found


VERBS = ("place.view", "person.view", "case.view", "figure.view")


def test_none_of_them_reads_a_large_table_from_end_to_end(lin, mediated_case, clients):
    case = mediated_case
    fold_all()
    sent = {query: statement(query, clients[query.seat], case.pk) for query in QUERIES}
    large = [table for table in LARGE if is_filled(table)]
    assert set(large) >= FILLED
    with connection.cursor() as cursor:
        for table in large:
            cursor.execute(TELL, [table, ROWS])

    found = {query.name: set(read_whole(plan(sql))) & set(large) for query, sql in sent.items()}

    assert {name: tables for name, tables in found.items() if tables} == {}


def is_filled(table):
    """A table without a page cannot be told to be large."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
        return cursor.fetchone()[0]


def test_a_query_without_an_index_is_noticed(committee):
    with connection.cursor() as cursor:
        cursor.execute(TELL, ["cases_case", ROWS])

    assert read_whole(plan("SELECT * FROM cases_case WHERE title = '某纠纷' LIMIT 1")) == ["cases_case"]
