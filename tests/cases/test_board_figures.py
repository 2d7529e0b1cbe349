"""The board of cases: every figure leads to as many rows, stands to its target in words, and comes as a spreadsheet."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from cases.demo import scenario_1, scenario_4
from cases.demo.story import play
from governance.metrics.board.drawing import View, draw
from governance.metrics.board.judging import judged, told_lines
from governance.metrics.board.panels import PANELS
from governance.metrics.declaring import MEASURES
from governance.metrics.periods import parse
from governance.metrics.targets import lines_of
from governance.metrics.values import Figure
from governance.rules.actions import set_rule_value
from tests.cases.scenario_world import DISTRICT
from tests.cases.test_metrics_exact import Register
from tests.cases.test_metrics_lists import rows_behind
from tests.cases.test_scenarios_after import stage  # noqa: F401 - the world of the scenarios
from tests.factories import CANGCHANG, JIADING, XINCHENGLU, XUHUI, YINGYUAN, make_account

TODAY = date(2026, 11, 22)


@pytest.fixture
def register(places):
    made = Register(5)
    made.add(60)
    return made


def drawn_of(place=JIADING, period="2026", below=None):
    below = {XINCHENGLU: "新成路街道"} if below is None else below
    return {one.panel.code: one for one in draw(PANELS.values(), View(place, below, parse(period), TODAY, bool))}


def cells_of(page):
    return [(one, cell) for one in page.context["drawn"] for row in one.rows for cell in row.cells if cell.url]


def assert_every_figure_leads_to_its_rows(page, reader):
    found = cells_of(page)
    for one, cell in found:
        asked = {name: texts[0] for name, texts in parse_qs(urlsplit(cell.url).query).items()}
        behind = rows_behind(reader, cell.url)
        if "cases.amount" in asked["figure"]:
            continue  # a sum of money leads to the cases of which it is the sum: test_metrics_lists
        assert behind == cell.count, (one.panel.code, asked["figure"])
    return len(found)


@pytest.mark.parametrize("period", ["2025", "2026-Q3"])
def test_every_figure_of_the_board_has_as_many_rows_behind_it(officer, client, register, period):
    client.force_login(officer)
    page = client.get(reverse("metrics:board"), {"place": JIADING, "period": period})

    assert assert_every_figure_leads_to_its_rows(page, officer) > 40


@pytest.mark.parametrize("scenario", [scenario_1, scenario_4])
def test_so_it_is_with_what_follows_an_agreement(stage, client, scenario):  # noqa: F811
    play(stage, scenario.EVENTS)
    reader = make_account("reader", "district_officer", DISTRICT, starts_on=date(2025, 1, 1))
    client.force_login(reader)
    page = client.get(reverse("metrics:board"), {"place": DISTRICT, "period": "2026"})

    assert assert_every_figure_leads_to_its_rows(page, reader) > 20


def test_a_year_that_goes_on_is_compared_with_as_many_days_of_the_last(register):
    (accepted, *_) = drawn_of()["heads"].rows

    (_, year) = accepted.cells
    assert (year.unit, "2025年1月1日至2025年11月22日" in year.note) == ("同比", True)


@time_machine.travel("2026-11-22 10:00+08:00")
def test_a_figure_stands_to_the_lines_of_its_place_in_words(officer, client, register):
    target = {"key": "metric.cases.success_rate.target", "area_code": JIADING, "value": Decimal(1), "reason": "试行"}
    set_rule_value(**target, starts_on=TODAY, by=officer)
    client.force_login(officer)
    page = client.get(reverse("metrics:board"), {"place": JIADING, "period": "2026"})

    heads = {row.name: row.cells[0] for row in page.context["drawn"][0].rows}
    assert (heads["调解成功率（口径A）"].judged.said, heads["调解成功率（口径A）"].judged.lines[:5]) == (
        "达标",
        "目标 1%",
    )
    assert heads["受理案件"].judged is None
    text = page.content.decode()
    assert "警戒线" in text
    quality = next(one for one in page.context["drawn"] if one.panel.code == "quality")
    assert {line["word"] for line in quality.chart["lines"]} == {"目标", "警戒线"}


def test_verdicts_have_words_for_what_should_be_low(places):
    lines = lines_of(["cases.mean_days", "cases.success_rate"], on=TODAY)
    days, rate = MEASURES["cases.mean_days"], MEASURES["cases.success_rate"]

    assert [judged(lines, days, JIADING, Figure(value)).said for value in (10, 25, 40)] == [
        "达标",
        "未达目标",
        "超过警戒线",
    ]
    assert [judged(lines, rate, JIADING, Figure(value)).said for value in (96, 90, 80)] == [
        "达标",
        "未达目标",
        "低于警戒线",
    ]
    assert judged(lines, rate, JIADING, Figure(96)).lines == "目标 95%，警戒线 85%"
    assert judged(lines, rate, JIADING, Figure(None)) is None
    assert [line["name"] for line in told_lines(lines, JIADING, [rate])] == ["目标", "警戒线"]


def test_places_side_by_side_have_share_or_rank_and_what_they_come_to(register):
    places = drawn_of(XINCHENGLU, "2024-01-01..2026-11-22", {YINGYUAN: "迎园社区", CANGCHANG: "仓场社区"})["places"]

    first, second, whole = places.rows
    assert (whole.name, whole.is_total) == ("合计", True)
    assert first.cells[0].note.startswith("占 ")
    rate = list(places.panel.measures).index("cases.success_rate")
    assert {first.cells[rate].note, second.cells[rate].note} <= {"第 1 位", "第 2 位"}
    assert "places" not in drawn_of(YINGYUAN, "2025", {})


def test_of_many_parts_the_rest_is_added_up(register):
    panel = replace(PANELS["types"], most=1)
    (one,) = draw([panel], View(JIADING, {}, parse("2025"), TODAY, bool))

    assert [row.name for row in one.rows][1].startswith("其他 ")
    assert float(one.rows[1].cells[1].text.rstrip("%")) > 0


@pytest.mark.parametrize("key", list(PANELS))
def test_each_panel_is_a_spreadsheet_with_the_same_figures(officer, client, register, key):
    client.force_login(officer)
    asked = {"place": JIADING, "period": "2025"}
    answer = client.get(reverse("metrics:panel_sheet", args=[key]), asked)

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    drawn = next(one for one in client.get(reverse("metrics:board"), asked).context["drawn"] if one.panel.code == key)
    assert [row[0] for row in rows[1:]] == [row.name for row in drawn.rows]
    for told, row in zip(rows[1:], drawn.rows, strict=True):
        if row.cells[0].unit == "件":
            assert told[1] == int(row.cells[0].text.replace(",", ""))
    assert "嘉定区" in [cell.value for cell in book["说明"]["B"]]


def test_no_spreadsheet_of_another_place(staff, client, places):
    client.force_login(staff)
    for key, place in (("heads", XUHUI), ("heads", JIADING), ("none", XINCHENGLU)):
        assert client.get(reverse("metrics:panel_sheet", args=[key]), {"place": place}).status_code == 404
