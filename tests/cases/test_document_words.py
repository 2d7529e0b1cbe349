"""Money, dates and numbers as documents write them (domain/mediation.md 6.6, 6.7)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.documents import dates
from cases.documents.money import capitals, figures, from_capitals, written

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("9999999999999999.99"), places=2)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0.55", "伍角伍分"),
        ("10", "壹拾元整"),
        ("11", "壹拾壹元整"),
        ("100.05", "壹佰元零伍分"),
        ("1005.50", "壹仟零伍元伍角整"),
        ("10000", "壹万元整"),
        ("10010", "壹万零壹拾元整"),
        ("100200.30", "壹拾万零贰佰元叁角整"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("20000001", "贰仟万零壹元整"),
        ("100000000", "壹亿元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1000000000000", "壹万亿元整"),
        ("1200000000000", "壹万贰仟亿元整"),
        ("1000000010000", "壹万亿零壹万元整"),
        ("3300", "叁仟叁佰元整"),
        ("1650", "壹仟陆佰伍拾元整"),
        ("9800", "玖仟捌佰元整"),
    ],
)
def test_amounts_are_written_in_capitals(amount, words):
    assert capitals(Decimal(amount)) == words


@given(AMOUNTS)
def test_capitals_can_be_read_back(amount):
    assert from_capitals(capitals(amount)) == amount


@given(AMOUNTS)
def test_capitals_never_repeat_a_zero_nor_end_in_one(amount):
    words = capitals(amount)

    assert "零零" not in words
    assert not amount or not any(wrong in words for wrong in ("零元", "零万", "零亿", "零角", "零分", "零整"))


@pytest.mark.parametrize("amount", ["-0.01", "0.001", "10000000000000000"])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ValueError, match="amount"):
        capitals(Decimal(amount))


def test_the_other_character_for_yuan_is_understood():
    assert from_capitals("人民币叁仟叁佰圆整") == Decimal("3300")


@pytest.mark.parametrize("words", ["", "整", "元整", "三千元", "叁仟叁佰"])
def test_what_is_no_capital_amount_is_not_read(words):
    with pytest.raises(ValueError, match="capital"):
        from_capitals(words)


def test_an_amount_stands_in_words_and_figures():
    assert written(Decimal("3300")) == "人民币叁仟叁佰元整（￥3,300.00）"
    assert figures(Decimal("1234567.5")) == "￥1,234,567.50"


def test_dates_have_no_leading_zero_and_courts_write_them_in_words():
    assert dates.day(date(2026, 3, 5)) == "2026年3月5日"
    assert dates.day(None) == "　　　　年　　月　　日"
    assert dates.formal_day(date(2026, 3, 5)) == "二〇二六年三月五日"
    assert dates.formal_day(date(2030, 12, 31)) == "二〇三〇年十二月三十一日"


def test_times_are_those_of_shanghai_with_two_digits_for_minutes():
    evening = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)

    assert dates.moment(evening) == "2026年3月18日19时00分"
    assert dates.moment(datetime(2026, 3, 18, 6, 30, tzinfo=UTC)) == "2026年3月18日14时30分"
    assert dates.span(evening, datetime(2026, 3, 18, 12, 45, tzinfo=UTC)) == "2026年3月18日19时00分至20时45分"
    night = datetime(2026, 3, 18, 17, 5, tzinfo=UTC)
    assert dates.span(evening, night) == "2026年3月18日19时00分至2026年3月19日1时05分"


def test_terms_are_numbered_in_chinese():
    assert [dates.ordinal(n) for n in (1, 9, 10, 11, 19, 20, 21, 30, 99)] == [
        "一", "九", "十", "十一", "十九", "二十", "二十一", "三十", "九十九",
    ]  # fmt: skip
