"""The inbox in a real browser, on a phone first: read, put off, done, cover for somebody, in a few taps."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from governance.jobs.models import Job
from governance.notices.models import Notice
from tests.browser.conftest import PHONE, WIDTHS, grave_faults, overflow
from tests.factories import XINCHENGLU, YINGYUAN, make_account, make_posting


@pytest.fixture
def inbox(supervisor, settings):
    """Three notices: one near its day, one as a deputy, one of a job that failed."""
    settings.DEMO = True
    settings.NOTICE_CHANNELS = {"email": "json://127.0.0.1/{to}"}
    now, away = timezone.now(), make_account("away", name="欧阳致远")
    holder = make_account("ending", name="买买提·阿不都热合曼")
    posting = make_posting(holder, "mediator", YINGYUAN, ends_on=date(2099, 1, 1))
    job = Job.objects.create(
        kind="none",
        title="导入人员（2026年度迎园社区.xlsx）",
        message="文件第 3 行有误",
        account=supervisor,
        area_id=XINCHENGLU,
    )
    common = {"recipient": supervisor, "falls_on": now.date(), "raised_at": now, "shows_at": now}
    for rung, row, more in (
        ("posting.ending", posting, {"due_on": timezone.localdate() + timedelta(days=3)}),
        ("posting.ending", posting, {"due_on": timezone.localdate(), "on_behalf_of": away}),
        ("job.failed", job, {"read_at": now}),
    ):
        place, key = row.area_id, f"x{Notice.objects.count()}"
        Notice.objects.create(rung=rung, subject_id=row.pk, occasion=key, area_id=place, **common, **more)
    return supervisor


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", ["/notices/", "/notices/settings/", "/notices/settings/email/"])
def test_the_pages_of_notices_are_sound_with_something_in_them(
    page, live_server, sign_in, inbox, complaints, width, address
):
    sign_in(inbox)
    page.set_viewport_size(WIDTHS[width])

    page.goto(live_server.url + address)

    assert grave_faults(page) == []
    assert overflow(page) == []
    assert complaints == []


def test_a_notice_is_put_off_done_and_opened_on_a_phone(page, live_server, sign_in, inbox, complaints):
    sign_in(inbox)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/notices/")
    assert page.get_by_label("我的提醒，未读 2 条").is_visible()

    page.get_by_role("link", name="推迟").first.click()
    page.get_by_label("3 天后").check()
    page.get_by_role("button", name="推迟").click()
    page.get_by_text("已推迟。").wait_for()
    page.get_by_role("button", name="办结").last.click()
    page.get_by_text("已标为办结").wait_for()
    page.get_by_role("link", name="买买提·阿不都热合曼").first.click()
    page.get_by_role("heading", name="任职").first.wait_for()

    assert "/postings/" in page.url
    assert page.get_by_label("我的提醒", exact=True).first.is_visible()
    assert complaints == []
