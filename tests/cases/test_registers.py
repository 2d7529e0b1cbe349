"""Old registers become archived cases, chunk by chunk and once; a batch is undone as a whole."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from cases.archive.models import Volume
from cases.docket.due.models import TimeLimit
from cases.docket.events.models import CaseEvent
from cases.docket.filters import CaseFilter
from cases.docket.models import Case
from cases.docket.page import acts_for, sections_of
from cases.mediation.models import Assignment
from cases.numbers.models import IssuedNumber, NumberSeries
from cases.parties.models import Party
from cases.registers import actions, tasks, undoing
from cases.registers.models import RegisterBatch, RegisterRow
from cases.rosters.filling import book_of
from cases.search.models import CaseText
from governance.audit.models import TrailEntry
from governance.audit.verifying import verify
from governance.errors import Invalid, NotPermitted, WrongState
from governance.files.models import StoredFile
from governance.invariants.looking import look_at
from governance.invariants.registry import all_invariants
from governance.jobs import running
from governance.jobs.exports import find_export
from governance.jobs.models import Job
from governance.notices.models import Notice
from governance.notices.sweeping import sweep
from governance.organisations.models import Organisation
from governance.persons.models import Person, PersonIdentifier
from tests.cases.factories import make_accepted, make_parties
from tests.cases.registers import HEAD, ID_OF_LIU, imported_batch, line, read_batch, workbook
from tests.cases.test_case_api import dashboard, get
from tests.factories import YINGYUAN
from tests.governance.chain import seal

FACTS = (
    *("number", "procedure", "archive", "performance", "confirmation", "source", "dispute_type", "dispute_subtype"),
    *("result", "accepted_on", "result_on", "closed_on", "performed_on", "people_count", "agreed_amount", "due_on"),
)


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(tasks, "CHUNK", 2)


def test_a_row_becomes_an_archived_case_as_the_register_has_it(zhao, lin, committee):
    batch = imported_batch(zhao, [line(8, 备注="双方和好")], committee=committee)

    case = Case.objects.get()
    assert [getattr(case, name) for name in FACTS] == [
        *("（2023）嘉迎人调字第8号", "archived", "archived", "done", "na", "S1", "D02", "漏水", "10"),
        *(date(2023, 3, 5), date(2023, 3, 18), date(2023, 3, 18), date(2023, 3, 18), 2, Decimal("3200.00"), None),
    ]
    assert (case.title, case.area_id, case.version) == ("刘桂九珍与马俊漏水纠纷", YINGYUAN, 1)
    assert [(one.side, one.seq, one.name, one.pinyin) for one in case.parties.all()] == [
        ("applicant", 1, "刘桂九珍", "liuguijiuzhen"),
        ("respondent", 1, "马俊", "majun"),
    ]
    row = batch.rows.get()
    assert (row.case_id, row.cells, row.volume_no, row.form, row.mediators, row.remark) == (
        case.pk, None, "2023-8", "written", "林岚", "双方和好",
    )  # fmt: skip
    assert (batch.state, batch.counts) == ("imported", {"imported": 1, "total": 1})


def test_an_import_is_told_in_the_life_of_each_case_and_in_the_trail(zhao, committee):
    batch = imported_batch(zhao, [line(8), line(9)], committee=committee)

    case = Case.objects.earliest("pk")
    event = case.events.get()
    assert (event.verb, event.after, event.account, event.text) == (
        *("imported", "archived", zhao),
        f"由旧登记簿导入（批次 {batch.pk}，第 2 行）",
    )
    told = TrailEntry.objects.filter(subject_type="registerbatch").order_by("id").values_list("verb", flat=True)
    assert list(told) == ["register.brought", "register.read", "register.confirmed", "register.imported"]
    each = TrailEntry.objects.filter(verb="case.imported").order_by("id")
    assert [(one.subject_id, one.account_id, one.area_id) for one in each] == [
        (str(pk), zhao.pk, YINGYUAN) for pk in Case.objects.order_by("pk").values_list("pk", flat=True)
    ]
    assert each[0].detail.body["number"] == case.number


def test_nothing_is_written_before_somebody_confirms(zhao, committee):
    batch = read_batch(zhao, [line(8), line(9, 受理日期="")], committee=committee)

    assert (batch.state, batch.counts) == ("read", {"ready": 1, "wrong": 1, "total": 2})
    assert (Case.objects.count(), Person.objects.count(), IssuedNumber.objects.count()) == (0, 0, 0)
    assert batch.rows.wrong().get().problems == ["受理日期：请填写。"]


def test_what_stands_in_the_cells_lies_sealed_until_it_is_a_case(zhao, committee):
    read_batch(zhao, [line(8, 申请人身份证号=ID_OF_LIU)], committee=committee)

    with connection.cursor() as cursor:
        cursor.execute("SELECT row::text FROM cases_registerrow row")
        (text,) = cursor.fetchone()
    assert ID_OF_LIU not in text
    assert "马俊" not in text


def test_later_numbers_go_on_after_those_of_the_register(zhao, lin, committee):
    year = timezone.localdate().year
    same = {"受理日期": f"{year}-01-01", "结果日期": f"{year}-01-02"}
    imported_batch(zhao, [line(8, 案号=f"（{year}）嘉迎人调字第8号", **same)], committee=committee)

    case = make_accepted(lin, zhao, committee)

    assert case.number == f"（{year}）嘉迎人调字第9号"


def test_a_number_that_is_known_is_refused_by_row(zhao, lin, committee):
    case = make_accepted(lin, zhao, committee)
    year = case.accepted_on.year
    same = {"受理日期": f"{year}-01-01", "结果日期": f"{year}-01-02"}

    batch = read_batch(
        zhao, [line(1, 案号=f"{year}-001", **same), line(8), line(8), line(9, 案号="9")], committee=committee
    )

    assert list(batch.rows.order_by("row").values_list("state", "problems", "number")) == [
        ("wrong", ["案号：本系统已有这个案号。"], f"{year}-001"),
        ("ready", [], "（2023）嘉迎人调字第8号"),
        ("wrong", ["案号：与第 3 行重复。"], "（2023）嘉迎人调字第8号"),
        ("ready", [], "（2023）嘉迎人调字第9号"),
    ]


def test_a_number_given_between_reading_and_import_is_refused_then(zhao, committee):
    first = read_batch(zhao, [line(8), line(9)], committee=committee)
    imported_batch(zhao, [line(9)], committee=committee)

    running.run(actions.confirm_batch(first, by=zhao).job_id)

    first.refresh_from_db()
    assert first.counts == {"imported": 1, "wrong": 1, "total": 2}
    assert Job.objects.get(pk=first.job_id).problems.get().why == "案号：本系统已有这个案号。"
    assert Case.objects.count() == 2


def test_a_document_is_sealed_found_by_its_number_and_registered_once(zhao, committee):
    rows = [line(8, 申请人身份证号=ID_OF_LIU, 申请人="刘桂珍"), line(9, 申请人身份证号=ID_OF_LIU, 申请人="刘桂珍")]
    imported_batch(zhao, rows, committee=committee)
    imported_batch(zhao, [line(10, 申请人身份证号=ID_OF_LIU, 申请人="刘桂珍")], committee=committee)

    person = PersonIdentifier.objects.get().person
    assert (person.name, person.sex, person.birth_year, person.no_identifier_reason) == ("刘桂珍", "female", 1955, "")
    assert Party.objects.filter(person=person).count() == 3
    assert Party.objects.filter(person=person).first().special_groups == ["aged"]


def test_who_is_known_here_by_the_number_is_not_registered_again(zhao, lin, committee):
    applicant, _ = make_parties(lin)

    batch = imported_batch(zhao, [line(8, 申请人="刘桂珍", 申请人身份证号=ID_OF_LIU)], committee=committee)

    row = batch.rows.get()
    assert row.case.parties.get(side="applicant").person == applicant.person
    assert row.persons == [row.case.parties.get(side="respondent").person_id]


def test_a_body_of_one_name_and_place_is_one(zhao, committee):
    rows = [line(8, 被申请人="嘉定物业管理有限公司"), line(9, 被申请人="嘉定物业管理有限公司")]
    imported_batch(zhao, rows, committee=committee)

    body = Organisation.objects.get()
    assert (body.kind, body.area_id, Party.objects.filter(organisation=body).count()) == ("legal_person", YINGYUAN, 2)


def test_the_mediator_who_is_known_here_hosted_it(zhao, lin, committee):
    imported_batch(zhao, [line(8, 调解员=f"{lin.name}、外来人"), line(9, 调解员="外来人")], committee=committee)

    first, second = Case.objects.order_by("pk")
    assert (first.host, second.host) == (lin, None)
    assert [(one.account, one.role, one.answer) for one in Assignment.objects.all()] == [(lin, "host", "accepted")]


def test_imported_cases_are_found_by_number_by_name_and_by_pinyin_in_scope(zhao, sun, committee):
    imported_batch(zhao, [line(8, 备注="银杏")], committee=committee)

    for query in ({"text": "嘉迎人调字第8号"}, {"text": "马俊"}, {"party": "马俊"}, {"party": "majun"}):
        assert CaseFilter(query, Case.objects.visible_to(zhao), actor=zhao).qs.count() == 1
    assert Case.objects.visible_to(sun).count() == 0
    assert Case.objects.visible_to(zhao).settled_at("community").count() == 1


def test_nothing_is_due_and_nobody_is_reminded_of_what_is_over(zhao, committee):
    imported_batch(zhao, [line(8), line(9, 履行情况="未履行")], committee=committee)

    sweep(timezone.localdate() + timedelta(days=400))

    assert (TimeLimit.objects.count(), Notice.objects.exclude(rung="job.failed").count()) == (0, 0)
    assert Case.objects.visible_to(zhao).unperformed().count() == 0


def test_a_void_number_stays_listed_with_its_reason(zhao, committee):
    rows = [line(8, 调解结果="作废", 协议金额="", 申请人="", 被申请人="", 备注="重复登记")]
    imported_batch(zhao, rows, committee=committee)

    case = Case.objects.get()
    assert (case.is_void, case.void_reason, case.result, case.title) == (True, "重复登记", "62", "案号作废")
    assert case.numbers.get().void_reason == "重复登记"


def test_rows_of_several_committees_find_theirs(justice, committee, next_door):
    rows = [
        [*line(8), "迎园社区人民调解委员会"], [*line(8), "仓场社区"], [*line(9), "某某调委会"], [*line(10), ""],
    ]  # fmt: skip
    batch = imported_batch(justice, rows, committee=None, head=(*HEAD, "调委会"))

    assert sorted(Case.objects.values_list("committee__sign", flat=True)) == sorted([committee.sign, next_door.sign])
    assert list(batch.rows.wrong().order_by("row").values_list("problems", flat=True)) == [
        ["调委会：不是您任职范围内的调委会，请写全称。"],
        ["调委会：请填写。"],
    ]


def test_a_chunk_done_twice_doubles_nothing_and_a_broken_one_leaves_nothing(zhao, committee, monkeypatch):
    batch = actions.confirm_batch(read_batch(zhao, [line(n) for n in (1, 2, 3)], committee=committee), by=zhao)
    today = timezone.localdate()
    assert actions.import_chunk(batch, by=zhao, most=2, today=today).imported == 2

    def break_off(*_, **__):
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr("cases.registers.writing.index_new", break_off)
        with pytest.raises(ConnectionError):
            actions.import_chunk(batch, by=zhao, most=2, today=today)
    after_break = (Case.objects.count(), Person.objects.count(), IssuedNumber.objects.count())

    assert after_break == (2, 4, 2)
    assert actions.import_chunk(batch, by=zhao, most=2, today=today).imported == 1
    assert actions.import_chunk(batch, by=zhao, most=2, today=today).is_empty
    assert (Case.objects.count(), CaseEvent.objects.count(), CaseText.objects.count()) == (3, 3, 3)
    assert NumberSeries.objects.get().last == 3


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_mid_batch_is_followed_by_one_that_goes_on(zhao, committee, small_chunks, monkeypatch):
    batch = actions.confirm_batch(read_batch(zhao, [line(n) for n in range(1, 8)], committee=committee), by=zhao)
    whole, calls = actions.import_chunk, []

    def killed_at_the_third(*args, **kwargs):
        calls.append(1)
        if len(calls) == 3:
            raise SystemExit  # as a worker that is told to go in the middle of a chunk
        return whole(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(actions, "import_chunk", killed_at_the_third)
        with pytest.raises(SystemExit):
            running.run(batch.job_id)
    stood_at = Case.objects.count()
    running.run(batch.job_id)

    batch.refresh_from_db()
    assert (stood_at, Case.objects.count(), batch.state) == (4, 7, "imported")
    assert Job.objects.get(pk=batch.job_id).done == 7
    assert sorted(IssuedNumber.objects.values_list("n", flat=True)) == list(range(1, 8))


@pytest.mark.django_db(transaction=True)
def test_a_reading_that_was_broken_off_goes_on_and_doubles_no_row(zhao, committee, small_chunks, monkeypatch):
    batch = actions.bring_register(workbook([line(n) for n in range(1, 6)]), by=zhao, committee=committee)
    whole, calls = actions.stage_rows, []

    def killed_at_the_second(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        return whole(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(actions, "stage_rows", killed_at_the_second)
        with pytest.raises(SystemExit):
            running.run(batch.job_id)
    running.run(batch.job_id)

    batch.refresh_from_db()
    assert batch.counts == {"ready": 5, "total": 5}


def test_wrong_rows_go_out_and_come_back_corrected_into_the_same_batch(zhao, committee):
    batch = imported_batch(zhao, [line(8), line(9, 受理日期="三月"), line(10, 申请人="")], committee=committee)
    assert batch.counts == {"imported": 1, "wrong": 2, "total": 3}
    head = ("行号", "需更正的问题", *HEAD)
    rows = [[3, "", *line(9)], [4, "", *line(10, 申请人="")], [2, "", *line(8)], ["x", "", *line(11)]]

    batch = actions.bring_correction(batch, workbook(rows, head=head), by=zhao)
    running.run(batch.job_id)
    batch.refresh_from_db()

    assert batch.counts == {"imported": 1, "ready": 1, "wrong": 1, "total": 3}
    assert batch.notes == ["更正表中有 2 行不是本批待更正的行，未采用。"]
    running.run(actions.confirm_batch(batch, by=zhao).job_id)
    assert sorted(IssuedNumber.objects.values_list("n", flat=True)) == [8, 9]


def test_the_sheet_of_wrong_rows_is_for_those_who_import(zhao, sun, auditor, committee, client):
    batch = read_batch(zhao, [line(9, 受理日期="三月")], committee=committee)

    assert StoredFile.objects.visible_to(zhao).filter(pk=batch.errors_id).exists()
    assert not StoredFile.objects.visible_to(auditor).filter(pk=batch.errors_id).exists()
    assert not StoredFile.objects.visible_to(sun).filter(pk=batch.errors_id).exists()


def test_an_undone_batch_leaves_no_case_number_word_person_or_file(zhao, lin, committee, small_chunks):
    before = make_parties(lin)[0].person
    rows = [line(n, 被申请人="嘉定物业管理有限公司") for n in range(1, 5)]
    rows.append(line(5, 申请人="刘桂珍", 申请人身份证号=ID_OF_LIU))
    batch = imported_batch(zhao, rows, committee=committee)
    people_before = Person.objects.count()

    batch = undoing.undo_batch(batch, by=zhao, reason="选错了调委会")
    running.run(batch.job_id)

    batch.refresh_from_db()
    assert (batch.state, batch.counts) == ("undone", {"undone": 5, "total": 5})
    for model in (Case, Party, CaseEvent, CaseText, IssuedNumber, Assignment, Volume, Organisation):
        assert model.objects.count() == 0
    assert (people_before, Person.objects.count()) == (7, 2)
    assert Person.objects.filter(pk=before.pk).exists()
    assert NumberSeries.objects.get().last == 0
    assert not StoredFile.objects.about(batch).kept().exists()
    assert not RegisterRow.objects.filter(cells__isnull=False).exists()
    assert TrailEntry.objects.filter(verb="case.import_undone").count() == 5
    imported_batch(zhao, rows, committee=committee)
    assert Case.objects.count() == 5


def test_a_case_on_which_somebody_has_built_stays_and_is_told(zhao, lin, committee):
    batch = imported_batch(zhao, [line(8), line(9)], committee=committee)
    case = Case.objects.get(number__contains="第8号")
    later = make_accepted(lin, zhao, committee, earlier=case)

    running.run(undoing.undo_batch(batch, by=zhao, reason="重复").job_id)

    batch.refresh_from_db()
    assert (batch.counts, set(Case.objects.all())) == ({"kept": 1, "undone": 1, "total": 2}, {case, later})
    assert batch.rows.get(case=case).problems == [undoing.BUILT_ON]
    assert NumberSeries.objects.get(year=2023).last == 8


@pytest.mark.django_db(transaction=True)
def test_an_undoing_that_was_broken_off_goes_on(zhao, committee, small_chunks, monkeypatch):
    batch = imported_batch(zhao, [line(n) for n in range(1, 6)], committee=committee)
    batch = undoing.undo_batch(batch, by=zhao, reason="重复")

    def killed(*_, **__):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(undoing, "forget_chunk", killed)
        with pytest.raises(SystemExit):
            running.run(batch.job_id)

    running.run(batch.job_id)

    batch.refresh_from_db()
    assert (batch.state, Person.objects.count(), Case.objects.count()) == ("undone", 0, 0)


def test_who_may_not_import_is_refused(lin, sun, zhao, committee):
    for by in (lin, sun):
        with pytest.raises(NotPermitted):
            actions.bring_register(workbook([line(8)]), by=by, committee=committee)
    batch = read_batch(zhao, [line(8)], committee=committee)
    for act in (actions.confirm_batch, actions.discard_batch, actions.resume_batch):
        with pytest.raises(NotPermitted):
            act(batch, by=lin)
    with pytest.raises(NotPermitted):
        undoing.undo_batch(batch, by=lin, reason="误")


def test_acts_out_of_their_time_are_refused(zhao, committee):
    batch = read_batch(zhao, [line(8)], committee=committee)
    for act in (actions.resume_batch, actions.bring_correction):
        with pytest.raises(WrongState):
            act(batch, by=zhao, **({"upload": None} if act is actions.bring_correction else {}))
    with pytest.raises(WrongState):
        undoing.undo_batch(batch, by=zhao, reason="误")
    discarded = actions.discard_batch(batch, by=zhao)
    with pytest.raises(WrongState):
        actions.confirm_batch(discarded, by=zhao)
    assert (discarded.state, discarded.rows.count()) == ("discarded", 0)
    imported = imported_batch(zhao, [line(8)], committee=committee)
    with pytest.raises(WrongState):
        actions.discard_batch(imported, by=zhao)
    with pytest.raises(Invalid, match="请填写"):
        undoing.undo_batch(imported, by=zhao, reason=" ")


def test_a_file_that_is_no_register_is_refused_at_once_and_leaves_no_batch(zhao, committee):
    for upload in (
        workbook([["甲"]], head=("姓名",)),
        workbook([line(8)], head=["案号", "受理日期", "申请人", "来源"]),
    ):
        with pytest.raises(Invalid):
            actions.bring_register(upload, by=zhao, committee=committee)
    assert RegisterBatch.objects.count() == 0


def test_strange_texts_are_refused_by_row_and_never_break_the_reading(zhao, committee):
    rows = [line(n, 备注=text) for n, text in enumerate(("😀", "字" * 10_000, "𠮷", "13800138000", "=1+1"), 1)]

    batch = read_batch(zhao, rows, committee=committee)

    assert list(batch.rows.order_by("row").values_list("state", flat=True)) == [
        "ready", "wrong", "ready", "wrong", "ready",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_trail_of_an_import_holds_in_the_chain(zhao, committee):
    imported_batch(zhao, [line(8)], committee=committee)

    seal()
    report = verify()

    assert (report.fault, report.links) == ("", TrailEntry.objects.count())


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


def test_every_invariant_holds_of_what_was_imported(zhao, lin, committee):
    year = timezone.localdate().year
    this_year = {"受理日期": f"{year}-01-01", "结果日期": f"{year}-01-02"}
    ended = {"协议形式": "", "协议金额": "", "履行情况": ""}
    rows = [
        line(2),
        line(5, 履行情况="未履行"),
        line(6, 履行情况=""),
        line(7, 调解结果="失败", **ended),
        line(8, 调解结果="作废", 申请人="", 被申请人="", **ended),
        line(3, 案号=f"（{year}）嘉迎人调字第3号", **this_year),
    ]
    imported_batch(zhao, rows, committee=committee)
    make_accepted(lin, zhao, committee)

    found = {each.code: each for each in map(look_at, all_invariants()) if not each.is_clean}

    assert {code: each.findings for code, each in found.items()} == {}


def test_the_paper_of_each_case_stands_in_the_list_of_volumes_with_its_term(zhao, committee):
    imported_batch(zhao, [line(8), line(9, 纠纷类型="房屋"), line(10, 协议形式="口头")], committee=committee)

    assert list(Volume.objects.order_by("pk").values_list("number", "state", "term", "kept_until")) == [
        ("2023-8", "archived", "long", date(2053, 12, 31)),
        ("2023-9", "archived", "permanent", None),
        ("2023-10", "archived", "short", date(2033, 12, 31)),
    ]


def test_the_template_is_downloaded_by_who_imports(zhao, client):
    answer = page(client, zhao, "register_template")

    assert answer.content.startswith(b"PK")


def test_the_printed_book_of_the_year_says_what_the_old_register_said(zhao, committee):
    imported_batch(zhao, [line(8, 备注="双方和好")], committee=committee)

    printed = book_of(committee, 2023).lines[0]

    assert (printed.number, printed.mediators, printed.form) == ("（2023）嘉迎人调字第8号", "林岚", "书面")
    assert (printed.volume, printed.remark, printed.performance) == ("2023-8", "双方和好", "已履行")


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
