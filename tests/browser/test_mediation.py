"""A case on a phone from the assignment to its end, in a real browser at 390 px; what one sees, nobody else does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.mediation.separate.models import SeparateNote
from cases.mediation.sessions.models import MediationSession
from tests.browser.conftest import PHONE, grave_faults, overflow
from tests.cases.factories import make_accepted, make_committee

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(places, lin, zhao):
    return make_accepted(lin, zhao, make_committee())


def on_the_phone(page, live_server, case):
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + case.get_absolute_url())
    return page


def test_a_case_is_assigned_mediated_and_ended_on_a_phone(page, live_server, sign_in, lin, zhao, case, complaints):
    sign_in(zhao)
    on_the_phone(page, live_server, case)
    page.get_by_role("link", name="指派调解员").click()
    page.get_by_label("主持调解员").select_option(label="林晓（在办 0 件）")
    assert overflow(page) == []
    assert grave_faults(page) == []
    page.get_by_role("button", name="指派").click()
    page.get_by_text("已指派，调解开始。").wait_for()

    sign_in(lin)
    on_the_phone(page, live_server, case)
    page.get_by_role("link", name="登记调解", exact=True).click()
    now = timezone.localtime()
    page.get_by_label("开始时间").fill(f"{now:%Y-%m-%dT%H:%M}")
    page.get_by_label("结束时间").fill(f"{now + timedelta(minutes=1):%Y-%m-%dT%H:%M}")
    page.get_by_label("地点").fill("居委会调解室")
    page.get_by_label("调解记录").fill("双方各让一步的办法没有谈成。")
    assert overflow(page) == []
    assert grave_faults(page) == []
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已登记。").wait_for()
    assert MediationSession.objects.get().text == "双方各让一步的办法没有谈成。"

    on_the_phone(page, live_server, case)
    page.get_by_role("link", name="记录单独谈话").click()
    page.get_by_label("与哪一方谈话").select_option(index=1)
    page.get_by_label("谈话时间").fill(f"{now:%Y-%m-%dT%H:%M}")
    page.get_by_label("内容").fill("愿意再让一千元。")
    page.get_by_role("button", name="加密保存").click()
    page.get_by_text("已加密保存。").wait_for()
    note = SeparateNote.objects.get()
    page.goto(live_server.url + note.get_absolute_url())
    page.get_by_text("愿意再让一千元。").wait_for()

    on_the_phone(page, live_server, case)
    assert overflow(page) == []
    page.get_by_role("link", name="终止", exact=True).click()
    page.get_by_label("被申请人终止").check()
    page.get_by_label("哪一方").select_option(label="马俊")
    page.get_by_role("button", name="确认终止").click()
    page.locator("[data-confirm-yes]").click()
    page.get_by_text("已终止，并告知救济途径。").wait_for()
    case.refresh_from_db()
    assert (case.procedure, case.result) == ("terminated", "32")
    assert complaints == []


def test_an_upload_that_lost_the_network_is_sent_again_with_all_that_was_typed(
    page, live_server, sign_in, lin, case, tmp_path, settings
):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = storages
    photo = tmp_path / "漏水.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"0" * 20_000)
    sign_in(lin)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/cases/{case.pk}/evidence/add/")
    page.get_by_label("名称").fill("渗水照片")
    page.get_by_label("其他提供人").fill("楼组长")
    page.get_by_label("文件").set_input_files(photo)

    page.context.set_offline(True)
    page.get_by_role("button", name="登记").click()
    page.get_by_text("网络中断").wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="重试").click()
    page.wait_for_url(f"**{case.get_absolute_url()}")

    item = case.evidence.get()
    assert (item.name, item.provider, item.files.get().name) == ("渗水照片", "楼组长", "漏水.jpg")
