"""The inbox, absences and channels on pages and over the API: one's own only, and nothing out of reach."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, WrongState
from governance.jobs.models import Job
from governance.notices.absences.actions import end_absence, register_absence
from governance.notices.absences.models import Absence
from governance.notices.models import Notice
from governance.notices.outside.models import Address
from governance.notices.telling import OUT_OF_REACH
from tests.factories import CANGCHANG, JIADINGZHEN, XINCHENGLU, YINGYUAN, make_account, make_posting

TODAY = date(2026, 11, 22)


def make_notice(to, subject, rung="posting.ending", **overrides):
    now = timezone.now()
    values = {"occasion": "x", "area_id": subject.area_id, "falls_on": TODAY, "raised_at": now, "shows_at": now}
    return Notice.objects.create(rung=rung, subject_id=subject.pk, recipient=to, **{**values, **overrides})


@pytest.fixture
def ending(places):
    return make_posting(make_account("ending", name="丁到期"), "mediator", YINGYUAN, ends_on=date(2099, 1, 1))


@pytest.fixture
def notice(supervisor, ending):
    return make_notice(supervisor, ending, due_on=timezone.localdate() + timedelta(days=3))


@pytest.fixture
def as_supervisor(client, supervisor, settings):
    settings.DEMO = True  # the second factor is waived
    client.force_login(supervisor)
    return client


def page_of(client, path="/notices/"):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_inbox_shows_what_waits_and_the_bar_counts_it(as_supervisor, notice):
    page = page_of(as_supervisor)

    assert "丁到期：迎园社区居委会人民调解员，最后一天是 2098-12-31" in page
    assert "还有 3 天到期" in page
    assert "未读 1 条" in page


def test_an_empty_inbox_says_so(as_supervisor):
    page = page_of(as_supervisor)

    assert "没有待办的提醒" in page
    assert "未读" not in page.split("<main")[0]


def test_opening_a_notice_leads_to_the_act_and_notes_the_reading(as_supervisor, notice, ending):
    answer = as_supervisor.get(notice.get_absolute_url())

    assert (answer.status_code, answer.url) == (302, ending.get_absolute_url())
    assert Notice.objects.get().read_at is not None
    assert "未读 1 条" not in page_of(as_supervisor)


def test_of_what_has_left_the_readers_scope_nothing_is_shown(as_supervisor, notice, ending):
    type(ending).objects.filter(pk=ending.pk).update(area=JIADINGZHEN)

    page = page_of(as_supervisor)

    assert OUT_OF_REACH in page
    assert "丁到期" not in page
    assert as_supervisor.get(notice.get_absolute_url()).url == "/notices/"


def test_a_notice_of_a_rung_that_is_gone_stays_readable(as_supervisor, supervisor, ending):
    make_notice(supervisor, ending, rung="no.longer")

    page = page_of(as_supervisor)

    assert "已停用的提醒" in page
    assert OUT_OF_REACH in page


@pytest.mark.parametrize("act", ["open_notice", "finish", "snooze"])
def test_anothers_notice_is_not_there(client, lin, notice, act):
    client.force_login(lin)

    path = reverse(f"notices:{act}", args=[notice.pk])

    assert {client.get(path).status_code, client.post(path).status_code} <= {404, 405}
    assert Notice.objects.get().is_unread


def test_all_are_read_at_once(as_supervisor, supervisor, notice, ending):
    make_notice(supervisor, ending, occasion="y")

    page = as_supervisor.post("/notices/read-all/", follow=True).content.decode()

    assert "已将 2 条提醒标为已读" in page
    assert Notice.objects.filter(read_at=None).count() == 0


def test_what_is_done_leaves_the_inbox_and_is_found_by_the_filter(as_supervisor, notice):
    as_supervisor.post(reverse("notices:finish", args=[notice.pk]))

    assert "丁到期" not in page_of(as_supervisor)
    assert "已办结" in page_of(as_supervisor, "/notices/?state=done")
    again = as_supervisor.post(reverse("notices:finish", args=[notice.pk]), follow=True).content.decode()
    assert "这条提醒已经办结" in again


@pytest.mark.parametrize(("values", "days"), [({"later": "1"}, 1), ({"later": "3"}, 3), ({"later": "day"}, 20)])
def test_a_notice_is_put_off_until_nine_o_clock(as_supervisor, notice, values, days):
    day = timezone.localdate() + timedelta(days=days)

    as_supervisor.post(reverse("notices:snooze", args=[notice.pk]), {**values, "day": str(day)})

    shows_at = timezone.localtime(Notice.objects.get().shows_at)
    assert (shows_at.date(), shows_at.hour) == (day, 9)
    assert "丁到期" not in page_of(as_supervisor)
    assert "再提醒" in page_of(as_supervisor, "/notices/?state=snoozed")


@pytest.mark.parametrize("day", ["", "2020-01-01", "9999-12-31", "x\x00"])
def test_a_date_that_cannot_be_is_refused_at_the_field(as_supervisor, notice, day):
    answer = as_supervisor.post(reverse("notices:snooze", args=[notice.pk]), {"later": "day", "day": day})

    assert answer.status_code in (400, 422)
    assert Notice.objects.get().is_unread


def test_filters_narrow_by_state_kind_and_place(as_supervisor, supervisor, notice, ending):
    job = Job.objects.create(kind="none", title="导入人员", message="文件有误", account=supervisor, area_id=XINCHENGLU)
    make_notice(supervisor, job, rung="job.failed", read_at=timezone.now())

    assert "导入人员：文件有误" in page_of(as_supervisor)
    assert "导入人员" not in page_of(as_supervisor, "/notices/?state=unread")
    assert "丁到期" not in page_of(as_supervisor, "/notices/?rung=job.failed")
    assert "导入人员" not in page_of(as_supervisor, f"/notices/?place={YINGYUAN}")
    assert as_supervisor.get("/notices/?rung=none").status_code == 400


def test_the_inbox_takes_as_many_queries_for_three_notices_as_for_one(as_supervisor, supervisor, ending, notice):
    page_of(as_supervisor)
    with CaptureQueriesContext(connection) as one:
        page_of(as_supervisor)
    deputy_of = make_account("away", name="走开")
    for number in range(2):
        holder = make_account(f"more{number}", name=f"更多{number}")
        posting = make_posting(holder, "mediator", YINGYUAN, ends_on=date(2099, 1, 1))
        make_notice(supervisor, posting, on_behalf_of=deputy_of)

    with CaptureQueriesContext(connection) as three:
        page = page_of(as_supervisor)

    assert "代 走开" in page
    assert len(three) == len(one)


def test_a_failed_job_tells_its_starter(as_supervisor, supervisor):
    from governance.jobs.running import give_up

    job = Job.objects.create(kind="none", title="导入人员", account=supervisor, area_id=XINCHENGLU, attempts=3)

    give_up(job)

    assert "导入人员：运行 3 次均中断，不再重试。" in page_of(as_supervisor)


# --- over the API


def test_the_api_gives_ones_own_notices(client, supervisor, lin, notice):
    client.force_login(supervisor)
    answer = client.get("/api/v1/notices/?state=unread&count=exact").json()
    client.force_login(lin)

    assert answer["count"] == 1
    (one,) = answer["results"]
    assert one["kind"] == {"code": "posting.ending", "label": "任职即将到期"}
    assert one["text"].startswith("丁到期：")
    assert client.get("/api/v1/notices/").json()["results"] == []


def test_the_api_list_takes_as_many_queries_for_three_notices_as_for_one(client, supervisor, ending, notice):
    client.force_login(supervisor)
    client.get("/api/v1/notices/")
    with CaptureQueriesContext(connection) as one:
        client.get("/api/v1/notices/")
    for key in "yz":
        make_notice(supervisor, ending, occasion=key)

    with CaptureQueriesContext(connection) as three:
        assert len(client.get("/api/v1/notices/").json()["results"]) == 3
    assert len(three) == len(one)
    assert set(client.get("/api/v1/notices/?fields=id,text").json()["results"][0]) == {"id", "text"}


# --- absences


@pytest.fixture
def deputy(places):
    return make_account("deputy", "street_staff", XINCHENGLU, name="代文")


def away(by, deputy="代文", first=1, last=10):
    starts_on, ends_on = TODAY + timedelta(days=first), TODAY + timedelta(days=last + 1)
    return register_absence(deputy=deputy, starts_on=starts_on, ends_on=ends_on, by=by, on=TODAY)


@pytest.mark.parametrize("called", ["代文", " deputy "])
def test_a_deputy_is_named_by_name_or_user_name_and_the_trail_keeps_it(lin, deputy, called):
    absence = away(lin, called)

    entry = TrailEntry.objects.about(absence).get()
    assert (absence.deputy, absence.last_day) == (deputy, TODAY + timedelta(days=10))
    assert (entry.verb, entry.account, entry.area_id) == ("absence.registered", lin, YINGYUAN)
    assert entry.detail.body["deputy"] == "代文"


def test_a_deputy_must_cover_every_place_all_the_time(lin, deputy, sun, zhao):
    make_posting(lin, "mediator", CANGCHANG)
    zhao.postings.update(ends_on=TODAY + timedelta(days=5))

    for called in ("孙丽", "赵国栋", "林晓", "没有这个人"):
        with pytest.raises(Invalid, match="没有这位代办人") as refusal:
            away(lin, called)
        assert refusal.value.field == "deputy"
    assert away(lin, "代文").deputy == deputy


def test_of_two_who_are_called_the_same_one_is_named_by_user_name(lin, deputy):
    make_account("deputy2", "street_staff", XINCHENGLU, name="代文")

    with pytest.raises(Invalid, match="多位同名人员"):
        away(lin)
    assert away(lin, "deputy").deputy == deputy


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [(-1, 2, "早于今天"), (3, 2, "早于开始日"), (400, 401, "一年之后"), (1, 300, "最长半年")],
)
def test_an_absence_lies_in_the_coming_time(lin, deputy, first, last, why):
    with pytest.raises(Invalid, match=why):
        away(lin, first=first, last=last)


def test_two_absences_do_not_overlap(lin, deputy):
    away(lin, first=1, last=5)

    with pytest.raises(Invalid, match="已登记过请假"):
        away(lin, first=5, last=8)
    away(lin, first=6, last=8)


def test_who_comes_back_early_ends_it_and_nobody_else(lin, deputy):
    absence = away(lin, first=0, last=10)

    with pytest.raises(NotPermitted):
        end_absence(absence, by=deputy, on=TODAY + timedelta(days=2))
    ended = end_absence(absence, by=lin, on=TODAY + timedelta(days=2))

    assert ended.last_day == TODAY + timedelta(days=1)
    with pytest.raises(WrongState):
        end_absence(absence, by=lin, on=TODAY + timedelta(days=3))
    away(lin, first=3, last=4)


def test_absences_are_registered_and_ended_on_pages(client, lin, deputy):
    client.force_login(lin)
    client.session.save()
    today = timezone.localdate()
    values = {"deputy": "代文", "starts_on": str(today), "last_day": str(today + timedelta(days=4))}

    wrong = client.post("/notices/settings/absence/", {**values, "deputy": "谁也不是" * 5}).content.decode()
    page = client.post("/notices/settings/absence/", values, follow=True).content.decode()
    absence = Absence.objects.get()
    client.force_login(deputy)
    deputys = page_of(client, "/notices/settings/")
    refused = client.post(reverse("notices:end_absence", args=[absence.pk]), {"version": 1})
    client.force_login(lin)
    client.post(reverse("notices:end_absence", args=[absence.pk]), {"version": 1})

    assert "没有这位代办人" in wrong
    assert "由 代文 代办" in page
    assert "您为 林晓 代办" in deputys
    assert refused.status_code == 403
    assert Absence.objects.get().state == "over"


# --- channels


def test_without_a_gateway_there_is_no_channel(client, lin):
    client.force_login(lin)

    assert "没有开通站外渠道" in page_of(client, "/notices/settings/")
    assert client.get("/notices/settings/email/").status_code == 404


def test_an_address_is_sealed_masked_and_turned_off(client, lin, settings):
    settings.NOTICE_CHANNELS = {"email": "json://127.0.0.1/{to}", "sms": "json://127.0.0.1/{to}"}
    client.force_login(lin)
    on = {"address": "lin@example.cn", "frequency": "digest", "is_on": "on"}

    wrong = client.post("/notices/settings/email/", {**on, "address": "没有邮箱"}).content.decode()
    no_phone = client.post("/notices/settings/sms/", {**on, "address": "12"}).content.decode()
    page = client.post("/notices/settings/email/", on, follow=True).content.decode()
    client.post("/notices/settings/email/", {"frequency": "single", "is_on": ""})

    row = Address.objects.get()
    assert "邮箱地址格式不对" in wrong
    assert "不是有效的电话号码" in no_phone
    assert "l****@example.cn · 每天早上汇总一条" in page
    assert (row.address.open(), row.frequency, row.is_on, row.version) == ("lin@example.cn", "single", False, 2)
    assert list(TrailEntry.objects.about(row).values_list("verb", flat=True)) == ["notice_address.set"] * 2
