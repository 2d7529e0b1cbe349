"""What becomes of the limits of open cases when a calendar or an allowance changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from cases.docket import limits
from cases.docket.limits import follow_step
from cases.docket.models import Case
from governance.audit.models import TrailEntry
from governance.calendars import tasks
from governance.calendars.actions import supposed
from governance.calendars.basis import Basis
from governance.calendars.current import current_calendar
from governance.calendars.dated import Change, preview
from governance.calendars.models import CalendarEdition, CalendarYear
from governance.calendars.notices import read_notice
from governance.errors import Invalid, Stale
from governance.jobs import running
from governance.jobs.models import Job
from governance.rules.actions import set_rule_value, withdraw_rule_value
from governance.rules.models import RuleValue
from tests.cases.factories import make_accepted, same_parties
from tests.cases.limiting import IN_2027, LONG_NEW_YEAR, begin_again, due_of, publish, run_jobs
from tests.factories import CANGCHANG, JIADING, YINGYUAN, make_account


def test_publishing_a_year_is_looked_at_then_moves_what_is_open_and_reports_it(accepted_case, administrator):
    case = begin_again(accepted_case, IN_2027)
    assert (case.due_on, case.limits.get().is_provisional) == (date(2027, 1, 4), True)
    days = read_notice(LONG_NEW_YEAR, 2027).days
    ahead = preview(Change(first_day="2027-01-01"), Basis(supposed(2027, days)), administrator)

    publish(administrator)
    job = run_jobs()

    case.refresh_from_db()
    limit = case.limits.get()
    line = ("调解办结", str(case), "2027-01-04", "2027-01-06")
    assert ahead.summary == "核对了 1 项未办结的期限：1 项推后，0 项提前，1 项由暂定转为确定。"
    assert ahead.rows == (line,)
    assert (case.due_on, limit.due_on, limit.is_provisional) == (date(2027, 1, 6), date(2027, 1, 6), False)
    assert job.state == "done"
    assert job.result["figures"] == [
        ["核对的期限", "1 项"],
        ["到期日推后", "1 项"],
        ["到期日提前", "0 项"],
        ["由暂定转为确定", "1 项"],
    ]
    assert job.result["table"]["rows"] == [list(line)]
    entry = TrailEntry.objects.about(case).latest("id")
    assert (entry.verb, entry.account, entry.area_id) == ("due.moved", administrator, YINGYUAN)
    assert entry.detail.body["changes"] == {"due_on": ["2027-01-04", "2027-01-06"]}


def test_the_page_of_the_job_lists_what_moved(client, accepted_case, administrator, settings):
    settings.DEMO = True
    begin_again(accepted_case, IN_2027)
    publish(administrator)
    job = run_jobs()
    client.force_login(administrator, "allauth.account.auth_backends.AuthenticationBackend")

    text = client.get(job.get_absolute_url()).content.decode()

    assert "到期日有变动的期限" in text
    assert "2027-01-06" in text


def test_what_is_due_before_the_change_or_no_longer_runs_is_left_alone(lin, zhao, committee, administrator):
    early = make_accepted(lin, zhao, committee)
    begin_again(early, date(2026, 11, 2))
    met = make_accepted(lin, zhao, committee, entries=same_parties(early))
    begin_again(met, IN_2027)
    met.limits.update(met_on=date(2026, 12, 10))

    publish(administrator)

    assert run_jobs().result["figures"][0] == ["核对的期限", "0 项"]
    assert met.limits.get().due_on == date(2027, 1, 4)


def test_a_stopped_and_an_extended_limit_move_too(lin, zhao, committee, administrator):
    stopped = make_accepted(lin, zhao, committee)
    begin_again(stopped, date(2026, 11, 20))
    follow_step(stopped, "T13", date(2026, 12, 1))
    follow_step(stopped, "T13R", date(2026, 12, 14))  # 12-20 and 13 days: 2027-01-02
    extended = make_accepted(lin, zhao, committee, entries=same_parties(stopped))
    begin_again(extended, date(2026, 11, 20))
    limits.extend(extended, to=date(2027, 1, 4), agreed_on=date(2026, 12, 1))
    for case in (stopped, extended):
        case.save()

    publish(administrator)
    run_jobs()

    assert [case.limits.running().get().due_on for case in (stopped, extended)] == [date(2027, 1, 6)] * 2


def test_a_preview_lists_only_what_the_viewer_sees_and_counts_all(lin, zhao, sun, committee, next_door, administrator):
    director = make_account("qian", "mediation_director", CANGCHANG)
    for case in (make_accepted(lin, zhao, committee), make_accepted(sun, director, next_door)):
        begin_again(case, IN_2027)
    basis = Basis(supposed(2027, read_notice(LONG_NEW_YEAR, 2027).days))

    seen = {who: preview(Change(first_day="2027-01-01"), basis, who) for who in (lin, sun, administrator)}

    assert {effect.summary for effect in seen.values()} == {
        "核对了 2 项未办结的期限：2 项推后，0 项提前，2 项由暂定转为确定。"
    }
    assert [len(seen[who].rows) for who in (lin, sun, administrator)] == [1, 1, 2]
    assert seen[lin].rows != seen[sun].rows


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_takes_as_many_queries_for_three_rows_as_for_one(
    lin, zhao, committee, administrator, count, django_assert_num_queries
):
    first = begin_again(make_accepted(lin, zhao, committee), IN_2027)
    for _ in range(count - 1):
        begin_again(make_accepted(lin, zhao, committee, entries=same_parties(first)), IN_2027)
    basis = Basis(supposed(2027, read_notice(LONG_NEW_YEAR, 2027).days))
    administrator.scope("case.view")

    with django_assert_num_queries(3):  # the rows, the rule, what the viewer sees
        preview(Change(first_day="2027-01-01"), basis, administrator)


def test_the_job_goes_on_where_it_was_interrupted(lin, zhao, committee, administrator, monkeypatch):
    monkeypatch.setattr(tasks, "BATCH", 1)
    first = begin_again(make_accepted(lin, zhao, committee), IN_2027)
    others = [begin_again(make_accepted(lin, zhao, committee, entries=same_parties(first)), IN_2027) for _ in range(2)]
    edition = publish(administrator)
    broken = limits.Derivation.read

    def fall_over(kept, calls=[]):  # noqa: B006 - counts over calls
        calls.append(1)
        if len(calls) > 2:
            raise KeyboardInterrupt
        return broken(kept)

    monkeypatch.setattr(limits.Derivation, "read", fall_over)
    with pytest.raises(KeyboardInterrupt):
        running.run(edition.job.pk)
    monkeypatch.setattr(limits.Derivation, "read", broken)
    Job.objects.filter(pk=edition.job.pk).update(state="queued")
    job = run_jobs()

    assert job.result["figures"][:2] == [["核对的期限", "3 项"], ["到期日推后", "3 项"]]
    assert {case.limits.get().due_on for case in (first, *others)} == {date(2027, 1, 6)}
    assert TrailEntry.objects.filter(verb="due.moved").count() == 3


def set_month(value, by, area=JIADING, starts_on=date(2026, 3, 1), **more):
    return set_rule_value(
        key="limit.mediate", area_code=area, starts_on=starts_on, value=value, reason="试点", by=by, **more
    )


def test_a_new_allowance_moves_cases_that_began_under_it_and_no_others(lin, zhao, committee, officer):
    under = begin_again(make_accepted(lin, zhao, committee), date(2026, 3, 4))
    before = begin_again(make_accepted(lin, zhao, committee, entries=same_parties(under)), date(2026, 2, 27))

    set_month("45日", officer)
    job = run_jobs()

    assert due_of(under) == date(2026, 4, 20)  # 04-18 is a Saturday
    assert due_of(before) == date(2026, 3, 27)
    assert job.result["figures"][:2] == [["核对的期限", "2 项"], ["到期日推后", "1 项"]]
    assert Case.objects.get(pk=under.pk).due_on == date(2026, 4, 20)


def test_withdrawing_an_allowance_moves_them_back(accepted_case, officer):
    begin_again(accepted_case, date(2026, 3, 4))
    row = set_month("45日", officer)
    run_jobs()
    withdraw_rule_value(row, reason="录入有误", by=officer)
    run_jobs()

    assert due_of(accepted_case) == date(2026, 4, 7)


def test_what_a_process_keeps_of_a_rule_follows_each_value_that_is_set_and_withdrawn(officer):
    def allowed():
        return str(Basis.held(("mediate",)).allowance("mediate", YINGYUAN, date(2026, 3, 4)))

    found = [allowed()]
    row = set_month("45日", officer)
    found.append(allowed())
    withdraw_rule_value(row, reason="录入有误", by=officer)
    found.append(allowed())

    assert found == ["1个月", "45日", "1个月"]


def test_the_preview_of_a_rule_tells_what_would_move(client, accepted_case, officer, settings):
    settings.DEMO = True
    begin_again(accepted_case, date(2026, 3, 4))
    client.force_login(officer, "allauth.account.auth_backends.AuthenticationBackend")
    typed = {"value": "20个工作日", "starts_on": "2026-03-01", "reason": "试点"}

    text = client.post(f"/rules/limit.mediate/at/{JIADING}/", typed).content.decode()

    assert "核对了 1 项未办结的期限：0 项推后，1 项提前，0 项由暂定转为确定。" in text
    assert "2026-04-01" in text
    assert not RuleValue.objects.exists()
    assert due_of(accepted_case) == date(2026, 4, 7)


@pytest.mark.parametrize("wrong", ["三十天", "0日", "30", "1.5个月", "𠮷日", "9" * 20])
def test_an_allowance_that_cannot_be_is_refused_at_its_field(client, officer, settings, wrong):
    settings.DEMO = True
    client.force_login(officer, "allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post(
        f"/rules/limit.mediate/at/{JIADING}/", {"value": wrong, "starts_on": "2026-03-01", "reason": "试点"}
    )

    assert answer.status_code == 422
    assert "期限应" in answer.content.decode()


def test_a_period_of_the_law_is_not_for_a_district_to_change(officer):
    with pytest.raises(Invalid, match="不能在"):
        set_rule_value(
            key="limit.jc_apply", area_code=JIADING, starts_on=date(2026, 3, 1), value="60日", reason="试点", by=officer
        )


def concurrently(*acts):
    def alone(act):
        try:
            return act()
        except Stale as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(alone, acts))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_a_year_at_once_the_second_is_told(administrator):
    other = make_account("other", "administrator", "000000000000")

    done = concurrently(lambda: publish(administrator), lambda: publish(other))

    assert sorted(type(each).__name__ for each in done) == ["CalendarEdition", "Stale"]
    assert CalendarYear.objects.get(pk=2027).version == 1
    assert CalendarEdition.objects.filter(calendar_year=2027).count() == 1
    assert Job.objects.filter(kind="calendars.recompute").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_case_accepted_while_a_year_is_published_ends_up_on_the_new_calendar(lin, zhao, committee, administrator):
    cases = [begin_again(make_accepted(lin, zhao, committee), IN_2027)]
    entries = same_parties(cases[0])
    cases += [make_accepted(lin, zhao, committee, entries=entries) for _ in range(3)]

    def accept(case):
        with transaction.atomic():
            begin_again(Case.objects.locked(case.pk), IN_2027)

    concurrently(lambda: publish(administrator), *(lambda case=case: accept(case) for case in cases))
    run_jobs()

    assert {case.limits.get().due_on for case in cases} == {date(2027, 1, 6)}
    assert 2027 in current_calendar().years
