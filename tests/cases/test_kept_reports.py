"""Reports under a name: kept, shared within scope, exported, and sent out once each due day."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from email import message_from_string, policy
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse

from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, Stale
from governance.files.models import StoredFile
from governance.jobs import running
from governance.jobs.models import Job
from governance.metrics.reports import actions, issuing, mailing
from governance.metrics.reports.models import Report, ReportIssue, ReportLetter, ReportSchedule
from governance.metrics.reports.readers import readers_of
from governance.notices.models import Notice
from governance.notices.outside.models import Address
from governance.notices.telling import tell
from tests.cases.test_metrics_exact import Register
from tests.factories import CANGCHANG, JIADING, XINCHENGLU, YINGYUAN
from tests.governance.broker import forget_connections
from tests.governance.test_notices_outside import Post, serve

assert serve
TODAY = date(2026, 11, 22)
LAST_MONTH = "measure=cases.accepted&spread=below&period=last-month&compare=year"


def at(day, hour=10):
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


def saved(by, query=LAST_MONTH, name="各社区受理", **more):
    return actions.save_report(by=by, query=query, name=name, today=TODAY, **more)


def scheduled(report, *recipients, day=1, every="month"):
    keys = [one.pk for one in recipients]
    return actions.schedule_report(report, by=report.account, every=every, day=day, recipients=keys, today=TODAY)


@pytest.fixture
def street(places):
    from governance.areas.models import Area

    return Area.objects.get(pk=XINCHENGLU)


# --- kept and shared


def test_a_report_is_kept_as_the_address_of_its_question(staff, client):
    client.force_login(staff)
    page = client.post(f"{reverse('reports:save')}?{LAST_MONTH}&by=", {"name": "各社区受理"})

    report = Report.objects.get()
    assert page.headers["Location"] == report.get_absolute_url()
    assert report.query == LAST_MONTH
    assert TrailEntry.objects.get(verb="report.saved").account == staff
    assert client.get(report.get_absolute_url()).context["grid"].rows


@pytest.mark.parametrize(
    ("query", "more", "field"),
    [
        ("period=last-month", {}, ""),
        ("measure=cases.happy&period=last-month", {}, ""),
        (f"{LAST_MONTH}&x={'长' * 9000}", {}, ""),
        (LAST_MONTH, {"name": " "}, "name"),
        (LAST_MONTH, {"name": "电话 19900000101"}, "name"),
        (LAST_MONTH, {"role": "mediator"}, "area"),
        (LAST_MONTH, {"role": "api_client"}, "role"),
    ],
)
def test_what_cannot_be_kept_is_refused(staff, query, more, field):
    with pytest.raises(Invalid) as refusal:
        saved(staff, query, **more)
    assert refusal.value.field == field
    with pytest.raises(NotPermitted):
        saved(staff, f"{LAST_MONTH}&place={JIADING}")


def test_colleagues_who_see_all_its_places_see_a_shared_report_with_their_own_figures(
    staff, justice, lin, sun, xu, street, client
):
    of_each = saved(staff, "measure=cases.accepted&period=last-month", "本地受理", area=street)
    of_one = saved(staff, f"measure=cases.accepted&period=last-month&place={YINGYUAN}", "迎园受理", area=street)

    seen = {who.username: set(Report.objects.visible_to(who)) for who in (staff, justice, lin, sun, xu)}
    both = {of_each, of_one}
    assert seen == {"staff": both, "justice": both, "lin": both, "sun": {of_each}, "xu": set()}
    client.force_login(sun)
    assert client.get(of_one.get_absolute_url()).status_code == 404
    page = client.get(of_each.get_absolute_url())
    assert [place.code for place in page.context["grid"].question.places] == [CANGCHANG]
    assert client.post(reverse("reports:delete", args=[of_each.pk])).status_code == 403
    assert client.get(reverse("reports:edit", args=[of_each.pk])).status_code == 403


def test_shared_with_a_role_it_is_seen_by_that_role_alone(staff, justice, supervisor, street):
    report = saved(staff, area=street, role="street_supervisor")

    assert not Report.objects.visible_to(justice).exists()
    assert {one for one, _ in readers_of(report, TODAY)} == {staff, supervisor}


def test_a_shared_report_is_copied_into_ones_own(staff, lin, street, client):
    report = saved(staff, area=street)
    client.force_login(lin)

    for _ in range(2):
        client.post(reverse("reports:copy", args=[report.pk]))

    own = Report.objects.filter(account=lin).order_by("pk")
    assert [(one.name, one.query, one.area) for one in own] == [
        ("各社区受理（副本）", LAST_MONTH, None),
        ("各社区受理（副本2）", LAST_MONTH, None),
    ]


def test_a_report_is_renamed_changed_and_deleted_by_its_owner_as_it_was_read(staff, lin, street):
    report = saved(staff)
    renamed = actions.edit_report(report, by=staff, name="受理", area=street, today=TODAY, version=1)
    with pytest.raises(Stale):
        actions.change_question(report, by=staff, query="measure=cases.success", today=TODAY, version=1)
    asked = actions.change_question(renamed, by=staff, query="measure=cases.success", today=TODAY, version=2)
    assert (asked.name, asked.query) == ("受理", "measure=cases.success&period=this-year")
    for act in (actions.delete_report, actions.unschedule_report):
        with pytest.raises(NotPermitted):
            act(report, by=lin)
    actions.delete_report(report, by=staff)
    assert not Report.objects.exists()


def test_every_page_of_a_report_opens(staff, justice, street, client):
    report = saved(staff, area=street)
    scheduled(report, staff, justice)
    issuing.issue_due(at(date(2026, 12, 1)))
    client.force_login(staff)

    pages = [reverse("reports:reports"), reverse("reports:build"), report.get_absolute_url()]
    pages += [reverse(f"reports:{name}", args=[report.pk]) for name in ("edit", "schedule")]
    pages += [ReportIssue.objects.get().get_absolute_url(), f"{reverse('reports:build')}?{report.query}&of={report.pk}"]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    shown = client.get(ReportIssue.objects.get().get_absolute_url())
    assert shown.context["grid"].question.periods[0].code == "2026-11"
    assert "新成路街道" in client.get(reverse("reports:schedule", args=[report.pk])).content.decode()


# --- exported


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_a_report_is_exported_by_a_job_in_the_scope_of_its_starter(staff, client, folder, format):
    Register(3).add(30)
    client.force_login(staff)
    values = {"query": "measure=cases.accepted&spread=below&period=last-year", "format": format, "name": "=受理"}
    client.post(reverse("reports:export"), values)
    running.run(Job.objects.get().pk)

    job = Job.objects.get()
    with StoredFile.objects.visible_to(staff).get(pk=job.result["file"]).open() as file:
        content = file.read()
    if format == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    else:
        book = openpyxl.load_workbook(io.BytesIO(content))
        rows = [[str(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
        assert next(cell.value for cell in book["说明"]["B"]) == "'=受理"
    assert rows[0] == ["区域", "受理案件（件）"]
    assert [row[0] for row in rows[1:3]] == ["迎园社区居委会", "仓场社区居委会"]
    assert sum(int(row[1]) for row in rows[1:-1]) == int(rows[-1][1])
    assert TrailEntry.objects.filter(verb="report.exported").count() == 1


def test_an_export_of_a_place_outside_is_not_found(staff, client):
    client.force_login(staff)
    asked = {"query": f"measure=cases.accepted&place={JIADING}", "format": "xlsx"}
    assert client.post(reverse("reports:export"), asked).status_code == 404
    assert client.post(reverse("reports:export"), {"query": "", "format": "exe"}).status_code == 302
    assert not Job.objects.exists()


# --- sent


def test_a_fixed_period_is_not_sent_and_nobody_who_may_not_see_it_is_written_to(staff, lin, xu, street):
    with pytest.raises(Invalid, match="期间是固定的"):
        scheduled(saved(staff, "measure=cases.accepted&period=written&written=2025", "去年"), staff)
    report = saved(staff, area=street)
    for recipients in ([], [xu], [staff, xu]):
        with pytest.raises(Invalid) as refusal:
            scheduled(report, *recipients)
        assert refusal.value.field == "recipients"
    scheduled(report, staff, lin)
    with pytest.raises(Invalid, match="期间是固定的"):
        actions.change_question(
            report, by=staff, query="measure=cases.accepted&period=written&written=2025", today=TODAY
        )
    actions.edit_report(report, by=staff, name="受理", today=TODAY)
    assert list(ReportSchedule.objects.get().recipients.all()) == [staff]


def test_each_due_day_is_issued_once_and_a_missed_one_is_made_up_for(staff, justice, street):
    report = saved(staff, area=street)
    scheduled(report, staff, justice, every="week", day=1)

    assert issuing.issue_due(at(TODAY)) == 0
    assert issuing.issue_due(at(date(2026, 12, 1))) == 2  # 23 and 30 November
    assert issuing.issue_due(at(date(2026, 12, 1))) == 0
    assert ReportSchedule.objects.get().next_on == date(2026, 12, 7)
    ReportSchedule.objects.update(next_on=date(2026, 11, 30))
    assert issuing.issue_due(at(date(2026, 12, 1))) == 0, "the day was issued already"
    notices = Notice.objects.filter(rung="report.issued")
    assert sorted(notices.values_list("recipient__username", flat=True)) == ["justice", "justice", "staff", "staff"]
    (said,) = {one.text for one in tell(notices.filter(recipient=justice), justice) if "11-30" in one.text}
    assert said == "报表“各社区受理”2026-11-30 一期已生成。"


def test_a_report_whose_owner_may_not_see_it_any_more_goes_out_no_more(staff, justice, street):
    report = saved(staff, f"{LAST_MONTH}&place={XINCHENGLU}", area=street)
    scheduled(report, staff, justice)
    staff.postings.update(ends_on=TODAY)

    assert issuing.issue_due(at(date(2026, 12, 1))) == 0
    schedule = ReportSchedule.objects.get()
    assert (schedule.next_on, bool(schedule.fault)) == (None, True)
    assert Notice.objects.get().rung == "report.stopped"


@pytest.fixture
def post(serve, settings):
    server = serve(Post())
    settings.NOTICE_CHANNELS = {"email": f"mailto://127.0.0.1:{server.server_address[1]}/?from=p@example.cn&to={{to}}"}
    return server


@pytest.mark.django_db(transaction=True)
def test_a_mail_carries_the_figures_to_those_who_may_still_see_them(staff, justice, lin, street, post):
    report = saved(staff, area=street)
    scheduled(report, staff, justice, lin)
    for account in (staff, justice):
        Address.objects.create(account=account, channel="email", address=f"{account.username}@example.cn")
    due = date(2026, 12, 1)
    issuing.issue_due(at(due))
    assert Notice.objects.filter(rung="report.issued").count() == 3
    assert ReportLetter.objects.count() == 2, "who has no address is told in the portal"
    justice.postings.update(ends_on=TODAY)

    assert mailing.send_due(at(due, 7)) == 0, "quiet hours"
    assert mailing.send_due(at(due)) == 1
    assert mailing.send_due(at(due)) == 0
    ((to, letter),) = post.taken
    mail = message_from_string(letter, policy=policy.default)
    (attached,) = mail.iter_attachments()
    assert (to, attached.get_filename()) == ("staff@example.cn", "各社区受理-2026-12-01.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(attached.get_content())).worksheets[0]
    assert [row[0].value for row in sheet.rows] == ["区域", "迎园社区居委会", "仓场社区居委会", "合计（新成路街道）"]
    assert "受理" not in mail.get_body().get_content()
    assert dict(ReportLetter.objects.values_list("account__username", "state")) == {
        "staff": "sent",
        "justice": "withheld",
    }
    told = Notice.objects.get(rung="report.withheld")
    assert (told.recipient, "邮件未发出" in tell([told], staff)[0].text) == (staff, True)


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_dies_or_fails_leaves_the_letter_to_the_next(staff, street, post, settings):
    scheduled(saved(staff), staff)
    Address.objects.create(account=staff, channel="email", address="staff@example.cn")
    due = date(2026, 12, 1)
    issuing.issue_due(at(due))

    assert mailing.claim(at(due)) is not None  # and dies
    assert mailing.send_due(at(due)) == 0
    working, settings.NOTICE_CHANNELS = settings.NOTICE_CHANNELS, {"email": "mailto://127.0.0.1:1/?from=p@e.cn&to={to}"}
    assert mailing.send_due(at(due, 11)) == 0
    settings.NOTICE_CHANNELS = working
    assert mailing.send_due(at(due, 12)) == 1
    assert (len(post.taken), ReportLetter.objects.get().attempts) == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_without_mail_the_portal_tells_alone(staff, settings):
    settings.NOTICE_CHANNELS = {}
    Address.objects.create(account=staff, channel="email", address="staff@example.cn")
    scheduled(saved(staff), staff)
    issuing.issue_due(at(date(2026, 12, 1)))

    assert (Notice.objects.count(), ReportLetter.objects.count()) == (1, 0)
    assert mailing.send_due(at(date(2026, 12, 1))) == 0
    assert connection.is_usable()


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_without_a_broker_issue_once_and_lose_nothing(staff, street, post, settings):
    scheduled(saved(staff), staff)
    Address.objects.create(account=staff, channel="email", address="staff@example.cn")
    due = at(date(2026, 12, 1))
    forget_connections("redis://127.0.0.1:1/0")
    try:
        with ThreadPoolExecutor(2) as sweeps:
            made = list(sweeps.map(lambda _: _and_close(issuing.issue_due, due), range(2)))
    finally:
        forget_connections(settings.REDIS_URL)

    assert sorted(made) == [0, 1]
    assert (ReportIssue.objects.count(), Notice.objects.count()) == (1, 1)
    with ThreadPoolExecutor(2) as senders:
        assert sum(senders.map(lambda _: _and_close(mailing.send_due, due), range(2))) == 1
    assert len(post.taken) == 1


def _and_close(act, now):
    try:
        return act(now)
    finally:
        connection.close()
