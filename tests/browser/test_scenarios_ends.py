"""S2 and S5 on a phone to their ends: the court, urging, payment; an end without agreement, and copies refused."""

from datetime import date

from cases.archive.models import VolumeAccess
from cases.demo import scenario_2, scenario_5
from cases.demo.after_signature import AFTER
from cases.demo.story import play
from cases.docket.models import Case
from tests.browser.ends import assess, bind, close, fresh, into_the_archive, phone, stage
from tests.browser.story import sweep
from tests.cases.paper import picture
from tests.cases.scenario_world import earlier_numbers
from tests.cases.test_scenarios_closing import close as closed

FIXTURES = (phone, stage)
SCAN = {"name": "扫描.png", "mimeType": "image/png", "buffer": picture(600, 800)}


def test_s2_from_the_joint_application_to_a_volume_that_is_kept_for_good(phone, stage):
    earlier_numbers(stage.community, 2)
    play(stage, scenario_2.EVENTS)
    path = stage.case.get_absolute_url()
    _ask_the_court(phone, stage, path)
    play(stage, AFTER[scenario_2][1:2])
    _hear_the_court(phone, stage, path)
    fresh(stage)
    play(stage, AFTER[scenario_2][4:5])
    _urge_and_be_paid(phone, stage, path)
    play(stage, AFTER[scenario_2][6:])
    closed(stage, "2026-05-22", stage.qian, stage.qian)
    bind(phone, stage.he, "2026-05-29", path)
    into_the_archive(phone, stage.qian, "2026-05-29", path)

    case, volume = fresh(stage), stage.case.volumes.get()
    assert (case.procedure, case.confirmation, case.performance) == ("archived", "confirmed", "done")
    assert (volume.term, volume.kept_until) == ("permanent", None)
    assert any("司法确认" in title for title, *_ in volume.catalogue)


def _ask_the_court(phone, stage, path):
    with phone.at("2026-04-08 09:30", stage.qian, path) as page:
        phone.tap("申请司法确认")
        phone.said("2026-04-15")
        for box in page.get_by_role("checkbox").all():
            box.check()
        phone.look("s2-12-apply", closely=True)
        phone.submit()
        phone.said("已登记申请")
        page.goto(f"{phone.url}{path}documents/")
        phone.make_form("司法确认申请书")


def _hear_the_court(phone, stage, path):
    with phone.at("2026-04-10 10:00", stage.qian, path) as page:
        phone.tap("登记受理")
        phone.fill(accepted_on="2026-04-10", docket="（2026）沪0199民特31号")
        phone.look("s2-13-accepted")
        page.locator("input[name=uploads]").set_input_files([SCAN])
        phone.submit()
        phone.said("法院已受理")
    with phone.at("2026-04-20 10:00", stage.qian, path) as page:
        phone.tap("登记结果")
        page.get_by_role("radio", name="确认有效").check()
        phone.fill(decided_on="2026-04-20")
        phone.look("s2-14-ruling")
        phone.submit()
        phone.said("协议已具有强制执行力")
        phone.look("s2-15-confirmed")


def _urge_and_be_paid(phone, stage, path):
    sweep("2026-05-06 08:30")
    with phone.at("2026-05-06 09:30", stage.qian) as page:
        phone.said("待督促履行的案件")
        phone.look("s2-16-home")
        page.locator(f"a[href='{path}urge/']").first.click()
        page.get_by_role("radio", name="当即履行").check()
        phone.fill(note="今天上午转账。")
        phone.look("s2-17-urge")
        phone.submit()
        phone.said("督促马俊：当即履行")
        page.goto(f"{phone.url}{path}")
        phone.tap("登记履行")
        page.get_by_role("radio", name="转账凭证").check()
        page.locator("input[name=uploads]").set_input_files([SCAN])
        phone.look("s2-18-pay")
        phone.submit()
        phone.said("已全部履行")
        phone.look("s2-19-paid")
    assert (fresh(stage).performance, stage.case.performed_on) == ("done", date(2026, 5, 6))


def test_s5_from_the_ended_mediation_to_copies_that_are_refused_on_record(phone, stage):
    earlier_numbers(stage.street, 40)
    play(stage, scenario_5.EVENTS)
    path = stage.case.get_absolute_url()
    with phone.at("2026-07-08 16:00", stage.zhou, path) as page:
        assess(phone, "黄色", (), "黄静情绪激动。")
        page.goto(f"{phone.url}{path}documents/")
        phone.make_form("终止调解通知书")
        phone.make_form("权利救济途径告知书")
    with phone.at("2026-07-10 10:00", stage.zhou, path):
        close(phone, stage.zhou, "2026-07-10", path, brief="三次调解，黄静终止调解。")
    bind(phone, stage.wu, "2026-07-15", path, reads=False)
    into_the_archive(phone, stage.zhou, "2026-07-15", path)
    volume = fresh(stage).volumes.get()
    assert (volume.term, volume.kept_until) == ("short", date(2036, 12, 31))

    with phone.at("2026-07-20 10:00", stage.zhou, volume.get_absolute_url()) as page:
        phone.tap("登记借阅")
        page.get_by_role("radio", name="复制").check()
        phone.fill(who="周律师", unit="黄静的委托代理人", purpose="诉讼", given="黄静本人的陈述、通知")
        phone.fill(refused="其他当事人的陈述和调解笔录：须凭人民法院调取文书")
        phone.look("s5-06-copies")
        phone.submit()
        phone.said("未予提供")
        phone.look("s5-07-refused", closely=True)
    with phone.at("2026-07-21 10:00", stage.zhou, path) as page:
        assert page.get_by_role("link", name="恢复调解").count() == 0
        phone.look("s5-08-archived")
    assert VolumeAccess.objects.get().refused.startswith("其他当事人")
    assert Case.objects.count() == 2
