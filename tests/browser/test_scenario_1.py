"""S1 of domain/mediation-scenarios.md on one phone, in one go: from its home page to the signed agreement in print."""

import pytest
from playwright.sync_api import expect

from cases.demo.world import number_of
from cases.docket.models import Case
from tests.browser.story import Phone, sweep
from tests.cases.scenario_world import earlier_numbers, make_world
from tests.cases.test_document_forms import pdf_text

COMPANY = "云川和居物业服务有限公司"
FACTS = "2024年7月至2025年12月共 18 个月未付物业费。业主称电梯时常停运，楼道灯损坏，外墙渗水。"


@pytest.fixture
def folder(tmp_path, settings):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = storages


@pytest.fixture
def world(places, live_server, folder):
    made = make_world()
    earlier_numbers(made.community, 7)
    return made


def test_s1_from_the_phones_home_page_to_the_signed_agreement(page, live_server, sign_in, world, complaints):
    phone = Phone(page, live_server, sign_in)
    _file(phone, world)
    case = Case.objects.get()
    assert case.title == f"{COMPANY}与陈志远物业费纠纷"
    _ask_and_accept(phone, world, case)
    _mediate(phone, world, case)
    _agree(phone, world, case)
    _follow(phone, world, case)
    assert complaints == []


def _card(page, number):
    return page.locator("[data-card=party]").nth(number)


def _file(phone, world):
    with phone.at("2026-03-02 10:12", world.sun) as page:
        phone.look("s1-01-home")
        page.locator(".bottom-bar").get_by_role("link", name="登记").click()
        applicant, respondent = _card(page, 0), _card(page, 1)
        applicant.get_by_label("是谁").first.select_option("legal_person")
        applicant.get_by_label("统一社会信用代码").fill("91310199MA1X00A10C")
        applicant.locator("input[name$='-name']").first.fill(COMPANY)
        applicant.get_by_label("法定代表人（负责人、经营者）").fill("冯立")
        applicant.get_by_role("button", name="代理人").click()
        agent = applicant.locator("[data-card=speaker]")
        agent.get_by_label("身份证号").fill(number_of("何倩"))
        agent.get_by_label("姓名").fill("何倩")
        agent.get_by_label("代理人类型").select_option("staff")
        agent.get_by_label("授权", exact=True).select_option("special")
        agent.get_by_label("与当事人关系").fill("职员")
        respondent.get_by_label("身份证号").fill(number_of("陈志远"))
        respondent.get_by_text("男，1978 年生").wait_for()
        respondent.get_by_label("姓名").fill("陈志远")
        respondent.get_by_label("电话").fill("19900000101")
        phone.look("s1-02-people", closely=True)
        phone.press("下一步")
        page.get_by_role("textbox", name="发生了什么").fill(FACTS)
        page.get_by_text("建议：").first.wait_for()
        page.get_by_label("小区、楼栋、门牌").fill("梧桐里小区12幢302室")
        phone.look("s1-03-what")
        phone.press("下一步")
        page.get_by_role("textbox", name="要求").fill("支付物业费 3647.70 元\n支付违约金 365.00 元")
        page.get_by_label("涉及金额（元）").fill("4012.70")
        page.get_by_label("申请方式").select_option("online")
        phone.look("s1-04-asked")
        phone.press("登记")
        page.get_by_role("heading", name="征询意愿").wait_for()


def _ask_and_accept(phone, world, case):
    path = case.get_absolute_url()
    with phone.at("2026-03-03 15:40", world.sun, f"{path}consent/") as page:
        asked = page.get_by_role("region", name="陈志远")
        asked.get_by_text("时间、接话人、备注").click()
        asked.get_by_label("备注").fill("同意调解，要求一并解决电梯、楼道灯和渗水。")
        phone.look("s1-05-consent")
        asked.get_by_role("button", name="同意调解", exact=True).click()
        phone.said("各方都已同意，可以受理")

    sweep("2026-03-04 08:30")
    with phone.at("2026-03-04 09:30", world.qian) as page:
        phone.said("待受理的案件")
        phone.look("s1-06-home-director")
        page.locator(".bell").click()
        phone.said("待决定是否受理，03-05")
        phone.look("s1-07-notices")
        page.goto(f"{phone.url}{path}")
        phone.tap("受理")
        phone.look("s1-08-accept")
        phone.press("受理并编号")
        phone.said("（2026）云梧人调字第8号")
        phone.said("2026-04-07")
        phone.look("s1-09-accepted")
    with phone.at("2026-03-04 09:45", world.qian, path) as page:
        phone.tap("指派调解员")
        phone.choose("host", "钱卫东")
        phone.choose("recorder", "孙丽华")
        phone.look("s1-10-assign")
        phone.press("指派")
        phone.said("已指派，调解开始。")
        page.goto(f"{phone.url}{path}documents/")
        phone.make_form("受理登记表")
        phone.make_form("当事人权利义务告知书")
        phone.look("s1-11-documents")


def _mediate(phone, world, case):
    path = case.get_absolute_url()
    with phone.at("2026-03-06 15:10", world.qian, path):
        text = "三楼楼道灯不亮，外墙内侧墙面潮湿；已联系电梯维保单位提供停运记录。"
        phone.investigate(70, "梧桐里小区12幢", "现场查看", text)
        phone.look("s1-13-case")
    with phone.at("2026-03-11 20:20", world.qian, path):
        phone.hold_session(80, "公司提出减免一成，陈志远提出支付六成，约定下次再谈。", "有待继续")
    with phone.at("2026-03-18 20:40", world.qian, path):
        phone.hold_session(100, "双方就数额、分期和维修达成一致。", "调解成功")


def _agree(phone, world, case):
    path = case.get_absolute_url()
    with phone.at("2026-03-18 20:45", world.qian, path) as page:
        phone.tap("书面协议")
        page.get_by_label("约定给付总额（元）").fill("3300")
        phone.look("s1-14-head")
        phone.press("下一步：协议内容")
        phone.tap("添加付款")
        phone.choose("debtor", "陈志远")
        phone.choose("creditor", COMPANY)
        page.get_by_label("金额（元）").first.fill("3300")
        phone.said("人民币叁仟叁佰元整（￥3,300.00）")
        page.get_by_label("款项名称").fill("物业费")
        page.get_by_text("一次付清的不用填").click()
        phone.fill(split_count="2", split_first="2026-04-10")
        phone.press("平均分期")
        expect(page.locator("[name=part_amount]").nth(1)).to_have_value("1650.00")
        page.locator("[name=part_due]").nth(1).fill("2026-05-11")
        phone.look("s1-15-payment", closely=True)
        phone.press("保存")
        phone.said("分2期履行")
        phone.owe("作为", COMPANY, "陈志远", "修复三楼楼道灯和外墙渗水", due="2026-04-20")
        phone.owe("放弃请求", COMPANY, "陈志远", "放弃物业费 347.70 元和违约金", when="协议生效时即实现")
        phone.tick_all()
        asked = []
        phone.look("s1-16-agreement")
        phone.sign_next("孙丽华签名")  # not needed for its effect, so nothing asks for it afterwards
        while page.locator(".page-head .btn-primary").count():
            asked.append(phone.sign_next(agent="何倩"))
        phone.said("2026-03-18 生效")
        phone.look("s1-17-signed")

    assert [name for name in ("陈志远", "钱卫东", "云川和居物业服务有限公司") if name not in "".join(asked)] == []
    case.refresh_from_db()
    agreement = case.agreements.get()
    assert (case.procedure, str(case.result_on)) == ("agreed", "2026-03-18")
    assert str(agreement.effective_on) == "2026-03-18"
    assert set(agreement.signatures.values_list("name", flat=True)) >= {"何倩", "陈志远", "钱卫东", "孙丽华"}


def _follow(phone, world, case):
    path = case.get_absolute_url()
    with phone.at("2026-03-18 20:55", world.qian, f"{path}documents/") as page:
        phone.make_form("协议书")
        with page.expect_download() as download:
            page.get_by_role("link", name="PDF").first.click()
        phone.look("s1-18-documents")
        assert "人民币叁仟叁佰元整（￥3,300.00）" in pdf_text(download.value.path().read_bytes())
        page.goto(f"{phone.url}{case.agreements.get().get_absolute_url()}sheet/")
        phone.look("s1-19-sheet")
        page.goto(f"{phone.url}{path}")
        phone.said("2026-04-17")
        phone.look("s1-20-case", closely=True)
    sweep("2026-04-07 08:30")
    with phone.at("2026-04-07 09:00", world.qian, "/notices/"):
        phone.said("各方可以在 04-17 前共同申请司法确认")
        phone.look("s1-21-notices")
