"""S2 to S5 of domain/mediation-scenarios.md on a phone: each page that S1 did not need is used on its day.

Steps that only repeat pages of S1 (test_scenario_1.py) are done before and between by the same actions.
"""

from datetime import date

import pytest
import time_machine

from cases.demo import scenario_2, scenario_3, scenario_4, scenario_5
from cases.demo.story import Stage, at, play
from cases.demo.world import number_of
from cases.docket.models import Case
from tests.browser.story import Phone, sweep
from tests.cases.scenario_world import earlier_numbers, make_world

JPEG = {"name": "漏水.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"0" * 5000}


@pytest.fixture
def stage(places, live_server, tmp_path, settings):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = storages
    with time_machine.travel(at("2026-01-05 09:00")):
        return Stage(make_world())


@pytest.fixture
def phone(page, live_server, sign_in, complaints):
    yield Phone(page, live_server, sign_in)
    assert complaints == []


def fresh(stage):
    stage.case.refresh_from_db()
    return stage.case


def test_s2_another_host_more_time_and_the_last_signature(phone, stage):
    earlier_numbers(stage.community, 2)
    play(stage, scenario_2.EVENTS, until=3)
    path = stage.case.get_absolute_url()
    _stand_aside(phone, stage, path)
    _test_the_water(phone, stage, path)
    fresh(stage)
    play(stage, scenario_2.EVENTS, after=6, until=8)
    _extend(phone, stage, path)

    fresh(stage)
    play(stage, scenario_2.EVENTS, after=9, until=10)
    with phone.at("2026-03-16 09:30", stage.qian, path) as page:
        phone.said("还缺：高洁")
        page.get_by_role("link", name="书面协议 ").first.click()
        phone.look("s2-10-signing")
        assert "高洁" in phone.sign_next()
        phone.said("2026-03-16 生效")
        page.goto(f"{phone.url}{path}documents/")
        phone.make_form("协议书")
        page.goto(f"{phone.url}{path}")
        phone.said("2026-04-15")
        phone.look("s2-11-agreed")

    case = fresh(stage)
    assert (case.procedure, case.result_on, case.host) == ("agreed", date(2026, 3, 16), stage.qian)


def _stand_aside(phone, stage, path):
    with phone.at("2026-02-03 10:00", stage.he, path) as page:
        phone.tap("要求更换")
        page.get_by_label("当事人要求回避").check()
        phone.choose("party", "马俊")
        phone.choose("channel", "电话")
        phone.fill(note="与刘桂珍是老朋友")
        phone.look("s2-01-ask")
        phone.press("登记要求")
        phone.said("请主任在下一个工作日前更换")
    sweep("2026-02-04 08:30")
    with phone.at("2026-02-04 09:30", stage.qian) as page:
        phone.said("待更换的调解员")
        phone.look("s2-02-home")
        page.goto(f"{phone.url}/notices/")
        phone.said("应于 02-04 前更换")
        page.goto(f"{phone.url}{path}")
        phone.tap("更换")
        phone.choose("successor", "钱卫东")
        phone.look("s2-03-replace")
        phone.press("更换")
        phone.said("已更换。")
        phone.tap("增加协办调解员或记录人")
        page.get_by_label("记录人", exact=True).check()
        phone.choose("account", "何敏")
        phone.press("增加")
        phone.said("已增加。")
        phone.look("s2-04-mediators")
        page.goto(f"{phone.url}{path}documents/")
        phone.make_form("更换人民调解员记录")


def _test_the_water(phone, stage, path):
    with phone.at("2026-02-06 11:00", stage.qian, path) as page:
        phone.tap("邀请参与人")
        phone.choose("role", "专家")
        phone.fill(name="周师傅", unit="防水维修店", agreed_by="三方均同意")
        phone.look("s2-05-invite")
        page.locator(".submit-row .btn-primary").click()
        page.wait_for_url(f"**{path}")
        phone.investigate(60, "梧桐里小区7幢301室", "周师傅", "对301室卫生间作48小时闭水试验。")
        page.goto(f"{phone.url}{path}evidence/add/")
        phone.fill(name="渗水照片", provider="周师傅")
        page.locator("input[name=uploads]").set_input_files([JPEG])
        phone.look("s2-06-evidence")
        phone.press("登记")
        page.wait_for_url(f"**{path}**")
        phone.said("证据1 渗水照片")


def _extend(phone, stage, path):
    with phone.at("2026-02-27 19:00", stage.qian, path) as page:
        phone.said("2026-02-28")
        phone.tap("延长期限")
        phone.fill(to_on="2026-03-20", reason="需核定损失数额")
        phone.look("s2-07-extend")
        phone.press("提出")
        for name in ("刘桂珍", "马俊", "高洁"):
            phone.tap("登记意见")
            phone.choose("party", name)
            page.get_by_label("同意", exact=True).check()
            phone.choose("channel", "当面")
            phone.look("s2-08-answer")
            phone.press("登记")
            phone.said("已登记。")
        phone.tap("批准")
        phone.press("批准")
        phone.said("已批准延长。")
        phone.said("2026-03-20")
        phone.look("s2-09-extended")
        page.goto(f"{phone.url}{path}documents/")
        phone.make_form("延长调解期限同意书")
    assert fresh(stage).due_on == date(2026, 3, 20)


def test_s3_a_letter_of_the_police_talks_apart_and_a_session_that_is_announced(phone, stage):
    earlier_numbers(stage.street, 26)
    _take_letter(phone, stage)
    stage.case = Case.objects.get()
    path = stage.case.get_absolute_url()
    letter = stage.case.referrals.get()
    assert (letter.letter_no, letter.organ) == ("新派调移〔2026〕9号", "police")
    play(stage, scenario_3.EVENTS, after=1, until=6)
    fresh(stage)

    with phone.at("2026-04-15 17:00", stage.wu, path) as page:
        phone.tap("记录单独谈话")
        phone.choose("party", "赵磊")
        phone.fill(met_at=phone.before(40), text="愿意把跑步机移到客厅。")
        phone.look("s3-03-separate")
        phone.press("加密保存")
        phone.said("已加密保存。")
    with phone.at("2026-04-17 22:40", stage.zhou, path) as page:
        phone.tap("安排调解")
        phone.fill(planned_at="2026-04-21T18:30", place="街道调解室")
        phone.choose("told_by", "电话")
        phone.look("s3-04-plan")
        page.locator(".submit-row .btn-primary").click()
        page.wait_for_url(f"**{path}**")
    sweep("2026-04-21 08:30")
    with phone.at("2026-04-21 20:00", stage.zhou) as page:
        phone.said("今天和已过的调解会")
        phone.look("s3-05-home")
        page.goto(f"{phone.url}/notices/")
        phone.said("04-21 18:30 第1次调解")
        page.goto(f"{phone.url}{path}")
        assert page.get_by_text("愿意把跑步机移到客厅").count() == 0
        phone.hold_session(90, "李强不愿道歉，约定下次再谈。", "有待继续")

    fresh(stage)
    play(stage, scenario_3.EVENTS, after=9, until=11)
    sweep("2026-05-07 08:30")
    with phone.at("2026-05-07 09:00", stage.zhou, "/notices/") as page:
        phone.said("待反馈移送部门，05-08")
        page.goto(f"{phone.url}{path}documents/")
        phone.make_form("委托移送纠纷办理情况回复函")
        phone.look("s3-06-documents")
    case = fresh(stage)
    assert (case.procedure, case.result_on, case.number) == ("agreed", date(2026, 4, 28), "（2026）云新人调字第27号")


def _take_letter(phone, stage):
    with phone.at("2026-04-13 11:02", stage.zhou, "/cases/file/") as page:
        cards = page.locator("[data-card=party]")
        page.get_by_role("button", name="申请人", exact=True).click()
        for card, name, born in ((0, "王秀英", "1961"), (1, "李强", "1986"), (2, "赵磊", "1990")):
            cards.nth(card).get_by_label("身份证号").fill(number_of(name))
            cards.nth(card).get_by_text(f"{born} 年生").wait_for()
            cards.nth(card).get_by_label("姓名").fill(name)
        phone.press("下一步")
        phone.fill(facts="401室在22时后使用跑步机和音响，20天内三次报警，噪音扰民。")
        phone.press("下一步")
        phone.choose("source", "公安")
        phone.fill(
            requests="停止夜间噪音", organ_name="新桐派出所", letter_no="新派调移〔2026〕9号", letter_on="2026-04-13"
        )
        phone.fill(contact_name="社区民警")
        phone.look("s3-01-letter", closely=True)
        phone.press("登记")
        page.get_by_role("heading", name="征询意愿").wait_for()
        phone.look("s3-02-consent")


def test_s4_an_oral_agreement_within_the_hour(phone, stage):
    earlier_numbers(stage.community, 14)
    play(stage, scenario_4.EVENTS, until=4)
    path = stage.case.get_absolute_url()
    with phone.at("2026-05-09 11:10", stage.sun, path) as page:
        phone.tap("口头协议")
        phone.press("下一步：协议内容")
        phone.tap("添加付款")
        phone.choose("debtor", "徐国庆")
        phone.choose("creditor", "林小雨")
        phone.fill(amount="2400", what="退还押金")
        page.get_by_label("当场履行完毕").check()
        phone.said("人民币贰仟肆佰元整")
        phone.press("保存")
        phone.owe("放弃请求", "林小雨", "徐国庆", "其余押金抵作桌面损坏和保洁费用", when="协议生效时即实现")
        phone.tick_all()
        phone.look("s4-01-agreement")
        phone.tap("各方达成，生效")
        page.get_by_label("各方都认为无需制作书面协议").check()
        phone.look("s4-02-agree")
        phone.press("达成，立即生效")
        phone.said("口头协议已生效。")
        assert page.locator("#signatures").count() == 0
        page.goto(f"{phone.url}{path}")
        phone.said("先转为书面协议")
        phone.look("s4-03-case")
        page.goto(f"{phone.url}{path}documents/")
        phone.make_form("口头协议登记表")
    case = fresh(stage)
    assert (case.procedure, case.performance, case.confirmation) == ("agreed", "done", "na")
    assert case.accepted_on == case.result_on == date(2026, 5, 9)


def test_s5_handed_up_before_it_had_a_number_and_ended_by_a_party(phone, stage):
    earlier_numbers(stage.street, 40)
    play(stage, scenario_5.EVENTS, until=3)
    path = stage.case.get_absolute_url()
    with phone.at("2026-06-10 15:00", stage.qian, path) as page:
        page.locator(".acts").get_by_role("link", name="移交其他调委会").first.click()
        phone.choose("receiver", "新桐街道人民调解委员会")
        phone.fill(reason="继承人多、标的大，案情复杂，请街道调委会办理")
        phone.look("s5-01-hand-up")
        phone.press("请对方接收")
        phone.said("云梧人调移字〔2026〕1号")
        page.goto(f"{phone.url}{path}documents/")
        phone.make_form("纠纷移送函")
    assert fresh(stage).procedure == "consent"
    with phone.at("2026-06-11 10:00", stage.zhou) as page:
        phone.said("请您接收的案件")
        page.get_by_role("link", name="沈玉兰").first.click()
        phone.look("s5-02-asked")
        phone.tap("接收")
        phone.press("接收")
        phone.said("（2026）云新人调字第41号")
    assert (fresh(stage).procedure, stage.case.number) == ("referred", "")

    stage.case = Case.objects.get(number="（2026）云新人调字第41号")
    play(stage, scenario_5.EVENTS, after=5, until=8)
    path = stage.case.get_absolute_url()
    sweep("2026-07-06 08:30")
    with phone.at("2026-07-06 09:00", stage.zhou, "/notices/"):
        phone.said("调解期限，07-13")
        phone.look("s5-03-notices")
    with phone.at("2026-07-08 15:00", stage.zhou, path) as page:
        phone.said("前案")
        phone.hold_session(30, "黄静表示终止调解，将向人民法院起诉。", "调解不成")
        page.goto(f"{phone.url}{path}")
        phone.tap("终止")
        page.get_by_label("被申请人终止").check()
        phone.choose("party", "黄静")
        phone.look("s5-04-terminate")
        phone.press("确认终止")
        page.locator("[data-confirm-yes]").click()
        phone.said("已终止，并告知救济途径。")
        phone.look("s5-05-ended")
        page.goto(f"{phone.url}{path}documents/")
        phone.make_form("终止调解通知书")
        phone.make_form("权利救济途径告知书")
    case = fresh(stage)
    assert (case.number, case.procedure, case.result) == ("（2026）云新人调字第41号", "terminated", "32")
