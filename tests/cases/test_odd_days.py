"""Odd days of a district are read once, by day: not once for each committee, nor for each number that is asked."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.metrics.folding import fold_all
from governance.metrics.models import MetricTouch
from governance.metrics.periods import parse
from governance.metrics.reading import Question, read
from tests.factories import JIADING, SHANGHAI

TODAY = date(2026, 11, 22)
COMMITTEES, DAYS = 150, 4
FACTS = """
    INSERT INTO cases_casefact SELECT (jsonb_populate_record(f, jsonb_build_object(
        'subject', row_number() OVER (), 'area_id', area, 'accepted_on', day, 'result_on', day))).*
    FROM cases_casefact f, unnest(%s::text[]) area, generate_series('2025-01-01'::date, '2026-03-20', '1 day') day
"""


@pytest.fixture
def facts(mediated_case):
    """Of many committees of a district, each with a case on each day."""
    fold_all()
    areas = [f"{JIADING[:6]}{no // 30 + 1:03}{no % 30 + 1:03}" for no in range(COMMITTEES)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_casefact SET subject = 10000000, area_id = %s", [SHANGHAI])
        cursor.execute(FACTS, [areas])
        cursor.execute("ANALYZE cases_casefact")
    assert not MetricTouch.objects.exists()


def test_odd_days_are_looked_up_by_day_and_read_once(facts):
    asked = [
        Question(measure, JIADING, parse(period))
        for measure in ("cases.accepted", "cases.success")
        for period in ("2026-03-01..2026-03-04", *(f"2025-{month:02}" for month in range(1, 13)))
    ]
    with CaptureQueriesContext(connection) as sent:
        found = read(asked, today=TODAY)
    shown = _analysed(next(one["sql"] for one in sent.captured_queries if "casefact" in one["sql"]))

    read_by = [one for one in _scans(shown) if one.name in ("fact_accepted", "fact_result")]

    assert found[0].whole.value == COMMITTEES * DAYS
    assert {one.name for one in read_by} == {"fact_accepted", "fact_result"}
    assert all(one.loops == 1 and one.searches <= DAYS + 2 for one in read_by)


class Scan:
    def __init__(self, name, loops, searches):
        self.name, self.loops, self.searches = name, int(loops), int(searches)

    def __repr__(self):
        return f"{self.name}: {self.loops} loops, {self.searches} searches"


def _analysed(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())


def _scans(shown):
    told = r"(?:using|Index Scan on) (fact_\w+)[^\n]*loops=(\d+)\)(?:\n(?!.*->).*)*?Index Searches: (\d+)"
    return [Scan(*found) for found in re.findall(told, shown)]
