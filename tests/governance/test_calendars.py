"""The years' calendars: what is shipped, publishing and correcting, the kept calendar, the pages."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from governance.audit.models import TrailEntry
from governance.calendars import current
from governance.calendars.actions import publish_year
from governance.calendars.allowances import months
from governance.calendars.current import current_calendar
from governance.calendars.demo import make_demo
from governance.calendars.limits import due_date
from governance.calendars.listing import faults
from governance.calendars.models import CalendarDay, CalendarEdition, CalendarYear
from governance.calendars.notices import read_notice, written
from governance.calendars.official import NOTICES, calendar_of
from governance.calendars.shown import due_shown
from governance.calendars.working_days import ListedDay
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from governance.jobs.models import Job
from tests.factories import JIADING, bearer, make_account, make_client

TITLE = "国务院办公厅关于2027年部分节假日安排的通知"
NEW_YEAR = "元旦：1月1日（周五）至3日（周日）放假，共3天。1月9日（周六）上班。"
NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
　　新华社北京11月4日电 国务院办公厅关于2026年部分节假日安排的通知，全文如下：
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。
　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
　　鼓励单位和个人结合落实带薪年休假等制度，实际形成较长假期。节假日期间，各地区、各部门要妥善安排好值班。
国务院办公厅
2025年11月4日"""


def publish(by, text=NEW_YEAR, *, year=2027, **more):
    values = {"title": TITLE, "issued_on": date(2026, 11, 20), **more}
    return publish_year(year=year, days=read_notice(text, year).days, by=by, **values)


# --- what is shipped


def test_the_shipped_years_are_those_of_the_notices(places):
    calendar = current_calendar()

    assert calendar.years == {2025, 2026}
    assert calendar.listed == calendar_of(2025, 2026).listed
    assert [calendar.is_workday(date(2026, *day)) for day in [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]] == [
        True
    ] * 6
    assert [calendar.is_workday(date(2026, *day)) for day in [(1, 2), (2, 23), (4, 6), (5, 5), (6, 19), (10, 7)]] == [
        False
    ] * 6


def test_the_demo_adds_the_years_that_histories_reach_back_to(places):
    make_demo()
    make_demo()

    assert current_calendar().years == {2023, 2024, 2025, 2026}
    assert not current_calendar().is_workday(date(2022, 12, 31))


# --- reading a notice


def test_the_whole_text_of_a_notice_can_be_pasted():
    reading = read_notice(NOTICE_2026, 2026)

    assert reading.problems == []
    assert set(reading.days) == set(NOTICES[2026].days())


@pytest.mark.parametrize("year", NOTICES)
def test_what_is_written_out_reads_back(year):
    reading = read_notice(written(NOTICES[year].days(), year), year)

    assert (reading.problems, set(reading.days)) == ([], set(NOTICES[year].days()))
    assert faults(year, reading.days) == []


def test_a_day_in_brackets_is_no_day_off():
    text = "春节：2月10日至17日放假调休，共8天。2月4日（星期日）上班。鼓励各单位安排职工在除夕（2月9日）休息。"

    assert date(2024, 2, 9) not in {day.on for day in read_notice(text, 2024).days}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("春节：2月30日放假。", "春节：没有“2月30日”这一天。"),
        ("春节：5日放假，2月6日上班。", "春节：没有“5日”这一天。"),
        ("国庆节：10月7日至1日放假。", "国庆节：2027-10-07 至 2027-10-01：结束日不晚于开始日，跨年的请写明年份。"),
        ("国庆节：1月1日至10月7日放假。", "国庆节：2027-01-01 至 2027-10-07 超过 20 天，请核对。"),
        ("元旦：1月1日（周四）放假。", "元旦：2027-01-01 是星期五，写的是周四，请核对。"),
        ("元旦：1月1日至3日放假，共4天。", "元旦：写明共 4 天，按起止日期是 3 天，请核对。"),
        ("元旦：1月1日至3日。", "元旦：“1月1日至3日”没有写明是放假还是上班。"),
        ("元旦：放假三天。", "元旦：没有写明日期。"),
        ("元旦 1月1日放假", "没有看懂“元旦 1月1日放假”。请写成“元旦：1月1日至3日放假。1月4日上班。”"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(text, problem):
    assert read_notice(text, 2027).problems == [problem]


def day(on, is_workday=False, name="元旦"):
    return ListedDay(date.fromisoformat(on), is_workday, name)


@pytest.mark.parametrize(
    ("days", "fault"),
    [
        ([day("2028-01-01")], "2028-01-01 不在 2027 年内（元旦假期最早可从上一年 12 月 25 日算起）。"),
        ([day("2026-12-24")], "2026-12-24 不在 2027 年内（元旦假期最早可从上一年 12 月 25 日算起）。"),
        ([day("2027-01-01"), day("2027-01-08", True)], "2027-01-08 是星期五，本来就是工作日，不能登记为调休上班。"),
        ([day("2027-01-01"), day("2027-01-01", name="春节")], "2027-01-01 重复列出（元旦、春节）。"),
        ([day("2027-01-02"), day("2027-01-02", True)], "2027-01-02 既列为放假，又列为调休上班。"),
        ([day("2027-01-09", True)], "至少要有一个节日的放假日期。"),
        ([], "至少要有一个节日的放假日期。"),
    ],
)
def test_days_that_cannot_be_are_told_in_a_sentence(days, fault):
    assert faults(2027, days) == [fault]


def test_new_year_may_begin_in_the_year_before():
    assert faults(2027, [day("2026-12-31"), day("2027-01-01"), day("2026-12-27", True)]) == []


# --- publishing and correcting


def test_publishing_a_year_makes_its_days_hold_and_starts_the_recomputation(administrator):
    edition = publish(administrator, document_no="国办发明电〔2026〕9号")

    assert not current_calendar().is_workday(date(2027, 1, 1))
    assert current_calendar().is_workday(date(2027, 1, 9))
    assert (edition.version, edition.published_by) == (1, administrator)
    assert edition.job.payload == {"first_day": "2027-01-01", "rule": "", "area": "000000000000"}
    entry = TrailEntry.objects.about(edition.calendar_year).get()
    assert (entry.verb, entry.account) == ("calendar.published", administrator)
    assert entry.detail.body["changes"]["2027-01-09"] == ["", "元旦调休上班"]


def test_a_published_year_is_no_longer_provisional(administrator):
    before = due_date(date(2026, 12, 1), months(1), current_calendar())
    publish(administrator)
    after = due_date(date(2026, 12, 1), months(1), current_calendar())

    assert (before.due_on, before.is_provisional) == (date(2027, 1, 1), True)
    assert (after.due_on, after.is_provisional) == (date(2027, 1, 4), False)


def test_correcting_a_year_needs_a_reason_and_says_what_changed(administrator):
    publish(administrator)
    with pytest.raises(Invalid) as refusal:
        publish(administrator, "元旦：1月1日至2日放假。", expected=1)
    edition = publish(administrator, "元旦：1月1日至2日放假。", expected=1, reason="国务院办公厅调整安排")

    assert refusal.value.field == "reason"
    assert edition.version == 2
    assert edition.changes == {"2027-01-03": ["元旦放假", ""], "2027-01-09": ["元旦调休上班", ""]}
    assert edition.job.payload["first_day"] == "2027-01-03"
    assert not current_calendar().is_workday(date(2027, 1, 9))


def test_a_correction_that_changes_nothing_is_refused(administrator):
    publish(administrator)

    with pytest.raises(WrongState):
        publish(administrator, expected=1, reason="再登记一次")


def test_a_year_that_somebody_published_meanwhile_is_stale(administrator):
    first = publish(administrator)

    with pytest.raises(Stale) as refusal:
        publish(administrator)
    assert refusal.value.current == first.calendar_year


@pytest.mark.parametrize("seat", ["lin", "staff", "officer", "auditor", "xu"])
def test_who_does_not_edit_rules_for_the_country_is_refused(seat, request):
    with pytest.raises(NotPermitted):
        publish(request.getfixturevalue(seat))


def test_an_administrator_of_a_district_cannot_publish(places):
    with pytest.raises(NotPermitted):
        publish(make_account("local", "administrator", "310114000000"))


def test_the_database_refuses_a_make_up_day_within_the_week_and_a_day_listed_twice(places):
    year = CalendarYear.objects.get(pk=2026)
    with pytest.raises(IntegrityError, match="calendar_make_up_day"), transaction.atomic():
        CalendarDay.objects.create(calendar_year=year, on=date(2026, 3, 2), is_workday=True, name="春节")
    with pytest.raises(IntegrityError, match="calendar_day_is_listed_once"), transaction.atomic():
        CalendarDay.objects.create(calendar_year=year, on=date(2026, 1, 1), is_workday=False, name="元旦")


# --- the kept calendar


def test_the_kept_calendar_costs_one_query(places, django_assert_num_queries):
    current_calendar()

    with django_assert_num_queries(1):
        current_calendar()


def test_a_calendar_seen_in_a_transaction_that_was_undone_is_forgotten(administrator):
    with transaction.atomic():
        publish(administrator, "元旦：1月1日至2日放假。")
        assert current_calendar().is_workday(date(2027, 1, 4))
        transaction.set_rollback(True)
    assert current_calendar().years == {2025, 2026}

    publish(administrator, "元旦：1月1日至4日放假。")
    assert not current_calendar().is_workday(date(2027, 1, 4))


def test_another_process_that_publishes_is_noticed(administrator, monkeypatch):
    old = current_calendar()
    publish(administrator)
    monkeypatch.setattr(current, "_kept", old)  # as another process still has it

    assert current_calendar().edition == CalendarEdition.objects.latest("pk").pk
    assert 2027 in current_calendar().years


# --- a due date on a page


@pytest.mark.parametrize(
    ("today", "text", "tone"),
    [
        (date(2026, 3, 30), "还有 8 天", ""),
        (date(2026, 3, 31), "还有 7 天", "warn"),
        (date(2026, 4, 3), "还有 4 天", "warn"),
        (date(2026, 4, 4), "还有 3 天", "bad"),
        (date(2026, 4, 7), "今天到期", "bad"),
        (date(2026, 4, 8), "已逾期 1 天", "late"),
    ],
)
def test_what_is_left_changes_its_colour(today, text, tone):
    shown = due_shown(due_date(date(2026, 3, 4), months(1), calendar_of(2026)), today)

    assert (shown.text, shown.tone) == (text, tone)


def test_what_was_done_or_stands_still_counts_nothing_down():
    derived, today = due_date(date(2026, 3, 4), months(1), calendar_of(2026)), date(2026, 5, 1)

    assert due_shown(derived, today, met_on=date(2026, 4, 7)).text == "按期完成"
    assert due_shown(derived, today, met_on=date(2026, 4, 9)).text == "逾期 2 天完成"
    assert due_shown(derived, today, is_stopped=True).text == "中止中，暂不计算"


# --- pages


def typed(**changes):
    values = {"year": "2027", "title": TITLE, "document_no": "", "issued_on": "2026-11-20", "text": NEW_YEAR}
    return {**values, **changes}


@pytest.fixture
def browse(client, places, request):
    def signed_in(seat):
        client.force_login(request.getfixturevalue(seat), "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def test_everyone_reads_the_calendar_and_only_editors_are_offered_to_change_it(browse, settings):
    settings.DEMO = True
    for_lin = browse("lin").get("/calendars/").content.decode()
    for_administrator = browse("administrator").get("/calendars/").content.decode()

    assert "2026 年" in for_lin
    assert "登记年度安排" not in for_lin
    assert "登记年度安排" in for_administrator


def test_a_year_is_shown_as_twelve_sheets_with_its_marks(browse):
    text = browse("lin").get("/calendars/2026/").content.decode()

    assert text.count('class="month-sheet"') == 12
    assert "全年 248 个工作日" in text
    assert '14<span class="day-mark">班' in text
    assert "清明节：4月4日（周六）至4月6日（周一）放假。" in text


@pytest.mark.parametrize("seat", ["lin", "officer", "auditor"])
def test_the_forms_do_not_exist_for_others(browse, seat):
    assert browse(seat).get("/calendars/publish/").status_code == 404
    assert browse(seat).post("/calendars/2026/correct/").status_code == 404


def test_a_year_that_is_not_there_is_404(browse):
    assert browse("lin").get("/calendars/2027/").status_code == 404


def test_a_notice_is_looked_at_before_it_is_saved_and_leads_to_its_job(browse, settings):
    settings.DEMO = True
    browser = browse("administrator")
    ahead = browser.post("/calendars/publish/", typed())
    assert "以下尚未保存" in ahead.content.decode()
    assert not CalendarYear.objects.filter(pk=2027).exists()

    done = browser.post("/calendars/publish/", typed(step="confirm"))

    job = Job.objects.get(kind="calendars.recompute")
    assert (done.status_code, done["Location"]) == (302, f"/jobs/{job.pk}/")
    assert CalendarYear.objects.filter(pk=2027).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"year": "2026"}, "2026 年已经公布。需要更正的，请在该年页面选择“更正”并说明理由。"),
        ({"year": "20x7"}, "请填写四位年份。"),
        ({"year": "99999"}, "年份应在 2000 至 2100 之间。"),
        ({"text": "元旦：1月1日放假。2月3日上班。"}, "2027-02-03 是星期三，本来就是工作日，不能登记为调休上班。"),
        ({"text": "元旦：1月1日放假。\n春节：1月1日放假。"}, "2027-01-01 重复列出（元旦、春节）。"),
        ({"text": "元旦：2028年1月1日放假。"}, "2028-01-01 不在 2027 年内"),
        ({"text": "𠮷" * 9000}, "8000"),
        ({"text": "随便写写"}, "至少要有一个节日的放假日期。"),
        ({"text": "元旦：9999年99月99日放假。"}, "元旦：没有“9999年99月99日”这一天。"),
        ({"issued_on": ""}, "id_issued_on_error"),
    ],
)
def test_bad_input_is_answered_at_its_field_and_kept(browse, settings, changes, sentence):
    settings.DEMO = True
    answer = browse("administrator").post("/calendars/publish/", typed(**changes))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert TITLE in answer.content.decode()


def test_a_correction_shows_the_days_that_change(browse, settings):
    settings.DEMO = True
    text = written(NOTICES[2026].days(), 2026).replace("10月10日（周六）上班", "10月11日（周日）上班")
    values = typed(text=text, reason="补正通知", expected="1")
    del values["year"]
    browser = browse("administrator")

    ahead = browser.post("/calendars/2026/correct/", values).content.decode()
    browser.post("/calendars/2026/correct/", {**values, "step": "confirm"})

    assert "2026-10-11" in ahead
    assert CalendarYear.objects.get(pk=2026).version == 2
    assert "补正通知" in browser.get("/calendars/2026/").content.decode()


def test_a_correction_of_what_somebody_else_corrected_is_shown_the_new_version(browse, administrator, settings):
    settings.DEMO = True
    publish(administrator)
    publish(administrator, "元旦：1月1日至2日放假。", expected=1, reason="调整")
    values = {**typed(reason="补正", expected="1", step="confirm")}
    del values["year"]

    answer = browse("administrator").post("/calendars/2027/correct/", values)

    assert answer.status_code == 422
    assert "他人已登记2027 年工作日历（第 2 版）" in answer.content.decode()


def test_the_list_of_years_takes_as_many_queries_for_three_years_as_for_one(browse, administrator):
    CalendarDay.objects.all().delete()
    CalendarEdition.objects.all().delete()
    CalendarYear.objects.all().delete()
    browser, counts = browse("lin"), []
    for years in (range(2030, 2031), range(2031, 2033)):
        for year in years:
            publish(administrator, f"元旦：{year}年1月1日放假。", year=year)
        browser.get("/calendars/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/calendars/")
        counts.append(len(asked))

    assert counts[0] == counts[1] < 8


# --- the API


def test_a_client_reads_the_days_of_a_year(client, officer):
    headers = bearer(make_client("kalender", JIADING, by=officer, verbs=["place.view"]))

    years = client.get("/api/v1/calendars/", headers=headers).json()["results"]
    one = client.get("/api/v1/calendars/2026/", headers=headers).json()

    assert [year["year"] for year in years] == [2025, 2026]
    assert one == years[1]
    assert {"on": "2026-02-28", "is_workday": True, "name": "春节"} in one["days"]
    assert client.get("/api/v1/calendars/2027/", headers=headers).status_code == 404
    assert client.get("/api/v1/calendars/").status_code == 401


def test_the_api_takes_as_many_queries_for_three_years_as_for_one(client, administrator, officer):
    headers, counts = bearer(make_client("kalender", JIADING, by=officer, verbs=["place.view"])), []
    client.get("/api/v1/calendars/", headers=headers)
    for years in ((), (2027,)):
        for year in years:
            publish(administrator, f"元旦：{year}年1月1日放假。", year=year)
        with CaptureQueriesContext(connection) as asked:
            client.get("/api/v1/calendars/", headers=headers)
        counts.append(len(asked))

    assert counts[0] == counts[1]
