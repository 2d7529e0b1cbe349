"""S1, S3 and S4 on a phone to their ends: danger, performance, visits, the closing report, the volume, the register."""

from datetime import date

from cases.demo import scenario_1, scenario_3, scenario_4
from cases.demo.after_signature import AFTER
from cases.demo.story import play
from tests.browser.ends import assess, bind, close, fresh, into_the_archive, phone, stage, visit
from tests.cases.scenario_world import earlier_numbers

FIXTURES = (phone, stage)


def test_s1_from_the_first_instalment_to_the_volume_in_the_archive(phone, stage):
    earlier_numbers(stage.community, 7)
    play(stage, scenario_1.EVENTS)
    path = stage.case.get_absolute_url()
    with phone.at("2026-04-10 10:00", stage.qian, path) as page:
        phone.tap("登记履行")
        page.locator(".rows a", has_text="3,300.00").click()
        phone.fill(amount="1650.00", note="银行回单已核对")
        page.get_by_role("radio", name="转账凭证").check()
        phone.look("s1-22-perform")
        phone.submit()
        phone.said("部分履行")
        phone.look("s1-23-performed")
    fresh(stage)
    play(stage, AFTER[scenario_1][1:4])
    with phone.at("2026-05-15 10:00", stage.sun, path):
        visit(phone, "陈志远", "满意")
        visit(phone, "云川和居物业服务有限公司", "非常满意")
    with phone.at("2026-05-18 10:00", stage.qian, path) as page:
        close(phone, stage.qian, "2026-05-18", path)
    assert fresh(stage).closed_on == date(2026, 5, 18)
    bind(phone, stage.sun, "2026-05-20", path)
    into_the_archive(phone, stage.qian, "2026-05-20", path)
    assert (fresh(stage).procedure, stage.case.archive) == ("archived", "archived")


def test_s3_from_a_red_risk_to_a_prevention_that_is_counted(phone, stage, complaints):
    earlier_numbers(stage.street, 26)
    play(stage, scenario_3.EVENTS, until=3)
    path = stage.case.get_absolute_url()
    with phone.at("2026-04-14 11:00", stage.zhou, path) as page:
        signs = ("30 天内报警", "推搡", "扬言")
        assess(phone, "红色", signs, "4月12日李强酒后推搡赵磊，扬言要“收拾他”。", forecast="民转刑")
        phone.said("红色风险，尚未登记向公安机关的报告")
        phone.look("s3-11-red", closely=True)
        phone.tap("指派调解员")
        phone.choose("host", "周敏")
        phone.submit()
        phone.said("本案为红色风险，尚未登记向公安机关的报告")
        phone.look("s3-12-held")
        complaints.clear()  # of the answer 409, which was due
    with phone.at("2026-04-14 11:20", stage.zhou, path) as page:
        for organ, name, person in (("公安", "新桐派出所", "社区民警"), ("综治", "新桐街道综治中心", "值班员")):
            phone.tap("登记报告")
            phone.choose("organ", organ)
            phone.fill(organ_name=name, person=person, text="一方扬言伤害对方，已安排分别走访，请安排夜间巡逻。")
            phone.look(f"s3-13-{organ}")
            phone.submit()
            phone.said(f"向{name}报告")
        assert page.get_by_text("尚未登记向公安机关的报告").count() == 0
    fresh(stage)
    play(stage, scenario_3.EVENTS, after=5)
    play(stage, AFTER[scenario_3])

    with phone.at("2026-05-28 20:00", stage.zhou, path):
        assess(phone, "无风险", (), "", reason="两次回访均平静")
        phone.tap("确认防止激化")
        phone.page.get_by_role("radio", name="民转刑").check()
        phone.fill(people="2", evidence="原扬言伤害，经分别走访、夜间巡逻，两次回访均平静。")
        phone.look("s3-14-prevention")
        phone.submit()
        phone.said("防止激化")
    with phone.at("2026-05-29 10:00", stage.zhou, path):
        close(phone, stage.zhou, "2026-05-29", path)
    assert (fresh(stage).closed_on, stage.case.performance) == (date(2026, 5, 29), "done")
    bind(phone, stage.wu, "2026-06-03", path)
    into_the_archive(phone, stage.zhou, "2026-06-03", path)
    assert (fresh(stage).procedure, stage.case.archive) == ("archived", "archived")


def test_s4_from_a_visit_by_telephone_to_page_four_of_the_register(phone, stage):
    earlier_numbers(stage.community, 14)
    play(stage, scenario_4.EVENTS)
    path = stage.case.get_absolute_url()
    with phone.at("2026-05-18 10:00", stage.sun, path):
        visit(phone, "林小雨", "非常满意")
        close(phone, stage.qian, "2026-05-18", path)
    with phone.at("2026-05-29 09:00", stage.sun, f"{path}documents/") as page:
        phone.make_form("口头协议登记表")
        phone.make_form("受理登记表")
        page.goto(f"{phone.url}{path}")
        phone.tap("合订入登记册")
        phone.fill(register="2026-05 口头协议登记册", page="4")
        phone.look("s4-05-register")
        phone.submit()
        phone.said("口头协议登记册第 4 页")
    into_the_archive(phone, stage.qian, "2026-05-29", path)
    assert fresh(stage).procedure == "archived"
