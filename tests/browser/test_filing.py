"""Filing a dispute on a phone, as a tired person does: few taps, nothing typed twice, nothing lost without network."""

import pytest

from cases.docket.models import Case
from cases.intake.models import Draft
from tests.browser.conftest import PHONE, grave_faults, overflow
from tests.cases.factories import APPLICANT_ID, RESPONDENT_ID, make_committee
from tests.factories import YINGYUAN, make_person

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
