"""The board and the report builder in a browser: changes show by themselves, and all is there without script."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import grave_faults, overflow
from tests.cases.test_metrics_exact import Register
from tests.factories import make_account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def register(places, transactional_db, live_server):
    made = Register(9)
    made.add(30)
    return made


@pytest.fixture
def reader(register):
    return make_account("shen", "district_officer", "310114000000", name="沈岚")


def test_a_change_shows_within_ten_seconds_without_a_reload(page, live_server, sign_in, register, reader, complaints):
    sign_in(reader)
    page.goto(f"{live_server.url}/figures/?period=range&first=2024-01-01&last=2026-12-31")
    accepted = page.locator(".figure", has_text="受理案件").locator(".figure-value")
    before = accepted.inner_text()
    page.evaluate("window.stays = true")
    page.locator("#table-types summary").click()

    register.add(40)

    expect(accepted).not_to_have_text(before, timeout=10_000)
    assert page.evaluate("window.stays") is True
    assert page.locator("#table-types").get_attribute("open") is not None, "what was opened stays open"
    page.locator("#chart-trend").hover()
    assert page.locator(".chart canvas").count() >= 4
    assert complaints == []


def test_on_paper_each_chart_stands_beside_its_table(page, live_server, sign_in, reader):
    sign_in(reader)
    page.goto(f"{live_server.url}/figures/?period=2025")
    expect(page.locator("#chart-types canvas")).to_be_visible()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    for panel in ("trend", "types"):
        chart = page.locator(f"#chart-{panel} canvas").bounding_box()
        table = page.locator(f"#table-{panel} table").bounding_box()
        assert chart["x"] + chart["width"] <= table["x"]
        assert chart["height"] > 60
        assert abs(chart["y"] - table["y"]) < 40
        assert table["x"] + table["width"] <= page.viewport_size["width"]


def test_the_board_is_whole_without_script(browser, live_server, sign_in, page, reader):
    sign_in(reader)
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(page.context.cookies())
    tab = plain.new_page()
    tab.goto(f"{live_server.url}/figures/?period=2025")

    expect(tab.locator("#table-trend table")).to_be_visible()
    expect(tab.locator("#table-types table")).to_be_visible()
    expect(tab.locator("#chart-trend")).to_be_hidden()
    expect(tab.get_by_role("button", name="存为图片")).to_have_count(0)
    tab.goto(f"{live_server.url}/figures/reports/build/")
    tab.get_by_label("受理案件").first.check()
    tab.get_by_role("button", name="查看").click()
    expect(tab.locator(".report-table")).to_be_visible()
    plain.close()


def test_a_report_is_built_by_ticking_and_its_address_is_the_question(page, live_server, sign_in, reader, complaints):
    sign_in(reader)
    page.goto(f"{live_server.url}/figures/reports/build/")

    page.locator("#m-cases\\.accepted").check()
    expect(page.locator(".report-table tbody tr")).to_have_count(1)
    page.get_by_label("列出").select_option("below")
    expect(page.locator(".report-table tbody tr").last).to_contain_text("合计（嘉定区）")
    page.get_by_label("添加区域").fill("新成路")
    page.locator(".picker-list [role=option]").first.click()
    expect(page.locator(".report-places .chip")).to_have_text("新成路街道")
    expect(page.locator(".report-table tbody tr").first).to_contain_text("迎园社区居委会")
    assert page.url.endswith("measure=cases.accepted&place=310114001000&spread=below&period=this-year")
    page.reload()
    expect(page.locator(".report-table tbody tr").last).to_contain_text("合计（新成路街道）")
    assert (overflow(page), grave_faults(page), complaints) == ([], [], [])
