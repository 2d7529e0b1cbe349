"""Any list can be had as a spreadsheet: a list page without an export fails here, unless this page says why."""

import csv
import inspect
import io

from django.utils import timezone

from governance.files.models import StoredFile
from governance.jobs import running
from governance.jobs.actions import start_job
from governance.jobs.exports import all_exports, find_export, start_export
from governance.notices.models import Notice
from tests.crawl.routes import all_routes
from tests.factories import YINGYUAN, make_client

LISTS = ("list_page(", ".listed(", "page_of_entries(")
WITHOUT = {
    "pages:gallery": "sample rows that show the components",
}
UNLISTED = {
    "bulk_rows": "on the page of one bulk act",
}


def list_pages() -> set[str]:
    """Routes about no single row whose view makes a list."""
    plain = [route for route in all_routes() if not route.keys and not route.is_api and not route.is_library]
    return {route.name for route in plain if any(word in _source(route.view) for word in LISTS)}


def _source(view) -> str:
    try:
        return inspect.getsource(inspect.unwrap(view))
    except (OSError, TypeError):
        return ""


def exported(name, by, query=""):
    job = start_export(find_export(name), by=by, query=query, format="csv")
    running.run(job.pk)
    job.refresh_from_db()
    with StoredFile.objects.get(pk=job.result["file"]).open() as file:
        return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"))))


def test_every_list_page_has_an_export():
    exporting = {export.page for export in all_exports()}

    assert len(list_pages()) > 25
    assert sorted(list_pages() - exporting - set(WITHOUT)) == []


def test_every_export_names_a_page_that_there_is():
    named = {route.name for route in all_routes()}
    assert [one.name for one in all_exports() if one.page not in named and one.name not in UNLISTED] == []


def test_ones_own_jobs_are_ones_own(lin, zhao, folder):
    start_job("list.export", by=lin, area=YINGYUAN, title="导出案件名单", payload={})
    mine = [row[1] for row in exported("jobs", lin)[1:]]
    others = [row[1] for row in exported("jobs", zhao)[1:]]

    assert "导出案件名单" in mine
    assert "导出案件名单" not in others


def test_notices_come_out_in_the_words_of_the_inbox(lin, folder):
    now, day = timezone.now(), timezone.localdate()
    Notice.objects.create(
        rung="job.failed", subject_id=1, occasion="1", recipient=lin, area_id=YINGYUAN, falls_on=day, raised_at=now,
        shows_at=now,
    )  # fmt: skip
    head, row = exported("notices", lin)

    assert head[:3] == ["时间", "种类", "内容"]
    assert row[2] == "事项已不在您的管辖范围内，或已不存在。"


def test_a_list_of_clients_holds_no_secret(officer, folder):
    client = make_client("=对接系统", YINGYUAN, by=officer)
    (row,) = exported("api_clients", officer)[1:]

    assert row[0] == "'=对接系统"
    assert client.secret_digest not in str(row)
