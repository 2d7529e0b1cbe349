"""The components in a real browser: by keyboard, by pointer, and when things go wrong."""

import re

import pytest
from playwright.sync_api import expect

from governance.people import demo
from tests.browser.conftest import PHONE
from tests.factories import CANGCHANG, YINGYUAN, make_area, make_posting


@pytest.fixture
def gallery(page, live_server, sign_in, complaints, lin):
    sign_in(lin).goto(f"{live_server.url}/gallery/")
    yield page
    assert [told for told in complaints if "status of 422" not in told] == []


SUGGESTED = {
    "results": [
        {"code": YINGYUAN, "name": "迎园社区居委会", "path": "上海市 嘉定区 新成路街道"},
        {"code": CANGCHANG, "name": "仓场社区居委会", "path": "上海市 嘉定区 新成路街道"},
    ]
}


@pytest.fixture
def place_box(gallery):
    """The place picker of the sample form, before an endpoint that always suggests the same two places."""
    gallery.route("**/suggest-stub/**", lambda route: route.fulfill(json=SUGGESTED))
    gallery.evaluate("document.querySelector('#forms [data-place-picker]').dataset.url = '/suggest-stub/'")
    return gallery.locator("#forms [role=combobox]")


def chosen(page):
    return page.locator("#forms input[type=hidden][name=area]").input_value()


def test_the_first_tab_stop_leads_to_the_text(gallery):
    gallery.keyboard.press("Tab")
    expect(gallery.locator(".skip")).to_be_focused()
    gallery.keyboard.press("Enter")

    expect(gallery.locator("#main")).to_be_focused()


def test_a_place_is_chosen_by_keyboard_alone(gallery, place_box):
    place_box.focus()
    place_box.press_sequentially("yy")
    expect(place_box).to_have_attribute("aria-expanded", "true")

    place_box.press("ArrowDown")
    active = gallery.locator(f"#{place_box.get_attribute('aria-activedescendant')}")
    expect(active).to_have_attribute("aria-selected", "true")
    expect(active).to_contain_text("仓场社区居委会")
    place_box.press("Enter")

    expect(place_box).to_have_value("仓场社区居委会")
    expect(place_box).to_have_attribute("aria-expanded", "false")
    assert chosen(gallery) == CANGCHANG


def test_initials_find_a_real_place(gallery):
    box = gallery.locator("#forms [role=combobox]")
    box.press_sequentially("yysq")
    expect(gallery.locator("#forms [role=option]").first).to_contain_text("迎园社区居委会")

    box.press("Enter")

    assert chosen(gallery) == YINGYUAN


def test_escape_closes_the_suggestions_and_typing_anew_forgets_the_place(gallery, place_box):
    place_box.fill("迎园")
    expect(gallery.locator("#forms [role=listbox]")).to_be_visible()
    place_box.press("Enter")
    assert chosen(gallery) == YINGYUAN

    place_box.press_sequentially("x")
    expect(gallery.locator("#forms [role=listbox]")).to_be_visible()
    place_box.press("Escape")

    expect(gallery.locator("#forms [role=listbox]")).to_be_hidden()
    assert chosen(gallery) == ""


def test_a_dialog_keeps_the_focus_and_gives_it_back(gallery):
    opener = gallery.get_by_role("button", name="打开对话框")
    opener.focus()
    gallery.keyboard.press("Enter")
    dialog = gallery.get_by_role("dialog", name="选择办理方式")
    expect(dialog).to_be_visible()

    for _ in range(6):
        gallery.keyboard.press("Tab")
        assert gallery.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    gallery.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_dangerous_act_waits_for_an_answer(gallery):
    gallery.get_by_role("button", name="需要确认的操作").click()
    question = gallery.get_by_role("dialog", name="请确认")
    expect(question).to_contain_text("这一操作不能撤回")

    question.get_by_role("button", name="再想想").click()
    expect(question).to_be_hidden()
    gallery.get_by_role("button", name="需要确认的操作").click()
    with gallery.expect_request(lambda request: request.method == "POST"):
        question.get_by_role("button", name="确定").click()


def test_a_masked_value_is_shown_for_a_reason_and_for_half_a_minute(gallery):
    gallery.clock.install()
    gallery.get_by_role("button", name="查看完整身份证号").click()
    asked = gallery.get_by_role("form", name="查看完整身份证号")
    asked.get_by_role("button", name="查看完整身份证号").click()
    expect(asked).to_contain_text("该字段是必填项。")
    asked.get_by_label("查看理由").fill("核对调解申请")
    asked.get_by_role("button", name="查看完整身份证号").click()

    shown = gallery.locator("#sample-number [data-masked-text]")
    expect(shown).to_have_text("31011419900307123X")
    gallery.clock.run_for(31_000)
    expect(shown).to_have_text("310114********123X")


def test_who_thinks_better_of_it_has_the_mask_back(gallery):
    gallery.get_by_role("button", name="查看完整身份证号").click()
    gallery.get_by_role("form", name="查看完整身份证号").get_by_role("button", name="取消").click()

    expect(gallery.locator("#sample-number [data-masked-text]")).to_have_text("310114********123X")


def test_a_date_is_set_by_one_tap(gallery):
    gallery.get_by_role("button", name="开始日：昨天").first.click()
    yesterday = gallery.locator("#id_starts_on").input_value()
    gallery.get_by_role("button", name="开始日：今天").first.click()

    assert re.fullmatch(r"\d{4}-\d\d-\d\d", yesterday)
    assert yesterday < gallery.locator("#id_starts_on").input_value()


def test_a_wrong_form_comes_back_with_its_input_and_the_focus_on_what_is_wrong(page, live_server, sign_in, lin):
    sign_in(lin).goto(f"{live_server.url}/gallery/")
    page.locator("#id_name").fill("林晓")

    page.locator("#forms").get_by_role("button", name="保存").click()

    expect(page.locator("#forms [data-error-summary]")).to_be_focused()
    expect(page.locator("#id_name")).to_have_value("林晓")
    expect(page.locator("#id_area_error")).to_have_text("请选择区域。")


def test_an_upload_shows_how_far_it_is_and_leads_on(gallery):
    file = {"name": "名单.csv", "mimeType": "text/csv", "buffer": b"x" * 300_000}
    gallery.locator("#upload_file").set_input_files(file)

    gallery.locator("#progress").get_by_role("button", name="上传").click()

    expect(gallery.locator("main")).to_contain_text("收到 293.0 KB")


def test_a_file_over_the_limit_is_refused_before_it_leaves(gallery):
    gallery.evaluate("document.querySelector('form[data-upload]').dataset.uploadLimit = '1000'")
    gallery.locator("#upload_file").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"x" * 3000})

    gallery.locator("#progress").get_by_role("button", name="上传").click()

    expect(gallery.locator("[data-toasts]")).to_contain_text("超过上限 1 KB")


def test_a_job_counts_up_until_it_is_done(gallery):
    progress = gallery.locator("#sample-progress")

    expect(progress).to_contain_text("8 / 8", timeout=15_000)
    expect(progress).not_to_have_attribute("hx-trigger", "every 1s")


def test_the_place_is_switched_from_the_top_bar(page, live_server, sign_in, lin):
    make_posting(lin, "mediator", CANGCHANG)
    sign_in(lin).goto(live_server.url)

    page.get_by_label("当前区域：迎园社区居委会").click()
    page.get_by_role("button", name="仓场社区居委会").click()

    expect(page.get_by_label("当前区域：仓场社区居委会")).to_be_visible()
    expect(page.locator("[data-toasts]")).to_contain_text("已切换到仓场社区居委会。")


def test_on_a_phone_the_navigation_is_below_the_thumb(page, live_server, sign_in, administrator):
    page.set_viewport_size(PHONE)
    sign_in(administrator).goto(live_server.url)

    expect(page.get_by_role("navigation", name="主导航")).to_be_hidden()
    page.get_by_role("button", name="更多").click()

    expect(page.get_by_role("dialog", name="全部功能")).to_be_visible()


def test_on_a_phone_what_is_tapped_is_as_high_as_a_thumb(page, live_server, sign_in, lin):
    for number in range(21):
        make_area(f"3101140019{number:02}", f"新居委会{number}")
    page.set_viewport_size(PHONE)
    sign_in(lin).goto(f"{live_server.url}/gallery/?level=5")

    for tapped, least in ((".menu > summary", 2), (".bell", 1), (".list-foot .sizes a", 2)):
        found = page.locator(tapped).locator("visible=true").all()
        heights = [one.bounding_box()["height"] for one in found]
        assert (len(heights) >= least, [height for height in heights if height < 44]) == (True, []), tapped


def test_on_a_phone_a_table_row_is_a_card(page, live_server, sign_in, lin):
    page.set_viewport_size(PHONE)
    sign_in(lin).goto(f"{live_server.url}/gallery/?level=0")

    cell = page.locator("#lists tbody td").first

    assert cell.evaluate("node => getComputedStyle(node, '::before').content") == '"代码"'
    assert page.locator("#lists tbody tr").first.evaluate("node => getComputedStyle(node).display") == "block"


def test_a_long_navigation_opens_where_one_is(page, live_server, sign_in, administrator, settings):
    settings.DEMO = True
    sign_in(administrator).goto(f"{live_server.url}/trail/")

    expect(page.locator(".side [aria-current]")).to_be_in_viewport(ratio=1)


def test_slash_goes_to_the_search_box(gallery):
    gallery.keyboard.press("/")

    expect(gallery.get_by_label("搜索案件、人员、区域").first).to_be_focused()


def test_a_demo_seat_signs_in_by_one_tap(page, live_server, member, settings):
    settings.DEMO = True
    member.username = "weiyuan"
    member.set_password(demo.PASSWORD)
    member.save()
    page.goto(f"{live_server.url}/sign-in/")

    page.get_by_role("button", name="居委会成员 · 何敏").click()

    expect(page.get_by_role("heading", name="何敏，您好")).to_be_visible()
