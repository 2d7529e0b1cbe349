"""The auditor's page: who did what, found by person, place, subject, verb, time; and reading it is recorded."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from governance.access.roles import VERBS as ROLE_VERBS
from governance.areas.population.models import AreaPopulation
from governance.audit.filters import TrailFilter, subject_choices
from governance.audit.models import TrailDetail, TrailEntry
from governance.audit.trail import record
from governance.audit.verbs import DETAILS, VERBS
from governance.jobs import exports, running
from governance.jobs.exports import start_export
from governance.jobs.registry import JOBS
from governance.notices.rungs import all_rungs
from tests.crawl import asking
from tests.factories import CANGCHANG, JIADING, TIANPING_FIRST, XINCHENGLU, YINGYUAN, make_client, make_posting


def act(by, verb="person.changed", *, area=YINGYUAN, subject=None, **details):
    with transaction.atomic():
        return record(verb, subject or by, by=by, area=area, **details)


def shown(client, **query):
    """Numbers of the entries on the page, newest first."""
    answer = client.get("/trail/", query)
    assert answer.status_code == 200, answer.content.decode()
    return [entry.pk for entry in answer.context["listing"].rows]


@pytest.fixture
def as_auditor(client, auditor):
    client.force_login(auditor)
    return client


def test_the_auditor_sees_the_acts_of_the_district_and_of_no_other(as_auditor, lin, sun, far):
    mine = [act(lin).pk, act(sun, area=CANGCHANG).pk]
    act(far, area=TIANPING_FIRST)

    assert shown(as_auditor) == mine[::-1]


def test_who_does_not_audit_finds_no_such_page(client, lin, zhao, staff, officer):
    entry = act(lin)

    for account in (lin, zhao, staff, officer):
        client.force_login(account)
        assert client.get("/trail/").status_code == 404
        assert client.get(reverse("audit:entry", args=[entry.pk])).status_code == 404


def test_filters_by_person_place_subject_verb_and_time(as_auditor, lin, sun, officer):
    one = act(lin).pk
    two = act(sun, "posting.granted", area=CANGCHANG, subject=make_posting(sun, "committee_member", CANGCHANG)).pk
    machine = make_client("大数据中心", JIADING, by=officer)
    three = act(machine, "person.registered", area=YINGYUAN, subject=lin).pk
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)

    assert shown(as_auditor, who="林晓") == [one]
    assert shown(as_auditor, who="lin") == [one]
    assert shown(as_auditor, who="大数据中心") == [three]
    assert shown(as_auditor, place=YINGYUAN) == [three, one]
    assert shown(as_auditor, place=XINCHENGLU) == [three, two, one]
    assert shown(as_auditor, verb="posting.granted") == [two]
    assert shown(as_auditor, subject_type="account", subject_id=lin.pk) == [three, one]
    assert shown(as_auditor, since=today, until=today) == [three, two, one]
    assert shown(as_auditor, since=tomorrow) == []


def test_the_page_offers_every_filter(as_auditor):
    offered = set(asking.query_fields(as_auditor.get("/trail/").content.decode(), "/trail/"))

    assert set(TrailFilter.base_filters) <= offered


def test_subjects_of_every_wing_can_be_chosen():
    assert {"posting", "case"} <= {kind for kind, _ in subject_choices()}


def test_what_cannot_be_understood_is_named_and_nothing_is_shown(as_auditor, lin):
    act(lin)

    for query, said in [
        ({"nobody": "1"}, "没有“nobody”这个筛选条件。"),
        ({"before": "1 OR 1=1"}, "翻页位置不正确。"),
        ({"since": "2026-13-40"}, "自（日期）："),
        ({"verb": "nothing.done"}, "操作："),
        ({"place": "000"}, "没有这个区域"),
    ]:
        answer = as_auditor.get("/trail/", query)
        assert answer.status_code == 400
        assert said in answer.content.decode()
        assert answer.context["listing"].rows == []


def test_older_entries_follow_by_key_and_none_is_shown_twice(as_auditor, lin, monkeypatch):
    monkeypatch.setattr("governance.audit.pages.ROWS", 2)
    numbers = [act(lin).pk for _ in range(5)]
    seen, url = [], "/trail/"

    while url:
        page = as_auditor.get(url).context["listing"]
        seen += [entry.pk for entry in page.rows]
        act(lin, area=TIANPING_FIRST)  # the trail goes on growing meanwhile
        url = page.older_url

    assert seen == numbers[::-1]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number_of_entries(as_auditor, lin, sun, count):
    from django.test.utils import CaptureQueriesContext

    for by in [lin, sun, lin][:count]:
        act(by, changes={"name": ["甲", "乙"]})
    with CaptureQueriesContext(connection) as captured:
        assert len(shown(as_auditor)) == count

    assert len(captured) <= 13


def test_reading_the_trail_is_recorded_with_the_filters_and_shown_when_asked_for(as_auditor, auditor, lin):
    act(lin)

    as_auditor.get("/trail/", {"who": "林晓"})

    reading = TrailEntry.objects.get(verb="trail.read")
    assert (reading.account, reading.area_id) == (auditor, JIADING)
    assert reading.detail.body == {"query": "who=%E6%9E%97%E6%99%93"}
    assert reading.pk not in shown(as_auditor)
    assert reading.pk in shown(as_auditor, looks="yes")
    assert reading.pk in shown(as_auditor, verb="trail.read")


def test_reading_an_entry_is_recorded_too(as_auditor, lin):
    entry = act(lin, reason="更正笔误", changes={"姓名": ["林小", "林晓"]})

    page = as_auditor.get(reverse("audit:entry", args=[entry.pk])).content.decode()

    assert all(text in page for text in ("理由", "更正笔误", "林小", "林晓", "待封印", "person.changed"))
    assert TrailEntry.objects.filter(verb="trail.entry_read", subject_id=str(entry.pk)).count() == 1


def test_an_entry_of_another_district_is_not_found(as_auditor, far):
    entry = act(far, area=TIANPING_FIRST)

    assert as_auditor.get(reverse("audit:entry", args=[entry.pk])).status_code == 404


def test_an_administrator_erases_the_texts_of_an_entry_after_confirming_who_is_there(
    client, administrator, lin, monkeypatch
):
    entry = act(lin, reason="张三的电话是")
    client.force_login(administrator)
    url = reverse("audit:erase", args=[entry.pk])

    assert client.post(url, {"reason": "当事人申请"}).status_code == 200
    assert TrailDetail.objects.filter(pk=entry.pk).exists()
    monkeypatch.setattr("governance.access.stepup.is_fresh", lambda request: True)
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "当事人申请"}).status_code == 302

    assert not TrailDetail.objects.filter(pk=entry.pk).exists()
    assert "详情已依规清除" in client.get(reverse("audit:entry", args=[entry.pk])).content.decode()


def test_the_auditor_erases_nothing(as_auditor, lin):
    entry = act(lin, reason="张三的电话是")

    assert as_auditor.post(reverse("audit:erase", args=[entry.pk]), {"reason": "x"}).status_code == 403
    assert TrailDetail.objects.filter(pk=entry.pk).exists()


def test_the_export_has_the_rows_of_the_page_in_scope(auditor, lin, sun, far, tmp_path, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    act(lin, reason="=1+1")
    act(sun, area=CANGCHANG)
    act(far, area=TIANPING_FIRST)

    job = start_export(exports.find_export("audit.entries"), by=auditor, query="who=林晓&before=9", format="csv")
    running.run(job.pk)

    job.refresh_from_db()
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    lines = path.read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "修改人员" in lines[1]
    assert "理由：=1+1" in lines[1]
    assert TrailEntry.objects.filter(verb="list.exported").get().detail.body["query"] == "who=%E6%9E%97%E6%99%93"


# --- every verb has its sentence


def verbs_in_the_source():
    """Every `noun.past` in the modules that record, and the endings of those that are put together."""
    for path in Path("governance").rglob("*.py"):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "import record" in text else ():
            if isinstance(node, ast.Constant) and re.fullmatch(r"[a-z_]+\.[a-z_]+", str(node.value)):
                yield node.value
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                yield from (
                    part.value for part in getattr(node.args[0], "values", ()) if isinstance(part, ast.Constant)
                )


def test_every_recorded_verb_has_a_sentence_in_chinese():
    exports.find_export("none")
    others = {*ROLE_VERBS, *JOBS, *exports.EXPORTS, *(rung.code for rung in all_rungs())}
    known = {*VERBS, *(f".{verb.split('.')[1]}" for verb in VERBS)}

    assert sorted({verb for verb in verbs_in_the_source() if verb not in known | others}) == []


# --- every detail has its name


def details_in_the_source():
    """The names under which acts of the ground floor tell the trail something."""
    for path in Path("governance").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("record", "_record"):
                yield from (keyword.arg for keyword in node.keywords if keyword.arg)


def test_every_detail_that_an_act_tells_has_a_name_in_chinese():
    told = set(details_in_the_source()) - {"by", "area", "happened_at", "changes"}

    assert "reason" in told
    assert told - set(DETAILS) == set()


def test_an_entry_tells_details_in_words(as_auditor, staff):
    figures = {"households": 2707, "registered": None}
    row = AreaPopulation(pk=7, area_id=YINGYUAN)
    entry = act(
        staff, "population.entered", subject=row, as_of="2026-06-30", confidence="reported", figures=figures, name=""
    )

    page = as_auditor.get(reverse("audit:entry", args=[entry.pk]))

    assert dict(page.context["body"]) == {"统计时点": "2026-06-30", "可信程度": "上报数", "数字": "户数 2707"}
