"""Reports in time: what a period is compared with, how periods are named and divided, when a report is due."""

from datetime import date

import pytest

from governance.errors import Invalid
from governance.metrics.comparing import ONE_BEFORE, YEAR_BEFORE, earlier
from governance.metrics.periods import parse
from governance.metrics.reports.dates import next_due
from governance.metrics.reports.spans import RELATIVE, are_apart, divided, written

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("period", "how", "then"),
    [
        ("2025", YEAR_BEFORE, "2024"),
        ("2025", ONE_BEFORE, "2024"),
        ("2026-10", YEAR_BEFORE, "2025-10"),
        ("2026-10", ONE_BEFORE, "2026-09"),
        ("2026", YEAR_BEFORE, "2025-01-01..2025-11-22"),
        ("2026", ONE_BEFORE, "2025-01-01..2025-11-22"),
        ("2026-11", YEAR_BEFORE, "2025-11-01..2025-11-22"),
        ("2026-11", ONE_BEFORE, "2026-10-01..2026-10-22"),
        ("2026-W47", YEAR_BEFORE, "2025-W47"),
        ("2026-11-22", ONE_BEFORE, "2026-11-21"),
        ("2026-03-05..2026-04-10", YEAR_BEFORE, "2025-03-05..2025-04-10"),
        ("2026-11-01..2026-12-31", YEAR_BEFORE, "2025-11-01..2025-11-22"),
        ("2027", YEAR_BEFORE, "2026"),
    ],
)
def test_a_period_that_goes_on_is_compared_with_as_much_of_the_earlier_one(period, how, then):
    assert earlier(parse(period), how, TODAY).code == then


def test_of_a_week_that_goes_on_as_many_days_are_compared():
    assert earlier(parse("2026-W48"), ONE_BEFORE, date(2026, 11, 24)).code == "2026-11-16..2026-11-17"


def test_from_a_long_month_into_a_short_one_no_day_is_taken_twice():
    assert earlier(parse("2026-03"), ONE_BEFORE, date(2026, 3, 30)).code == "2026-02"


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("this-month", "2026-11"),
        ("last-month", "2026-10"),
        ("last-quarter", "2026-Q3"),
        ("last-half", "2026-H1"),
        ("this-year", "2026"),
        ("last-year", "2025"),
        ("last-week", "2026-W46"),
        ("yesterday", "2026-11-21"),
    ],
)
def test_periods_are_named_by_how_they_lie_to_the_day(named, code):
    assert RELATIVE[named].on(TODAY).code == code


def test_several_periods_are_written_as_people_write_lists():
    assert [one.code for one in written("2025，2026、2025-Q1, 2025\n2026-W12")] == [
        "2025",
        "2026",
        "2025-Q1",
        "2026-W12",
    ]
    for text in ("", "，", "去年", "2026-13"):
        with pytest.raises(Invalid):
            written(text)


def test_a_period_that_goes_on_is_divided_up_to_today():
    assert [one.code for one in divided(parse("2026"), "quarter", TODAY)] == [
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q4",
    ]
    assert len(divided(parse("2026"), "month", TODAY)) == 11
    assert [one.code for one in divided(parse("2025-01-15..2025-02-28"), "month", TODAY)] == [
        "2025-01-15..2025-01-31",
        "2025-02",
    ]
    with pytest.raises(Invalid):
        divided(parse("1949-01-01..2200-12-31"), "day", TODAY)


def test_periods_that_share_a_day_do_not_add_up():
    assert are_apart((parse("2025"), parse("2026-Q1")))
    assert not are_apart((parse("2026"), parse("2026-Q1")))


@pytest.mark.parametrize(
    ("every", "day", "after", "due"),
    [
        ("week", 1, date(2026, 11, 22), date(2026, 11, 23)),
        ("week", 7, date(2026, 11, 22), date(2026, 11, 29)),
        ("month", 1, date(2026, 11, 22), date(2026, 12, 1)),
        ("month", 25, date(2026, 11, 22), date(2026, 11, 25)),
        ("month", 22, date(2026, 11, 22), date(2026, 12, 22)),
        ("month", 31, date(2026, 11, 30), date(2026, 12, 31)),
        ("month", 31, date(2026, 1, 31), date(2026, 2, 28)),
        ("month", 30, date(2026, 12, 30), date(2027, 1, 30)),
    ],
)
def test_a_report_is_due_on_its_day_or_the_last_of_a_shorter_month(every, day, after, due):
    assert next_due(every, day, after) == due
