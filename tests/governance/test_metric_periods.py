"""Periods as they are written, compared and taken apart."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.errors import Invalid
from governance.metrics.declaring import MEASURES
from governance.metrics.periods import days, parse, parts_of, period_of, split
from governance.metrics.values import Figure, growth, middle, ranks, share

SOME_DAY = st.dates(date(2019, 1, 1), date(2027, 12, 31))
GRAINS = [("y",), ("y", "m"), ("y", "m", "t"), ("y", "m", "d"), ()]


@given(SOME_DAY, st.integers(0, 900), st.sampled_from(GRAINS))
def test_the_parts_of_a_range_are_its_days_each_once(first, length, units):
    last = first + timedelta(days=length)
    counted: dict[date, int] = {}
    for part in parts_of(first, last, units):
        day = part.first
        while day <= part.last:
            counted[day] = counted.get(day, 0) + part.sign
            day += timedelta(days=1)
    wanted = {first + timedelta(days=n) for n in range(length + 1)}
    assert {day: number for day, number in counted.items() if number} == dict.fromkeys(wanted, 1)


def test_a_year_so_far_reads_few_days_from_facts():
    for units, days_of_facts in ((("y", "m"), 8), (("y",), 39)):
        assert odd_days(date(2026, 11, 22), units) == days_of_facts, (
            "the days after today, of which there is nothing yet"
        )


@pytest.mark.parametrize(("last", "days_of_facts"), [(10, 0), (12, 2), (17, 3), (20, 0), (22, 2), (25, 5), (30, 0)])
def test_with_ten_days_kept_no_year_so_far_reads_more_than_half_of_them_from_facts(last, days_of_facts):
    assert odd_days(date(2026, 11, last), ("y", "m", "t")) == days_of_facts


def odd_days(last, units):
    parts = parts_of(date(2026, 1, 1), last, units)
    return sum((one.last - one.first).days + 1 for one in parts if one.unit is None)


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2026", "2026-01-01", "2026-12-31", "2026年"),
        ("2026-H2", "2026-07-01", "2026-12-31", "2026年下半年"),
        ("2026-Q1", "2026-01-01", "2026-03-31", "2026年第1季度"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024年2月"),
        ("2026-W01", "2025-12-29", "2026-01-04", "2026年第1周"),
        ("2026-03-05", "2026-03-05", "2026-03-05", "2026年3月5日"),
        ("2026-03-05..2026-04-10", "2026-03-05", "2026-04-10", "2026年3月5日至2026年4月10日"),
    ],
)
def test_a_period_is_read_and_told(text, first, last, label):
    period = parse(text)
    assert (str(period.first), str(period.last), period.label, period.code) == (first, last, label, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-04-10..2026-03-05", "结束日早于开始日"),
        ("昨天", "看不懂期间"),
        ("2026-13", "没有这个月份"),
        ("2026-W60", "没有第60周"),
        ("2026-02-30", "不是日期"),
        ("0001", "1949 年到 2200 年"),
        ("2026-Q5", "看不懂期间"),
        ("2026..", "不是日期"),
        ("", "看不懂期间"),
        ("２０２６", "看不懂期间"),
    ],
)
def test_what_is_no_period_is_refused_by_name(text, said):
    with pytest.raises(Invalid, match=said) as refusal:
        parse(text)
    assert refusal.value.field == "period"


@pytest.mark.parametrize(
    ("text", "year_before", "one_before"),
    [
        ("2026", "2025", "2025"),
        ("2026-H1", "2025-H1", "2025-H2"),
        ("2026-Q1", "2025-Q1", "2025-Q4"),
        ("2026-01", "2025-01", "2025-12"),
        ("2024-02-29", "2023-02-28", "2024-02-28"),
        ("2020-W53", "2019-W52", "2020-W52"),
        ("2026-03-05..2026-03-14", "2025-03-05..2025-03-14", "2026-02-23..2026-03-04"),
    ],
)
def test_what_a_period_is_compared_with(text, year_before, one_before):
    assert (parse(text).year_before().code, parse(text).one_before().code) == (year_before, one_before)


def test_a_quarter_is_three_months_and_a_cut_range_keeps_its_ends():
    assert [one.code for one in split(parse("2026-Q1"), "month")] == ["2026-01", "2026-02", "2026-03"]
    cut = split(days(date(2026, 1, 15), date(2026, 2, 28)), "month")
    assert [one.code for one in cut] == ["2026-01-15..2026-01-31", "2026-02"]


@given(SOME_DAY, st.sampled_from(["year", "half", "quarter", "month", "week", "day"]))
def test_a_day_lies_in_the_period_of_each_kind_that_holds_it(day, unit):
    period = period_of(unit, day)
    assert period.first <= day <= period.last
    assert parse(period.code) == period


def test_medians_growth_share_and_rank():
    assert middle({0: Decimal(1), 3: Decimal(1)}) == Decimal("1.5")
    assert middle({7: Decimal(3), 30: Decimal(2)}) == 7
    assert middle({}) is None
    one, two, nothing = Figure(Decimal(3)), Figure(Decimal(4)), Figure(Decimal(0))
    assert float(growth(two, one)) == pytest.approx(1 / 3)
    assert growth(one, nothing) is None
    assert share(one, two) * 4 == 3
    assert share(one, nothing) is None
    assert ranks({"甲": one, "乙": two, "丙": two, "丁": Figure(None)}) == {"乙": 1, "丙": 1, "甲": 3}
    assert ranks({"甲": one, "乙": two}, is_better="down") == {"甲": 1, "乙": 2}


def test_a_rate_is_rounded_half_up_from_the_exact_fraction():
    rate = MEASURES["cases.success_rate"]
    assert Figure.ratio(Decimal(6217), Decimal(6368), rate).rounded(1) == Decimal("97.6")
    assert Figure.ratio(Decimal(1), Decimal(8), rate).rounded(1) == Decimal("12.5")
    assert Figure.ratio(Decimal(1), Decimal(0), rate).value is None
