"""The board: a place and a period, figures of one reading, nothing of other places."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from governance.metrics.board.drawing import View
from governance.metrics.board.shown import grown, shown, unit_shown
from governance.metrics.declaring import MEASURES
from governance.metrics.periods import parse
from governance.metrics.values import Figure
from tests.factories import JIADING, XINCHENGLU, XUHUI, YINGYUAN

TODAY = date(2026, 11, 22)


def page(client, who, **query):
    client.force_login(who)
    return client.get(reverse("metrics:board"), query)


def test_a_board_opens_at_the_place_of_work_with_this_year(client, staff):
    shown_page = page(client, staff)

    assert shown_page.status_code == 200
    assert shown_page.context["place"].code == XINCHENGLU
    assert shown_page.context["view"].period.is_calendar_year
    assert "主要指标" in shown_page.content.decode()


def test_a_place_outside_is_not_found(client, staff):
    for place in (JIADING, XUHUI):
        assert page(client, staff, place=place).status_code == 404
    assert page(client, staff, place=YINGYUAN).status_code == 200


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"period": "range", "first": "2026-05-01", "last": "2026-04-01"}, "期间的结束日早于开始日"),
        ({"period": "range", "first": "2026-05-01"}, "请填写起止日期"),
        ({"period": "2026-13"}, "没有这个月份"),
        ({"period": "昨天"}, "看不懂期间"),
        ({"place": "123"}, "没有这个区域"),
        ({"first": "昨天", "last": "今天", "period": "range"}, "日期"),
    ],
)
def test_a_board_that_cannot_be_shows_why_and_keeps_what_was_asked(client, staff, asked, said):
    shown_page = page(client, staff, **asked)

    assert shown_page.status_code == 200
    text = shown_page.content.decode()
    assert said in text
    assert 'id="board"' not in text
    assert asked.get("first", "2026")[:7] in text or asked.get("place", "")


def test_a_figure_leads_to_the_rows_behind_it_for_those_who_may_open_them(client, staff, viewer):
    staff_page = page(client, staff)
    (url,) = {row.cells[0].url for row in staff_page.context["drawn"][0].rows if row.name == "受理案件"}
    assert client.get(url).status_code == 200
    assert "/cases/?figure=" in staff_page.content.decode()

    assert "/cases/?figure=" not in page(client, viewer).content.decode()


def test_an_own_range_of_days_is_read(client, staff):
    shown_page = page(client, staff, period="range", first="2026-03-05", last="2026-04-10")

    assert shown_page.context["view"].period.label == "2026年3月5日至2026年4月10日"


def test_a_board_asks_again_and_is_told_when_nothing_changed(client, staff):
    again = page(client, staff).context["again"]

    assert client.get(reverse("metrics:board") + again, headers={"HX-Request": "true"}).status_code == 204
    changed = again.replace("seen=", "seen=x")
    renewed = client.get(reverse("metrics:board") + changed, headers={"HX-Request": "true"})
    assert renewed.content.decode().lstrip().startswith('<div id="board"')


def test_a_board_takes_as_many_queries_for_many_places_as_for_one(client, staff, django_assert_num_queries):
    page(client, staff, place=YINGYUAN)
    with django_assert_num_queries(18):
        page(client, staff, place=YINGYUAN)
    with django_assert_num_queries(18):
        page(client, staff, place=XINCHENGLU)


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("2026", [f"2026-{n:02}" for n in range(1, 12)]),
        ("2025", [f"2025-{n:02}" for n in range(1, 13)]),
        ("2026-11", ["2025-12", *(f"2026-{n:02}" for n in range(1, 12))]),
        ("2026-Q1", ["2026-01", "2026-02", "2026-03"]),
    ],
)
def test_a_trend_goes_through_the_period_or_the_year_up_to_its_end(period, months):
    assert [month.code for month in View(JIADING, {}, parse(period), TODAY, bool).months] == months


@pytest.mark.parametrize(
    ("code", "value", "told", "unit"),
    [
        ("cases.accepted", Decimal(1234), "1,234", "件"),
        ("cases.success_rate", Decimal("97.555"), "97.6", "%"),
        ("cases.amount", Decimal(9800), "9,800.00", "元"),
        ("cases.amount", Decimal(1234567), "123.46", "万元"),
        ("cases.median_days", Decimal("6.5"), "6.5", "天"),
        ("cases.success_rate", None, "–", ""),
    ],
)
def test_figures_are_told_as_people_read_them(code, value, told, unit):
    measure, figure = MEASURES[code], Figure(value)

    assert (shown(measure, figure), unit_shown(measure, figure)) == (told, unit)


def test_what_gets_better_is_told_as_good():
    rate, overdue = MEASURES["cases.success_rate"], MEASURES["cases.overdue"]

    assert grown(rate, Decimal("0.125")) == ("↑ 12.5%", "good")
    assert grown(overdue, Decimal("0.125")) == ("↑ 12.5%", "bad")
    assert grown(MEASURES["cases.accepted"], Decimal("-0.5")) == ("↓ 50.0%", "")
    assert grown(rate, None) == ("–", "")
    assert grown(rate, Decimal(0)) == ("持平", "")
