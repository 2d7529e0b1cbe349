"""What figures come to together: ratios from numerators and denominators, medians never."""

from decimal import Decimal

from governance.metrics.adding import added, is_added_over_time, is_known_of_whole
from governance.metrics.declaring import MEASURES
from governance.metrics.values import Figure


def ratio(code, top, bottom):
    return 1, Figure.ratio(Decimal(top), Decimal(bottom), MEASURES[code])


def count(value, sign=1, scale=1):
    return sign, Figure(Decimal(value) / scale, count=Decimal(value))


def test_rates_are_worked_out_again_and_never_averaged():
    rate = MEASURES["cases.success_rate"]

    both = added(rate, [ratio(rate.code, 1, 1), ratio(rate.code, 1, 9)])

    assert (both.value, both.top, both.bottom) == (20, 2, 10)
    assert added(rate, [ratio(rate.code, 0, 0), ratio(rate.code, 0, 0)]).value is None


def test_what_is_taken_off_leaves_the_rest():
    assert added(MEASURES["cases.accepted"], [count(10), count(3, -1), count(4, -1)]).value == 3


def test_money_keeps_its_scale():
    assert added(MEASURES["cases.amount"], [count(150, scale=100), count(250, scale=100)]).value == 4


def test_medians_and_sensitive_groups_have_no_sum():
    for code in ("cases.median_days", "groups.people"):
        assert added(MEASURES[code], [count(1), count(2)]).value is None
    assert added(MEASURES["cases.median_days"], [count(3)]).value == 3


def test_of_what_is_unknown_nothing_is_summed():
    assert added(MEASURES["cases.at_risk"], [count(1), (1, Figure(None))]).value is None
    known, unknown = ratio("cases.per_10000", 1, 10_000), (1, Figure(None, Decimal(1), Decimal(1), None))
    assert added(MEASURES["cases.per_10000"], [known, known]).value == 1
    assert added(MEASURES["cases.per_10000"], [known, unknown]).value is None


def test_what_stands_at_the_end_of_periods_does_not_add_up_over_time():
    assert is_added_over_time(MEASURES["cases.accepted"])
    assert is_known_of_whole(MEASURES["cases.median_days"])
    for code in ("cases.under_way", "cases.at_risk", "cases.per_10000", "groups.people"):
        assert not is_added_over_time(MEASURES[code])
    assert is_known_of_whole(MEASURES["cases.per_10000"])
