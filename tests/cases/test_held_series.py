"""Series of numbers that are held together: in one order, so that two who hold several never wait in a ring."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from cases.numbers.actions import NumberKind, hold_series
from cases.numbers.models import NumberSeries

YEARS = range(1990, 2020)
PATIENCE = 10
FREE = "SELECT year FROM cases_numberseries ORDER BY year FOR UPDATE SKIP LOCKED"
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%%cases_numberseries%%'"


@pytest.mark.django_db(transaction=True)
def test_series_are_held_in_their_order_whatever_order_they_are_named_in(committee):
    backwards = [(committee.pk, year) for year in reversed(YEARS)]
    with transaction.atomic():
        hold_series(NumberKind.MEDIATION, backwards)
    middle = YEARS[len(YEARS) // 2]

    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic():
            NumberSeries.objects.select_for_update().get(year=middle)
            held = beside.submit(_hold, backwards)
            _wait_for_who_waits()
            free = _asked(FREE)
        assert held.result(PATIENCE) == list(YEARS)

    assert free == [year for year in YEARS if year >= middle]


def _hold(wanted):
    try:
        with transaction.atomic():
            return sorted(year for _, year in hold_series(NumberKind.MEDIATION, wanted))
    finally:
        connection.close()


def _wait_for_who_waits():
    until = time.monotonic() + PATIENCE
    while _asked(WAITING) == [0]:
        assert time.monotonic() < until, "nobody waits"
        time.sleep(0.02)
        _asked("SELECT pg_stat_clear_snapshot()")  # within a transaction the server shows what it first saw


def _asked(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [row[0] for row in cursor.fetchall()]
