"""Old registers become archived cases, each row once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from cases.archive.models import Volume
from cases.docket.due.models import TimeLimit
from cases.docket.filters import CaseFilter
from cases.docket.models import Case
from cases.mediation.models import Assignment
from cases.numbers.models import IssuedNumber
from cases.parties.models import Party
from cases.registers import actions, undoing
from cases.registers.models import RegisterBatch
from cases.rosters.filling import book_of
from governance.audit.models import TrailEntry
from governance.audit.verifying import verify
from governance.errors import Invalid, NotPermitted, WrongState
from governance.files.models import StoredFile
from governance.invariants.looking import look_at
from governance.invariants.registry import all_invariants
from governance.jobs import running
from governance.jobs.models import Job
from governance.notices.models import Notice
from governance.notices.sweeping import sweep
from governance.organisations.models import Organisation
from governance.persons.models import Person, PersonIdentifier
from tests.cases.factories import make_accepted, make_parties
from tests.cases.registers import HEAD, ID_OF_LIU, imported_batch, line, read_batch, workbook
from tests.factories import YINGYUAN
from tests.governance.chain import seal

FACTS = (
    *("number", "procedure", "archive", "performance", "confirmation", "source", "dispute_type", "dispute_subtype"),
    *("result", "accepted_on", "result_on", "closed_on", "performed_on", "people_count", "agreed_amount", "due_on"),
)


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


def test_the_printed_book_of_the_year_says_what_the_old_register_said(zhao, committee):
    imported_batch(zhao, [line(8, 备注="双方和好")], committee=committee)

    printed = book_of(committee, 2023).lines[0]

    assert (printed.number, printed.mediators, printed.form) == ("（2023）嘉迎人调字第8号", "林岚", "书面")
    assert (printed.volume, printed.remark, printed.performance) == ("2023-8", "双方和好", "已履行")
