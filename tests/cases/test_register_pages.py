"""The pages of an import, and how an imported case shows on those of every case."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from cases.docket.models import Case
from cases.docket.page import acts_for, sections_of
from cases.registers.models import RegisterBatch
from governance.jobs import running
from governance.jobs.exports import find_export
from tests.cases.factories import make_accepted
from tests.cases.registers import imported_batch, line, read_batch, workbook
from tests.cases.test_case_api import dashboard, get


def page(client, by, name, *keys):
    client.force_login(by)
    return client.get(reverse(f"cases:{name}", args=keys))


def test_the_pages_lead_from_the_file_to_the_cases(zhao, committee, client):
    client.force_login(zhao)
    sent = {"file": workbook([line(8), line(9, 受理日期="")]), "committee": committee.pk}
    answer = client.post(reverse("cases:bring_register"), sent)
    batch = RegisterBatch.objects.get()
    assert answer.url == batch.get_absolute_url()
    assert "hx-get" in page(client, zhao, "register_batch", batch.pk).content.decode()
    running.run(batch.job_id)
    shown = page(client, zhao, "register_batch", batch.pk).content.decode()
    assert "刘桂九珍" in shown
    assert "受理日期：请填写。" in shown
    batch.refresh_from_db()
    client.post(reverse("cases:confirm_register", args=[batch.pk]), {"version": batch.version})
    running.run(RegisterBatch.objects.get().job_id)
    case = Case.objects.get()
    assert case.get_absolute_url() in page(client, zhao, "register_batch", batch.pk).content.decode()
    shown = page(client, zhao, "case", case.pk).content.decode()
    assert batch.get_absolute_url() in shown
    assert "2023-8" in shown
    batch.refresh_from_db()
    answer = client.post(
        reverse("cases:undo_register", args=[batch.pk]), {"version": batch.version, "reason": "选错了文件"}
    )
    running.run(RegisterBatch.objects.get().job_id)
    assert Case.objects.count() == 0
    assert "选错了文件" in page(client, zhao, "register_batch", batch.pk).content.decode()


def test_the_auditor_sees_that_it_was_done_but_no_row(auditor, sun, lin, zhao, committee, client):
    batch = read_batch(zhao, [line(8), line(9, 受理日期="")], committee=committee)

    shown = page(client, auditor, "register_batch", batch.pk).content.decode()
    assert escape(batch.file_name) in shown
    assert "马俊" not in shown
    assert "确认导入" not in shown
    assert page(client, auditor, "bring_register").status_code == 404
    for by in (sun, lin):
        assert page(client, by, "register_batch", batch.pk).status_code == 404


def test_the_list_of_batches_takes_as_many_queries_for_three_as_for_one(
    zhao, committee, client, django_assert_num_queries
):

    counts = []
    for numbers in ((8,), (9, 10)):
        for n in numbers:
            imported_batch(zhao, [line(n)], committee=committee)
        client.force_login(zhao)
        with CaptureQueriesContext(connection) as sent:
            assert client.get(reverse("cases:registers")).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_template_is_downloaded_by_who_imports(zhao, client):
    answer = page(client, zhao, "register_template")

    assert answer.content.startswith(b"PK")


def test_the_page_of_an_imported_case_has_nothing_empty_and_asks_for_nothing(client, zhao, lin, committee):
    batch = imported_batch(zhao, [line(8)], committee=committee)
    case = Case.objects.get()
    for who, names in ((zhao, ["parties", "register", "archive"]), (lin, ["parties", "register"])):
        assert [section.name for section in sections_of(case, who)] == names
        assert acts_for(case, who) == []
    client.force_login(zhao)
    page = client.get(case.get_absolute_url()).content.decode()
    assert f"批次 {batch.pk}</a>，第 2 行" in page
    assert "由旧登记簿导入，只有登记簿记载的内容" in page
    for empty in ("还没有", "尚未", "未填写", "登记回执", "00:00"):
        assert empty not in page[page.index("<main") : page.index('id="life"')]


def test_what_the_register_says_of_facts_and_mediators_is_shown(zhao, lin, committee):
    imported_batch(zhao, [line(8, 调解员="林晓")], committee=committee)
    Case.objects.update(facts="楼上漏水。")
    names = [section.name for section in sections_of(Case.objects.get(), zhao)]
    assert names == ["parties", "register", "application", "mediators", "archive"]


def test_imported_cases_are_told_apart_in_list_export_and_api(client, officer, zhao, lin, committee):
    imported_batch(zhao, [line(8)], committee=committee)
    own = make_accepted(lin, zhao, committee)
    old = Case.objects.get(is_imported=True)
    client.force_login(zhao)
    pages = {value: client.get(reverse("cases:cases"), {"imported": value}).content.decode() for value in ("yes", "no")}
    assert [(old.number in page, own.number in page) for page in pages.values()] == [(True, False), (False, True)]
    column = next(one for one in find_export("cases").columns if one.label == "由旧登记簿导入")
    assert [column.of(case) for case in (old, own)] == ["是", "否"]
    client.logout()
    who = dashboard(officer)
    rows = get(client, who, imported="yes").json()["results"]
    assert [(row["number"], row["is_imported"]) for row in rows] == [(old.number, True)]
    assert get(client, who, imported="perhaps").status_code == 400
