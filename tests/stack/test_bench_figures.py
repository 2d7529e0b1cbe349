"""A limit is judged in the worlds that it is set for."""

import pytest

from bench.figure import TEN_MILLION, Figure, measure


@pytest.fixture(autouse=True)
def of_few_pairs(monkeypatch):
    monkeypatch.setattr("bench.figure.PATIENCE", 0)


def slow(among, **more):
    return Figure("", lambda: 0.004, lambda: 0.001, at_most=2, among=among, tells=True, **more)


@pytest.mark.parametrize(("among", "cases"), [(0, 100_000), (TEN_MILLION, TEN_MILLION)])
def test_a_limit_is_judged_where_it_is_set(among, cases):
    found = measure(slow(among), cases)
    assert not found.holds
    assert "✗" in str(found)
    assert "（不高于 2）" in str(found)
    assert found.told()["at_most"] == 2


def test_a_limit_for_many_cases_is_told_among_fewer():
    found = measure(slow(TEN_MILLION, slow_at_most=0.001), 100_000)
    assert found.holds
    assert "（10,000,000 件时不高于 2）" in str(found)
    assert found.told()["at_most"] is None


def test_what_answers_too_late_does_not_hold():
    late = Figure("", lambda: 0.004, lambda: 0.004, at_most=5, slow_at_most=0.001, tells=True)
    assert not measure(late).holds
