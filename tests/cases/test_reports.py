"""The report builder: any question as a table, exact in every cell and sum, and nothing of other places."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from cases.docket.filters import CaseFilter
from cases.docket.models import Case
from governance.areas.models import Area
from governance.errors import Invalid
from governance.metrics.board.shown import number
from governance.metrics.declaring import MEASURES
from governance.metrics.reports.asking import own_place
from governance.metrics.reports.forms import ReportForm
from governance.metrics.reports.grid import make_grid
from governance.metrics.reports.ready import READY
from governance.metrics.reports.showing import page_heads, page_rows, page_unit, sheet_head, sheet_rows
from tests.cases.test_metrics_exact import Register, within
from tests.factories import CANGCHANG, JIADING, JIADINGZHEN, XINCHENGLU, XUHUI, YINGYUAN
from tests.governance.test_changes import NEW_1, split

TODAY = date(2026, 11, 22)


@pytest.fixture
def register(places):
    made = Register(7)
    made.add(60)
    return made


def form_of(reader, **query):
    asked = {"measure": "cases.accepted", "period": "written", "written": "2025", **query}
    data = QueryDict(urlencode({name: value for name, value in asked.items() if value is not None}, doseq=True))
    form = ReportForm(data, reader=reader, own=own_place(reader), today=TODAY)
    form.is_valid()
    return form


def grid_of(reader, **query):
    form = form_of(reader, **query)
    assert form.errors == {}
    return make_grid(form.question)


def values_of(grid):
    """By row, the numbers of its cells; a cell that tells nothing is None."""
    return {
        " ".join(row.titles): [spot and number(spot.measure, spot.figure) for spot in row.spots] for row in grid.rows
    }


def accepted(place, first="2025-01-01", last="2025-12-31", **more):
    return within(place).filter(accepted_on__range=(first, last), **more).count()


def rate(place, period="2025"):
    ended = within(place).filter(result_on__year=period)
    top, bottom = ended.filter(result="10").count(), ended.filter(result__in=("10", "20", "32")).count()
    return top, bottom


def test_streets_stand_below_one_another_and_come_to_the_place_above(officer, register):
    grid = grid_of(officer, measure=["cases.accepted", "cases.success_rate"], spread="below")

    assert grid.heads == ["区域"]
    assert [column.label for column in grid.columns] == ["受理案件", "调解成功率（口径A）"]
    told = values_of(grid)
    assert list(told) == ["新成路街道", "嘉定镇街道", "本级", "合计（嘉定区）"]
    counts = [row[0] for row in told.values()]
    assert counts[0] == accepted(XINCHENGLU)
    assert sum(counts[:3]) == counts[3] == accepted(JIADING)
    top, bottom = rate(JIADING)
    assert float(told["合计（嘉定区）"][1]) == pytest.approx(top / bottom * 100, abs=0.01)


def test_of_money_each_figure_says_whether_it_is_yuan_or_ten_thousands_of_them(officer, register):
    many = grid_of(officer, measure=["cases.amount", "cases.accepted"], spread="below")
    one = grid_of(officer, measure=["cases.amount"], spread="below")
    units = {cell.unit for grid in (many, one) for row in page_rows(grid, lambda path: True) for cell in row.cells[:1]}

    assert [head for head, _ in page_heads(many)] == ["协议金额", "受理案件（件）"]
    assert (page_unit(one), page_unit(grid_of(officer))) == ("", "件")
    assert units <= {"元", "万元"}
    assert units


def test_a_way_to_count_is_named_or_says_itself_how():
    told = [MEASURES[code].told for code in ("cases.success_rate", "cases.performance_rate_amount", "cases.accepted")]

    assert told == ["调解成功率（口径A）", "协议履行率（按金额）", "受理案件"]


def test_chosen_places_are_summed_and_their_rate_is_worked_out_again(officer, register):
    told = values_of(grid_of(officer, measure=["cases.accepted", "cases.success_rate"], place=[YINGYUAN, CANGCHANG]))

    assert told["合计"][0] == accepted(YINGYUAN) + accepted(CANGCHANG)
    (a, b), (c, d) = rate(YINGYUAN), rate(CANGCHANG)
    assert float(told["合计"][1]) == pytest.approx((a + c) / (b + d) * 100, abs=0.01)


def test_places_that_lie_in_each_other_have_no_sum(officer, register):
    assert list(values_of(grid_of(officer, place=[XINCHENGLU, YINGYUAN]))) == ["新成路街道", "迎园社区居委会"]


def test_one_measure_month_by_month_has_its_months_as_columns(officer, register):
    grid = grid_of(officer, split="month", spread="below")

    assert (grid.across, len(grid.columns)) == ("期间", 13)
    told = values_of(grid)
    for place, row in ((XINCHENGLU, "新成路街道"), (JIADING, "合计（嘉定区）")):
        assert told[row][2] == accepted(place, "2025-03-01", "2025-03-31")
        assert sum(told[row][:12]) == told[row][12] == accepted(place)


def test_parts_come_to_the_whole_with_what_is_in_none(officer, register):
    told = values_of(grid_of(officer, measure=["cases.accepted", "cases.success"], by="type"))

    assert told["合计"][0] == accepted(JIADING)
    assert sum(row[0] for title, row in told.items() if title != "合计") == told["合计"][0]
    assert "未归入" not in told


def test_what_stands_and_medians_have_sums_only_where_they_can_be_read(officer, register):
    measures = ["cases.under_way", "cases.median_days", "cases.accepted"]
    grid = grid_of(officer, measure=measures, split="quarter")

    total = values_of(grid)["合计"]
    assert (total[0], total[2]) == (None, accepted(JIADING))
    assert total[1] == values_of(grid_of(officer, measure="cases.median_days"))["嘉定区"][0]
    assert grid.notes
    over_places = values_of(grid_of(officer, measure=measures, place=[YINGYUAN, CANGCHANG]))["合计"]
    assert (over_places[0] is not None, over_places[1]) == (True, "–")


def test_every_cell_is_compared_with_the_same_time_a_year_earlier(officer, register):
    grid = grid_of(officer, compare="year", spread="below")

    spot = grid.rows[-1].spots[0]
    assert (spot.figure.value, spot.before.value) == (accepted(JIADING), accepted(JIADING, "2024-01-01", "2024-12-31"))
    assert spot.then == "2024年"
    assert sheet_head(grid) == ["区域", "受理案件（件）", "受理案件 上年同期", "受理案件 增减（%，比率为百分点）"]
    assert all(len(row) == 4 for row in sheet_rows(grid))


def test_behind_every_cell_is_a_list_with_as_many_rows(officer, client, register):
    client.force_login(officer)
    address = f"{reverse('reports:build')}?measure=cases.accepted&measure=cases.success_rate&by=type&spread=below"
    page = client.get(f"{address}&period=written&written=2025")

    cells = [cell for row in page.context["rows"] for cell in row.cells if cell.url]
    assert len(cells) > 20
    spots = [spot for row in page.context["grid"].rows for spot in row.spots]
    shown = [cell for row in page.context["rows"] for cell in row.cells]
    for spot, cell in zip(spots, shown, strict=True):
        if cell.url:
            asked = {name: texts[0] for name, texts in parse_qs(urlsplit(cell.url).query).items()}
            filters = CaseFilter(asked, queryset=Case.objects.visible_to(officer), actor=officer)
            assert filters.qs.count() == spot.figure.count


def test_as_it_is_today_the_past_is_recast(officer, register):
    split(officer)
    told = values_of(grid_of(officer, place=[NEW_1, YINGYUAN], areas="now"))

    assert float(told["迎园一居委会"][0]) == pytest.approx(accepted(YINGYUAN) * 0.6)
    assert float(told["合计"][0]) == pytest.approx(accepted(YINGYUAN) * 0.6)


def test_sensitive_groups_are_withheld_and_never_summed(officer, register):
    asked = {"measure": "groups.people", "by": "group", "spread": "below", "written": "2024,2025"}
    grid = grid_of(officer, **asked)
    assert all(not row.is_total or spot.figure.value is None for row in grid.rows for spot in row.spots if spot)
    assert "合计" not in [column.label for column in grid.columns if column.is_total] or grid.across == "期间"

    for wrong in ({"written": "2025-Q1"}, {"place": XINCHENGLU}, {"by": ""}):
        with pytest.raises(Invalid):
            make_grid(form_of(officer, **{**asked, **wrong}).question)


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ({"measure": "cases.happy"}, "measure", "有的指标已不存在"),
        ({"measure": None}, "measure", "请至少选一项指标"),
        ({"by": "colour"}, "by", "选择一个有效的选项"),
        ({"measure": ["cases.accepted", "cases.median_days"], "by": "type"}, "by", "没有这种分组"),
        ({"written": "2026-13"}, "written", "没有这个月份"),
        ({"written": ""}, "written", "请写出期间"),
        ({"written": "𠮷" * 500}, "written", "看不懂期间"),
        ({"period": "range", "first": "2026-05-01", "last": "2026-04-01"}, "last", "结束日早于开始日"),
        ({"period": "range", "first": "2026-05-01"}, "last", "请填写起止日期"),
        ({"period": "range", "first": "2020-01-01", "last": "2026-01-01", "split": "day"}, "split", "最多 120 段"),
        ({"add": "440100000000"}, "add", "不在您的管辖范围内"),
        ({"add_text": "没有的地方"}, "add", "不在您的管辖范围内"),
        ({"add": XUHUI}, "add", "不在您的管辖范围内"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field_and_kept(officer, client, query, field, said):
    form = form_of(officer, **query)
    assert said in str(form.errors[field])

    client.force_login(officer)
    asked = {"measure": "cases.accepted", "period": "written", "written": "2025", **query}
    kept = {name: value for name, value in asked.items() if value is not None}
    page = client.get(f"{reverse('reports:build')}?{urlencode(kept, doseq=True)}")
    assert (page.status_code, said in page.content.decode().replace("&quot;", "”")) == (200, True)


def test_too_many_places_or_figures_are_refused(officer, places):
    codes = [f"3101140{n:05}" for n in range(900)]
    with pytest.raises(Http404):
        form_of(officer, place=codes)
    form = form_of(officer, measure=["cases.accepted"] * 2, written="2025", split="week", place=[XINCHENGLU, YINGYUAN])
    assert form.errors == {}
    wide = form_of(officer, measure=all_measures()[:28], split="week", spread="below")
    with pytest.raises(Invalid, match="一次最多读取"):
        make_grid(wide.question)


def all_measures():
    from governance.metrics.declaring import MEASURES

    return [code for code, one in MEASURES.items() if not one.is_sensitive]


def test_a_place_outside_is_not_found_and_no_total_holds_it(staff, client, register):
    client.force_login(staff)
    build = reverse("reports:build")

    for place in (JIADING, JIADINGZHEN, XUHUI, "999999999999", "嘉定"):
        assert client.get(f"{build}?measure=cases.accepted&place={place}").status_code == 404
    told = values_of(grid_of(staff, spread="below"))
    assert told["合计（新成路街道）"] == [accepted(XINCHENGLU)]


def test_the_table_comes_alone_for_a_fragment_and_the_address_is_the_question(staff, client, register):
    client.force_login(staff)
    asked = "measure=cases.accepted&by=&add=&add_text=&spread=&period=last-year&split=&compare=year&areas=&across="

    answer = client.get(f"{reverse('reports:build')}?{asked}", headers={"HX-Request": "true"})

    assert answer.content.decode().lstrip().startswith('<div id="report"')
    assert answer.headers["HX-Push-Url"].endswith("build/?measure=cases.accepted&period=last-year&compare=year")
    whole = client.get(answer.headers["HX-Push-Url"])
    assert values_of(whole.context["grid"]) == values_of(answer.context["grid"])


def test_an_added_place_joins_those_of_the_address(officer):
    form = form_of(officer, place=YINGYUAN, add=CANGCHANG)

    assert "place=310114001001&place=310114001002" in form.question.query
    assert "add" not in form.question.query


@time_machine.travel("2026-11-22 10:00+08:00")
def test_every_report_to_begin_with_has_a_table(officer, client, register):
    client.force_login(officer)
    assert len(READY) >= 5
    for ready in READY:
        page = client.get(f"{reverse('reports:build')}?{ready.query}")
        assert page.context["grid"].rows, ready.title


def test_a_report_takes_as_many_queries_for_many_places_as_for_one(
    officer, client, register, django_assert_num_queries
):
    client.force_login(officer)
    address = f"{reverse('reports:build')}?measure=cases.accepted&period=last-year&spread=below&place="
    client.get(f"{address}{JIADING}")
    with django_assert_num_queries(7):
        client.get(f"{address}{XINCHENGLU}")
    with django_assert_num_queries(7):
        client.get(f"{address}{JIADING}&split=month&by=type&compare=year")


def test_those_who_see_numbers_alone_are_led_nowhere(viewer, client, register):
    client.force_login(viewer)
    page = client.get(f"{reverse('reports:build')}?measure=cases.accepted&period=last-year")

    assert page.context["rows"][0].cells[0].text
    assert "/cases/" not in page.content.decode()
    assert Area.objects.filter(pk=JIADING).exists()
