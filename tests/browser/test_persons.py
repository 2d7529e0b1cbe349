"""Registering and revealing in a real browser, on a phone: few taps, no typing twice, nothing left on the screen."""

from governance.persons.models import Person
from tests.browser.conftest import PHONE
from tests.factories import CHEN_ID, YINGYUAN, code_now, make_person


def test_the_number_fills_sex_and_birth_and_the_person_is_registered(page, live_server, sign_in, lin, complaints):
    sign_in(lin)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/persons/register/")

    page.get_by_label("证件号码").first.fill("310199 19780314 9039")
    page.get_by_label("姓名").fill("陈志远")
    page.get_by_text("性别和出生日期已按号码填好").wait_for()
    assert page.get_by_label("出生日期").input_value() == "1978-03-14"
    page.get_by_role("button", name="登记").click()
    page.get_by_role("heading", name="陈志远").wait_for()

    person = Person.objects.get()
    assert (person.area_id, person.sex) == (YINGYUAN, "male")
    assert complaints == []


def test_a_full_number_is_shown_after_a_reason_and_a_code(page, live_server, sign_in, lin, settings, complaints):
    settings.DEMO = True
    person = make_person(lin, YINGYUAN)
    sign_in(lin)
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + person.get_absolute_url())
    assert CHEN_ID not in page.content()

    page.get_by_role("button", name="查看完整居民身份证").click()
    asked = page.get_by_role("form", name="查看完整居民身份证")
    asked.get_by_label("查看理由").select_option("verify")
    asked.get_by_label("具体说明").fill("核对申请书")
    asked.get_by_role("button", name="查看完整居民身份证").click()
    page.get_by_label("动态验证码").fill(code_now())
    page.get_by_role("button", name="确认并继续").click()
    page.get_by_text(CHEN_ID).wait_for()

    assert page.locator("#stepup").count() == 0
    assert complaints == []
