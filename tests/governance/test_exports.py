"""Exports: the rows in scope at the time of the job, as files that no spreadsheet runs."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted
from governance.files.models import StoredFile
from governance.jobs import exports, running
from governance.jobs.cells import cell
from governance.jobs.exports import Column, common_place, start_export
from governance.jobs.models import Job, JobState
from governance.people.models import Posting
from tests.factories import CANGCHANG, SHANGHAI, XINCHENGLU, XUHUI, YINGYUAN, make_account, make_posting

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def postings(monkeypatch):
    """A list to export: postings, with an ending given by its filter."""
    columns = (Column("持有人", "account.name"), Column("区域", "area_id"), Column("开始日", lambda row: row.starts_on))

    def rows(actor, query):
        found = Posting.objects.visible_to(actor).for_list().order_by("id")
        return found.filter(account__name=query["name"]) if query.get("name") else found

    monkeypatch.setitem(exports.EXPORTS, "test.postings", None)
    exports.export("test.postings", "任职名单", verb="posting.view", columns=columns)(rows)
    return exports.EXPORTS["test.postings"]


def exported(found, by, *, query="", format="xlsx"):
    job = start_export(found, by=by, query=query, format=format)
    running.run(job.pk)
    job.refresh_from_db()
    return job


def content_of(job):
    with StoredFile.objects.get(pk=job.result["file"]).open() as file:
        return file.read()


def sheet_of(job):
    sheet = openpyxl.load_workbook(io.BytesIO(content_of(job))).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_a_list_is_exported_as_its_page_shows_it(postings, lin, sun, zhao, xu):
    job = exported(postings, zhao, query="page=3&sort=-x")

    start = datetime(2026, 1, 1)
    assert sheet_of(job) == [
        ["持有人", "区域", "开始日"],
        ["林晓", YINGYUAN, start],
        ["赵国栋", YINGYUAN, start],
    ]
    assert (job.state, job.done, job.total) == (JobState.DONE, 2, 2)
    assert job.result["figures"] == [["导出行数", 2]]


def test_the_filter_of_the_page_is_the_filter_of_the_export(postings, lin, zhao):
    job = exported(postings, zhao, query="name=林晓&page=2", format="csv")

    assert content_of(job).decode() == "\ufeff持有人,区域,开始日\r\n林晓,310114001001,2026-01-01\r\n"


def test_the_scope_is_that_of_the_moment_when_the_job_runs(postings, lin, sun, zhao):
    make_posting(zhao, "mediation_director", CANGCHANG)
    job = start_export(postings, by=zhao, query="", format="xlsx")
    Posting.objects.filter(account=zhao, area_id=CANGCHANG).update(ends_on=date(2026, 2, 1))

    running.run(job.pk)

    job.refresh_from_db()
    assert [row[0] for row in sheet_of(job)] == ["持有人", "林晓", "赵国栋"]
    assert StoredFile.objects.get(pk=job.result["file"]).places == [YINGYUAN]


def test_an_export_fails_for_who_lost_the_posting_meanwhile(postings, zhao):
    job = start_export(postings, by=zhao, query="", format="xlsx")
    Posting.objects.filter(account=zhao).update(ends_on=date(2026, 2, 1))

    running.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "您目前没有查看任职名单的任职，不能导出。")
    assert not StoredFile.objects.exists()


def test_an_export_is_recorded_with_its_filter_its_rows_and_the_digest_of_its_file(postings, lin, zhao):
    job = exported(postings, zhao, query="name=林晓")

    file = StoredFile.objects.get()
    entry = TrailEntry.objects.get(verb="list.exported")
    assert (entry.account, entry.subject_id, entry.area_id) == (zhao, str(job.pk), YINGYUAN)
    assert entry.detail.body == {
        "export": "test.postings",
        "query": "name=%E6%9E%97%E6%99%93",
        "rows": 1,
        "digest": file.digest,
        "file": file.pk,
    }


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "\tx", "\rx"])
def test_text_that_a_spreadsheet_would_run_is_plain_text(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (-5, -5),
        (Decimal("-12.50"), Decimal("-12.50")),
        (date(2026, 3, 1), date(2026, 3, 1)),
        (datetime(2026, 3, 1, 4, 5, 6, 7, tzinfo=UTC), datetime(2026, 3, 1, 12, 5, 6)),
        (None, ""),
        (True, "是"),
        ("𠮷㐂😀", "𠮷㐂😀"),
        ("a\x00\x0bb", "ab"),
        ("\x00=1+1", "'=1+1"),
    ],
)
def test_other_values_stay_what_they_are(value, kept):
    assert cell(value) == kept


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_a_name_that_is_a_formula_comes_out_as_text_in_the_file(postings, zhao, format):
    make_account("evil", "mediator", YINGYUAN, name='=HYPERLINK("http://x")')

    job = exported(postings, zhao, format=format)

    if format == "csv":
        names = [row[0] for row in csv.reader(io.StringIO(content_of(job).decode("utf-8-sig")))]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content_of(job))).active
        assert {each.data_type for each in sheet["A"]} == {"s"}
        names = [each.value for each in sheet["A"]]
    assert '\'=HYPERLINK("http://x")' in names


def test_rows_beyond_one_sheet_go_on_in_the_next(postings, lin, zhao, monkeypatch):
    monkeypatch.setattr("governance.jobs.spreadsheets.ROWS_PER_SHEET", 1)

    book = openpyxl.load_workbook(io.BytesIO(content_of(exported(postings, zhao))))

    assert [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book] == [
        ["持有人", "林晓"],
        ["持有人", "赵国栋"],
    ]


def test_the_rows_are_read_in_the_same_queries_for_any_number(postings, zhao, django_assert_num_queries):
    def queries(count):
        for number in range(count):
            make_account(f"more{number}", "mediator", YINGYUAN)
        job = start_export(postings, by=zhao, query="", format="csv")
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as captured:
            running.run(job.pk)
        Posting.objects.filter(account__username__startswith="more").delete()
        make_account.__globals__["Account"].objects.filter(username__startswith="more").delete()
        return len(captured)

    assert queries(1) == queries(3)


def test_an_unknown_format_is_refused(postings, zhao):
    with pytest.raises(Invalid):
        start_export(postings, by=zhao, query="", format="exe")


def test_who_may_not_see_the_list_does_not_export_it(client, postings, lin):
    with pytest.raises(NotPermitted):
        start_export(postings, by=lin, query="", format="xlsx")
    client.force_login(lin)
    assert client.post(reverse("jobs:export", args=["test.postings"])).status_code == 404
    assert client.post(reverse("jobs:export", args=["test.unknown"])).status_code == 404
    assert not Job.objects.exists()


def test_the_page_leads_to_the_job_and_the_job_to_its_file(client, postings, zhao):
    client.force_login(zhao)

    answer = client.post(reverse("jobs:export", args=["test.postings"]), {"query": "", "format": "csv"})

    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    running.run(job.pk)
    job.refresh_from_db()
    assert reverse("files:download", args=[job.result["file"]]) in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("places", "common"),
    [((YINGYUAN,), YINGYUAN), ((YINGYUAN, CANGCHANG), XINCHENGLU), ((YINGYUAN, XUHUI), "310100000000")],
)
def test_an_export_of_several_places_belongs_to_the_narrowest_above_them(places, common, db):
    from tests.factories import make_places

    make_places()

    assert common_place(places) == common
    assert common != SHANGHAI
