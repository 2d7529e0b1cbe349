"""Filing a dispute on a phone, as a tired person does: few taps, nothing typed twice, nothing lost without network."""

import pytest
from playwright.sync_api import expect

from cases.docket.models import Case
from cases.intake.models import Draft, Paper
from tests.browser.conftest import PHONE, grave_faults, overflow
from tests.cases.factories import APPLICANT_ID, RESPONDENT_ID, make_committee
from tests.factories import YINGYUAN, make_person

CHILD_ID, MOTHER_ID = "31019920140615903X", "310199198609039025"
FACTS = "楼上卫生间漏水，主卧天花板和衣柜受损，多次沟通没有结果。"


@pytest.fixture
def phone(page, live_server, sign_in, lin):
    """lin's phone, at the form."""
    make_committee()
    sign_in(lin)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/cases/file/")
    return page


def card(phone, number):
    return phone.locator("[data-card=party]").nth(number)


def saved(phone):
    phone.locator("[data-save-state]").filter(has_text="已保存").wait_for()


def kept_here(phone, text):
    """What this device keeps, once `text` is in it. Asked from here: the policy of the page allows no evaluation."""
    for _ in range(100):
        kept = phone.evaluate("Object.values(localStorage).join()")
        if text in kept:
            return kept
        phone.wait_for_timeout(100)
    raise AssertionError(f"{text} is not kept")


def test_a_button_is_there_once_the_script_is_that_answers_it(phone, live_server):
    adds = card(phone, 0).get_by_role("button", name="代理人")
    adds.wait_for()
    phone.route("**/filing*.js", lambda route: route.abort())
    phone.reload()

    phone.get_by_role("button", name="登记", exact=True).wait_for()
    expect(adds).to_be_hidden()


def test_a_dispute_is_filed_in_few_taps_with_persons_known_and_new(phone, lin, complaints):
    make_person(lin, YINGYUAN, name="刘桂珍", number=APPLICANT_ID)
    card(phone, 0).get_by_label("身份证号").fill(APPLICANT_ID)  # a tap into the field, then typing
    card(phone, 0).locator(".known", has_text="刘桂珍").wait_for()
    card(phone, 1).get_by_label("身份证号").fill(RESPONDENT_ID)
    card(phone, 1).get_by_text("男，1982 年生").wait_for()
    card(phone, 1).get_by_label("姓名").fill("马俊")
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("textbox", name="发生了什么").fill(FACTS)
    phone.get_by_text("建议：邻里纠纷·漏水，因为文中有").wait_for()
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("textbox", name="要求").fill("停止漏水\n赔偿损失")
    phone.get_by_label("涉及金额（元）").fill("18600")
    assert grave_faults(phone) == []
    assert overflow(phone) == []
    phone.get_by_role("button", name="登记", exact=True).click()
    phone.get_by_role("heading", name="征询意愿").wait_for()

    case = Case.objects.get()
    assert case.title == "刘桂珍与马俊漏水纠纷"
    assert (case.dispute_type, case.dispute_subtype) == ("D02", "漏水")
    assert case.requests == ["停止漏水", "赔偿损失"]
    assert Draft.objects.get().filed_as == case
    assert complaints == []


def test_without_a_network_nothing_typed_is_lost_and_numbers_stay_off_the_device(phone, complaints):
    card(phone, 0).get_by_label("身份证号").fill(APPLICANT_ID)
    card(phone, 0).get_by_label("姓名").fill("刘桂珍")
    saved(phone)

    phone.context.set_offline(True)
    card(phone, 1).get_by_label("姓名").fill("马俊")
    card(phone, 1).get_by_label("身份证号").fill(RESPONDENT_ID)
    phone.get_by_text("离线，").first.wait_for()
    phone.locator("[data-save-state]").filter(has_text="已存于本机（不含证件号码和电话）").wait_for()
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("textbox", name="发生了什么").fill(FACTS)
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("textbox", name="要求").fill("停止漏水")
    kept = kept_here(phone, "停止漏水")
    phone.get_by_role("button", name="登记", exact=True).click()
    phone.locator("[data-save-state]").filter(has_text="没有提交").wait_for()

    assert "马俊" in kept
    assert APPLICANT_ID not in kept
    assert RESPONDENT_ID not in kept
    assert not Case.objects.exists()

    phone.context.set_offline(False)
    saved(phone)
    assert phone.evaluate("localStorage.length") == 0
    phone.get_by_role("button", name="登记", exact=True).click()
    phone.get_by_role("heading", name="征询意愿").wait_for()

    assert Case.objects.get().title == "刘桂珍与马俊漏水纠纷"
    assert Case.objects.get().requests == ["停止漏水"]
    assert {heard for heard in complaints if "ERR_INTERNET_DISCONNECTED" not in heard} == set()


def test_a_telephone_that_closed_the_page_offline_finds_its_words_again(phone):
    phone.context.set_offline(True)
    card(phone, 0).get_by_label("姓名").fill("刘桂珍")
    phone.get_by_role("button", name="第三人").click()
    card(phone, 2).get_by_label("姓名").fill("高洁")
    kept_here(phone, "高洁")

    address = phone.url
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto(address)
    phone.get_by_text("本机存有一份").wait_for()
    phone.get_by_role("button", name="继续填写").click()
    saved(phone)

    assert card(phone, 0).get_by_label("姓名").input_value() == "刘桂珍"
    assert card(phone, 2).get_by_label("姓名").input_value() == "高洁"
    assert "高洁" in Draft.objects.get().body.open()


def test_a_photo_cut_off_half_way_is_sent_when_the_network_is_back(phone, tmp_path, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}},
    }
    card(phone, 0).get_by_label("姓名").fill("刘桂珍")
    saved(phone)
    photo = phone.screenshot(type="jpeg")

    phone.context.set_offline(True)
    with phone.expect_file_chooser() as chooser:
        card(phone, 0).get_by_text("拍证件照片").click()
    chooser.value.set_files({"name": "证件.jpg", "mimeType": "image/jpeg", "buffer": photo})
    phone.get_by_text("等待上传（离线），请不要关闭本页").wait_for()
    phone.context.set_offline(False)
    card(phone, 0).get_by_text("证件照片：证件.jpg").wait_for()

    paper = Paper.objects.get()
    assert (paper.kind, paper.draft) == ("id_photo", Draft.objects.get())
    assert card(phone, 0).locator("input[name='p0-papers']").input_value() == str(paper.pk)


def test_a_minor_asks_for_a_guardian_and_the_back_button_loses_nothing(phone, complaints):
    card(phone, 0).get_by_label("姓名").fill("沈玉兰")
    card(phone, 1).get_by_label("身份证号").first.fill(CHILD_ID)
    guardian = card(phone, 1).locator("[data-card=speaker]")
    guardian.wait_for()
    assert guardian.locator("select[name$='-kind']").input_value() == "guardian"
    card(phone, 1).get_by_label("姓名").first.fill("黄子轩")
    guardian.get_by_label("身份证号").fill(MOTHER_ID)
    guardian.get_by_label("姓名").fill("罗敏")
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("textbox", name="发生了什么").fill("为父亲的遗产继承发生争执。")
    phone.go_back()
    assert guardian.get_by_label("姓名").input_value() == "罗敏"
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_text("建议：婚姻家庭纠纷·继承").wait_for()
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("button", name="登记", exact=True).click()
    phone.get_by_role("heading", name="征询意愿").wait_for()

    speaks = Case.objects.get().parties.get(side="respondent").representations.get()
    assert (speaks.name, speaks.kind) == ("罗敏", "guardian")
    assert complaints == []


def test_a_mistake_leads_to_its_field_with_all_else_kept(phone):
    card(phone, 0).get_by_label("姓名").fill("刘桂珍")
    card(phone, 1).get_by_label("姓名").fill("马俊")
    card(phone, 1).get_by_label("电话").fill("123")
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("textbox", name="发生了什么").fill(FACTS)
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("button", name="登记", exact=True).click()
    phone.get_by_text("未能登记，请核对").wait_for()

    assert card(phone, 1).get_by_text("不是有效的电话号码").is_visible()
    card(phone, 1).get_by_label("电话").fill("19900000202")
    for _ in range(2):
        phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("button", name="登记", exact=True).click()
    phone.get_by_role("heading", name="征询意愿").wait_for()

    assert Case.objects.get().facts == FACTS


def test_from_the_first_tap_to_acceptance(phone, live_server, sign_in, zhao, complaints):
    """The director takes the application, asks the other side by telephone, accepts: all on one phone."""
    sign_in(zhao)
    phone.goto(f"{live_server.url}/cases/file/")
    card(phone, 0).get_by_label("姓名").fill("刘桂珍")
    card(phone, 1).get_by_label("姓名").fill("马俊")
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("textbox", name="发生了什么").fill(FACTS)
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("button", name="登记", exact=True).click()
    phone.get_by_role("heading", name="征询意愿").wait_for()
    phone.get_by_role("region", name="马俊").get_by_role("button", name="同意调解").click()
    phone.get_by_text("各方都已同意，可以受理").wait_for()
    assert grave_faults(phone) == []
    assert overflow(phone) == []
    phone.get_by_role("link", name="受理", exact=True).click()
    phone.get_by_role("button", name="受理并编号").click()
    phone.get_by_text("人调字第1号").first.wait_for()

    assert Case.objects.get().procedure == "accepted"
    assert complaints == []


def test_a_road_accident_asks_for_its_certificate_and_makes_the_insurer_a_third_party(phone, complaints):
    card(phone, 0).get_by_label("姓名").fill("刘桂珍")
    card(phone, 1).get_by_label("姓名").fill("马俊")
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_label("事故认定书编号").wait_for(state="hidden")
    phone.get_by_role("textbox", name="发生了什么").fill("交通事故追尾，对车损赔偿有争议。")
    phone.get_by_label("事故认定书编号").fill("310114120260000137")
    phone.get_by_label("保险公司", exact=True).fill("平安行车财产保险股份有限公司")
    phone.get_by_role("button", name="登记为第三人").click()

    insurer = card(phone, 2)
    assert insurer.get_by_label("单位名称").input_value() == "平安行车财产保险股份有限公司"
    assert insurer.locator("[name$='-kind']").input_value() == "legal_person"
    assert insurer.locator("[name$='-side']").input_value() == "third"
    phone.get_by_role("button", name="下一步").click()
    assert phone.get_by_role("button", name="登记为第三人").is_hidden()
    assert overflow(phone) == []
    phone.get_by_label("纠纷类型").select_option("D02")
    assert phone.get_by_label("事故认定书编号").is_hidden()
    assert complaints == []
