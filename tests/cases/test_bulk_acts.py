"""Bulk acts: the same act as for one case, row by row; what was refused says why; nothing is done twice."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.bulk import actions, doing
from cases.bulk.actions import choose_cases, choose_leaver, say_assignment, say_hand_over, say_reminder, start_bulk
from cases.bulk.foreseeing import by_reason, refusals
from cases.bulk.models import BulkAct, BulkRow, RowState
from cases.docket.events.models import CaseEvent
from cases.docket.models import Case
from cases.mediation.actions import assign_mediators
from cases.mediation.models import Assignment
from cases.mediation.timing.actions import suspend_mediation
from governance.errors import Invalid, NotPermitted, WrongState
from governance.jobs import running
from governance.jobs.actions import cancel_job
from governance.jobs.exports import find_export
from governance.jobs.models import LEASE, Job, JobState
from governance.notices.models import Notice
from tests.cases.factories import ago, make_accepted, make_case, make_mediated, same_people
from tests.factories import YINGYUAN, make_account

WAITING, DONE, REFUSED = RowState.WAITING, RowState.DONE, RowState.REFUSED


@pytest.fixture
def qian(places):
    return make_account("qian", "mediator", YINGYUAN, name="钱卫东")


@pytest.fixture
def accepted(lin, zhao, committee):
    """Three cases of the same people that wait for a mediator, and one that was not accepted."""
    first = make_accepted(lin, zhao, committee)
    same = same_people(first)
    others = [make_accepted(lin, zhao, committee, entries=same) for _ in range(2)]
    return [first, *others, make_case(lin, committee, entries=same)]


def cases(*found):
    return Case.objects.filter(pk__in=[case.pk for case in found])


def to_assign(by, *chosen, hosts, **said):
    act = choose_cases("assign", by=by, rows=cases(*chosen))
    return say_assignment(act, by=by, hosts=hosts, **{"told_by": "face", **said})


def run(act):
    running.run(act.job_id)
    act.job.refresh_from_db()
    return act


def states(act):
    return [row.state for row in act.rows.order_by("case_id")]


def sentences(act):
    return [row.answer for row in act.rows.order_by("case_id")]


def test_each_case_is_assigned_by_the_act_for_one_and_a_refusal_is_the_result_of_its_row(accepted, zhao, lin):
    act = run(start_bulk(to_assign(zhao, *accepted, hosts=[lin], recorder=zhao), by=zhao))

    assert states(act) == [DONE, DONE, DONE, REFUSED]
    assert sentences(act)[0] == "由林晓主持，赵国栋记录"
    assert sentences(act)[3].startswith("“已登记待审查”状态下不能指派调解员。")
    assert [case.host for case in cases(*accepted).order_by("pk")] == [lin, lin, lin, None]
    assert CaseEvent.objects.filter(verb="mediators_assigned", account=zhao).count() == 3
    assert (act.job.state, act.job.done, act.job.total) == (JobState.DONE, 4, 4)
    assert act.job.result["figures"] == [["已办理", 3], ["未办成", 1]]


def test_a_case_that_was_assigned_meanwhile_is_refused_and_the_others_go_on(accepted, zhao, lin, qian):
    act = start_bulk(to_assign(zhao, *accepted[:3], hosts=[lin]), by=zhao)
    assign_mediators(accepted[1], by=zhao, assigned_at=timezone.now(), host=qian, told_by="face")

    run(act)

    assert states(act) == [DONE, REFUSED, DONE]
    assert sentences(act)[1].startswith("“调解中”状态下不能指派调解员。")


def test_several_hosts_share_by_what_they_carry_and_what_will_be_refused_weighs_nothing(
    accepted, zhao, lin, qian, committee
):
    make_mediated(lin, zhao, committee, entries=same_people(accepted[0]))

    act = to_assign(zhao, *accepted, hosts=[lin, qian])

    shares = {row.case_id: row.account.name for row in act.rows.select_related("account")}
    weighty = [shares[case.pk] for case in accepted[:3]]
    assert (weighty.count("林晓"), weighty.count("钱卫东")) == (1, 2)


def test_sharing_and_foreseeing_ask_as_often_for_three_cases_as_for_one(accepted, zhao, lin):
    asked = []
    for chosen in (accepted[:1], accepted[:3]):
        with CaptureQueriesContext(connection) as queries:
            refusals(to_assign(zhao, *chosen, hosts=[lin]), by=zhao)
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_before_the_start_it_says_how_many_would_be_refused_and_why(accepted, zhao, staff, lin):
    act = to_assign(zhao, *accepted, hosts=[lin])
    reminder = choose_cases("remind", by=staff, rows=cases(*accepted))
    Case.objects.filter(pk=accepted[0].pk).update(voided_at=timezone.now(), void_reason="重复")

    assert {(one.sentence[:7], one.count) for one in by_reason(refusals(act, by=zhao))} == {
        ("本案案号已作废", 1),
        ("“已登记待审查", 1),
    }
    assert [one.count for one in by_reason(refusals(reminder, by=staff))] == [1]


def test_a_mediator_of_another_committee_and_a_conflict_are_told_row_by_row(accepted, zhao, lin, sun, qian):
    act = to_assign(zhao, accepted[0], hosts=[sun])
    run(start_bulk(act, by=zhao))
    assert sentences(act) == [doing.NOBODY]

    untold = to_assign(zhao, accepted[1], hosts=[lin], told_by="")
    run(start_bulk(untold, by=zhao))
    assert sentences(untold)[0].startswith("尚未向")


def test_a_killed_worker_leaves_nothing_half_done_and_the_next_goes_on(accepted, zhao, lin, monkeypatch):
    act = start_bulk(to_assign(zhao, *accepted, hosts=[lin]), by=zhao)
    assign = doing.assign_mediators
    calls = []

    def dies_in_the_second(case, **said):
        made = assign(case, **said)
        calls.append(case.pk)
        if len(calls) == 2:
            raise KeyboardInterrupt  # the row is written, and the process goes away before it commits
        return made

    monkeypatch.setattr(doing, "assign_mediators", dies_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        running.run(act.job_id)
    assert states(act) == [WAITING, WAITING, DONE, REFUSED]  # the newest comes first
    long_ago = timezone.now() - LEASE - timedelta(seconds=1)
    Job.objects.filter(pk=act.job_id).update(
        state=JobState.RUNNING, runner=uuid.uuid4(), heartbeat_at=long_ago, started_at=long_ago
    )

    run(act)

    assert states(act) == [DONE, DONE, DONE, REFUSED]
    assert Assignment.objects.filter(role="host").count() == 3
    assert Notice.objects.filter(rung="case.assigned").count() == 3


def test_a_stopped_run_leaves_what_waits_and_goes_on_when_asked(accepted, zhao, lin):
    act = start_bulk(to_assign(zhao, *accepted, hosts=[lin]), by=zhao)
    cancel_job(act.job, by=zhao)
    running.run(act.job_id)
    act.job.refresh_from_db()
    assert (act.job.state, states(act)) == (JobState.CANCELLED, [WAITING] * 4)

    run(start_bulk(act, by=zhao))

    assert states(act) == [DONE, DONE, DONE, REFUSED]


def test_a_posting_that_ends_meanwhile_ends_the_right(accepted, zhao, lin):
    act = start_bulk(to_assign(zhao, accepted[0], hosts=[lin]), by=zhao)
    zhao.postings.update(ends_on=timezone.localdate())

    run(act)

    assert sentences(act) == ["须由本调委会主任办理。"]


def test_holders_are_reminded_with_a_text_and_reminded_ones_are_refused(accepted, staff, zhao, lin):
    act = choose_cases("remind", by=staff, rows=cases(*accepted))
    say_reminder(act, by=staff, text="请本周内指派调解员。")
    run(start_bulk(act, by=staff))
    again = say_reminder(choose_cases("remind", by=staff, rows=cases(*accepted)), by=staff, text="再催")

    run(start_bulk(again, by=staff))

    assert (states(act), states(again)) == ([DONE] * 4, [REFUSED] * 4)
    assert sentences(act)[0] == "已提醒赵国栋"
    assert Notice.objects.filter(rung="case.reminded", recipient=zhao).count() == 4


def test_all_that_a_leaving_mediator_carries_goes_to_others_and_what_cannot_go_says_why(lin, zhao, qian, committee):
    first = make_mediated(lin, zhao, committee)
    others = [make_mediated(lin, zhao, committee, entries=same_people(first)) for _ in range(2)]
    suspend_mediation(others[0], by=zhao, stopped_at=ago(minutes=30), reason="illness")
    lin.postings.update(ends_on=timezone.localdate())
    act = choose_leaver(lin, by=zhao)
    say_hand_over(act, by=zhao, successors=[qian, zhao], reason="removed", note="离职")

    run(start_bulk(act, by=zhao))

    assert states(act) == [DONE, REFUSED, DONE]
    assert "先恢复调解" in sentences(act)[1]
    hosts = [Case.objects.get(pk=case.pk).host for case in (first, *others)]
    assert (hosts[1], {hosts[0], hosts[2]}) == (lin, {qian, zhao})
    assert Assignment.objects.filter(account=lin, ended_at__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("kind", "who", "error"),
    [("assign", "lin", NotPermitted), ("remind", "lin", NotPermitted), ("assign", "staff", NotPermitted)],
)
def test_who_may_not_do_the_act_may_not_choose_for_it(request, accepted, kind, who, error):
    with pytest.raises(error):
        choose_cases(kind, by=request.getfixturevalue(who), rows=cases(*accepted))


def test_nothing_too_much_or_unknown_is_refused_in_a_sentence(accepted, zhao, lin, monkeypatch):
    with pytest.raises(Invalid, match="请先勾选"):
        choose_cases("assign", by=zhao, rows=Case.objects.none())
    with pytest.raises(Invalid, match="没有这种"):
        choose_cases("delete", by=zhao, rows=cases(*accepted))
    monkeypatch.setattr(actions, "MOST", 3)
    with pytest.raises(Invalid, match="一次最多办理 3 件"):
        choose_cases("assign", by=zhao, rows=cases(*accepted))
    act = choose_cases("assign", by=zhao, rows=cases(accepted[0]))
    with pytest.raises(WrongState, match="请先填写"):
        start_bulk(act, by=zhao)
    with pytest.raises(Invalid, match="至少选择一位"):
        say_assignment(act, by=zhao, hosts=[])
    with pytest.raises(NotPermitted):
        start_bulk(act, by=lin)


def test_it_is_started_once_and_not_changed_afterwards(accepted, zhao, lin):
    act = start_bulk(to_assign(zhao, accepted[0], hosts=[lin]), by=zhao)

    with pytest.raises(WrongState, match="正在办理"):
        start_bulk(act, by=zhao)
    with pytest.raises(WrongState, match="不能再改"):
        say_assignment(act, by=zhao, hosts=[lin])
    run(act)
    with pytest.raises(WrongState, match="都已办理"):
        start_bulk(act, by=zhao)


# --- pages


def test_from_ticked_cases_to_their_results_by_the_pages(client, accepted, zhao, lin):
    client.force_login(zhao)
    board = client.get("/cases/").content.decode()
    begun = client.post("/cases/bulk/begin/", {"kind": "assign", "case": [case.pk for case in accepted]})
    prepare = client.get(begun.url).content.decode()
    said = {"hosts": [lin.pk], "mode": "appointed", "told_by": "face", "submission": "one"}
    confirm = client.get(client.post(begun.url, said).url)
    act = BulkAct.objects.get()
    started = client.post(f"/cases/bulk/{act.pk}/start/")
    waiting = client.get(f"/cases/bulk/{act.pk}/progress/").content.decode()
    act.refresh_from_db()
    run(act)
    page = client.get(f"{started.url}?state=refused").content.decode()

    assert board.count('class="tick"') == 4
    assert "指派参考" in prepare
    assert "1 件：“已登记待审查”状态下不能指派调解员。" in confirm.content.decode()
    assert "0 / 4" in waiting
    assert client.get(f"/cases/bulk/{act.pk}/progress/").headers["HX-Refresh"] == "true"
    assert (page.count("未办成"), page.count("<tr>")) >= (1, 2)
    assert "批量指派调解员" in client.get("/cases/bulk/").content.decode()


def test_all_that_the_filter_finds_is_taken_as_it_is_then(client, accepted, staff):
    client.force_login(staff)

    begun = client.post("/cases/bulk/begin/", {"kind": "remind", "all": "yes", "query": "procedure=accepted&page=2"})

    assert BulkRow.objects.count() == 3
    client.post(begun.url, {"text": "请指派", "submission": "one"})
    assert BulkAct.objects.get().values == {"text": "请指派"}


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "assign"},
        {"kind": "assign", "case": ["x", "９", "1" * 40]},
        {"kind": "assign", "all": "yes", "query": "late=someday"},
        {"kind": "nothing", "all": "yes", "query": ""},
        {"kind": "assign", "case": ["987654321"]},
    ],
)
def test_a_choice_that_cannot_be_meant_leads_back_with_a_sentence(client, accepted, zhao, asked):
    client.force_login(zhao)

    answer = client.post("/cases/bulk/begin/", asked, follow=True)

    assert (answer.status_code in (200, 400), BulkAct.objects.count()) == (True, 0)
    assert "toast" in answer.content.decode()


def test_cases_outside_scope_are_never_chosen(client, accepted, sun, next_door):
    boss = make_account("boss", "mediation_director", next_door.area_id, name="沈主任")
    client.force_login(boss)

    client.post("/cases/bulk/begin/", {"kind": "assign", "case": [case.pk for case in accepted]})

    assert not BulkRow.objects.exists()


def test_what_another_did_in_bulk_is_not_found(client, accepted, zhao, staff, lin):
    act = to_assign(zhao, accepted[0], hosts=[lin])
    client.force_login(staff)

    found = [client.get(f"/cases/bulk/{act.pk}/{part}").status_code for part in ("", "prepare/", "progress/")]

    assert (found, client.post(f"/cases/bulk/{act.pk}/start/").status_code) == ([404, 404, 404], 404)


def test_the_director_hands_over_by_the_form(client, lin, zhao, qian, committee):
    case = make_mediated(lin, zhao, committee)
    lin.postings.update(ends_on=timezone.localdate())
    client.force_login(zhao)
    home = client.get("/").content.decode()
    url = f"/cases/mediators/{lin.pk}/hand-over/"
    page = client.get(url).content.decode()
    held = case.assignments.get(role="host").pk

    said = {"cases": [held], "successors": [qian.pk], "reason": "removed", "submission": "one"}
    confirm = client.post(url, said)
    client.post(f"{confirm.url}start/")
    run(BulkAct.objects.select_related("job").get())

    case.refresh_from_db()
    assert ("离任调解员的在办案件" in home, case.title in page) == (True, True)
    assert case.host == qian


def test_the_results_are_a_spreadsheet_of_own_acts_alone(accepted, zhao, staff, lin):
    act = run(start_bulk(to_assign(zhao, *accepted, hosts=[lin]), by=zhao))
    rows = find_export("bulk_rows").rows

    def exported(actor, **asked):
        return [row.state for row in rows(actor, _query(asked))]

    assert exported(zhao, act=str(act.pk), state="refused") == [REFUSED]
    assert (len(exported(zhao)), exported(staff), exported(zhao, act="x")) == (4, [], [])


def _query(asked):
    query = QueryDict(mutable=True)
    query.update(asked)
    return query
