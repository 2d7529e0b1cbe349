"""The time limits of a case, and what becomes of them when a calendar or a rule changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cases.docket import limits
from cases.docket.due.models import TimeLimit
from cases.docket.limits import follow_step
from cases.docket.models import Case
from cases.docket.time_limits import CONCLUDING, GIVEN, LIMITS, MET, STARTED
from cases.intake.filings import Letter
from cases.intake.models import CourtMode, Referral
from cases.parties.actions import Entry
from governance.audit.models import TrailEntry
from governance.calendars import tasks
from governance.calendars.actions import publish_year, supposed
from governance.calendars.basis import TIME_LIMITS, Basis
from governance.calendars.current import current_calendar
from governance.calendars.dated import Change, preview
from governance.calendars.models import CalendarEdition, CalendarYear
from governance.calendars.notices import read_notice
from governance.errors import Invalid, Stale, WrongState
from governance.jobs import running
from governance.jobs.models import Job
from governance.rules.actions import set_rule_value, withdraw_rule_value
from governance.rules.definitions import RULES
from governance.rules.models import RuleValue
from tests.cases.factories import at, make_accepted, make_case, make_mediated
from tests.factories import CANGCHANG, JIADING, YINGYUAN, make_account

DAY = timedelta(days=1)
LONG_NEW_YEAR = "元旦：1月1日（周五）至5日（周二）放假。"
IN_2027 = date(2026, 12, 2)  # a month from here ends on 2027-01-02, a Saturday


def due_of(case, key="mediate"):
    return case.limits.running().get(key=key).due_on


def running_keys(case):
    return set(case.limits.running().values_list("key", flat=True))


def begin_again(case, on):
    """As if the case had been accepted on `on` and assigned at once: its time to mediate runs, and nothing else."""
    case.limits.all().delete()
    follow_step(case, "T5", on)
    case.limits.filter(key="assign").delete()
    case.save()
    return case


def publish(by, text=LONG_NEW_YEAR, **more):
    days = read_notice(text, 2027).days
    return publish_year(year=2027, days=days, title="通知", issued_on=date(2026, 11, 20), by=by, **more)


def run_jobs():
    for job in Job.objects.filter(kind="calendars.recompute", state="queued"):
        running.run(job.pk)
    return Job.objects.filter(kind="calendars.recompute").latest("pk")


# --- the table


def test_every_key_of_the_table_of_steps_is_a_declared_limit_with_its_rule():
    keys = {limit.key for limit in LIMITS}

    assert {key for row in (*STARTED.values(), *MET.values(), CONCLUDING) for key in row} - keys == set(GIVEN)
    assert keys <= set(TIME_LIMITS)
    assert {f"limit.{key}" for key in keys} <= set(RULES)
    assert max(len(key) for key in keys) <= TimeLimit._meta.get_field("key").max_length


# --- begun and met by the steps


def test_a_registered_case_is_due_for_contact_and_an_accepted_one_for_its_end(lin, zhao, committee):
    registered = make_case(lin, committee)
    assert running_keys(registered) == {"contact", "accept_decide"}
    assert (registered.due_key, registered.due_on) == ("contact", due_of(registered, "contact"))

    accepted = make_accepted(lin, zhao, committee, entries=same_parties(registered))
    assert running_keys(accepted) == {"mediate", "assign"}
    assert (accepted.due_key, accepted.due_on) == ("mediate", due_of(accepted))
    assert accepted.limits.get(key="accept_decide").met_on == accepted.accepted_on


def same_parties(case):
    return tuple(Entry(party.side, person=party.person) for party in case.parties.all())


@pytest.mark.parametrize(
    ("accepted_on", "due_on"),
    [
        (date(2026, 3, 4), date(2026, 4, 7)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 6, 11), date(2026, 7, 13)),
        (date(2026, 4, 14), date(2026, 5, 14)),
    ],
)
def test_a_case_is_due_on_the_dates_of_the_scenarios(accepted_case, accepted_on, due_on):
    assert begin_again(accepted_case, accepted_on).due_on == due_on


def test_the_answer_to_the_police_is_due_five_working_days_after_the_result(accepted_case):
    accepted_case.source = "S33"
    follow_step(accepted_case, "T14", date(2026, 4, 28))

    assert running_keys(accepted_case) == {"feedback"}
    assert (accepted_case.due_key, accepted_case.due_on) == ("feedback", date(2026, 5, 8))


@pytest.mark.parametrize(
    ("mode", "key", "due_on"),
    [(CourtMode.BEFORE, "court_pre", date(2026, 4, 3)), (CourtMode.TOLD, "mediate", date(2026, 4, 7))],
)
def test_what_a_court_hands_over_runs_under_its_own_limit(accepted_case, mode, key, due_on):
    accepted_case.source = "S31"
    Referral.objects.create(case=accepted_case, direction="in", organ="court", organ_name="法院", court_mode=mode)

    assert (begin_again(accepted_case, date(2026, 3, 4)).due_key, accepted_case.due_on) == (key, due_on)


@pytest.mark.parametrize(
    ("mode", "key", "due_on"),
    [(CourtMode.IN_SUIT, "court_in", date(2026, 3, 17)), (CourtMode.IN_SUMMARY, "court_summary", date(2026, 3, 9))],
)
def test_in_suit_the_time_runs_from_the_hand_over_seven_days_in_summary_procedure(accepted_case, mode, key, due_on):
    accepted_case.source, accepted_case.received_at = "S31", at("2026-03-02")
    Referral.objects.create(case=accepted_case, direction="in", organ="court", organ_name="法院", court_mode=mode)
    limit = begin_again(accepted_case, date(2026, 3, 4)).limits.get(key=key)

    assert (limit.starts_on, limit.due_on) == (date(2026, 3, 2), due_on)


def court_letter(**overrides):
    values = {"court_mode": "before", "letter_no": "（2026）沪0114诉前调5号", "due_on": timezone.localdate() + DAY * 9}
    return Letter("court", "嘉定区人民法院", **{**values, **overrides})


def test_the_day_that_a_letter_names_is_a_limit_of_the_case_with_one_step_of_why(lin, committee):
    letter = court_letter()
    case = make_case(lin, committee, source="S31", source_form="", letter=letter)
    limit = case.limits.get(key="organ_due")

    assert (limit.due_on, limit.label, limit.is_provisional) == (letter.due_on, "来函要求办结", False)
    assert [step.text for step in limit.steps] == [
        f"嘉定区人民法院来函（2026）沪0114诉前调5号要求于 {letter.due_on} 前办结，日期由来函写明，不推算、不顺延。"
    ]


def test_the_day_of_a_letter_makes_the_case_due_when_it_comes_first_and_ends_with_the_result(lin, zhao, committee):
    letter = court_letter()
    case = make_mediated(lin, zhao, committee, source="S31", source_form="", letter=letter)
    assert (case.due_key, case.due_on) == ("organ_due", letter.due_on)

    follow_step(case, "T16", timezone.localdate())
    assert running_keys(case) == {"feedback"}


def test_the_day_of_a_letter_stands_while_the_mediation_is_suspended_and_when_the_calendar_changes(
    lin, zhao, committee, administrator
):
    letter = court_letter()
    case = make_mediated(lin, zhao, committee, source="S31", source_form="", letter=letter)
    follow_step(case, "T13", timezone.localdate())
    publish(administrator)
    run_jobs()

    assert case.limits.get(key="organ_due").due_on == letter.due_on
    assert case.due_on == letter.due_on


def test_a_letter_without_a_day_sets_no_limit_and_one_that_is_past_is_refused(lin, committee):
    case = make_case(lin, committee, source="S31", source_form="", letter=court_letter(due_on=None))
    assert "organ_due" not in running_keys(case)

    with pytest.raises(Invalid, match="不能早于收到日期"):
        make_case(
            lin,
            committee,
            source="S31",
            source_form="",
            entries=same_parties(case),
            letter=court_letter(due_on=timezone.localdate() - DAY),
        )


def test_medical_and_labour_disputes_have_the_limits_of_their_laws(accepted_case):
    accepted_case.dispute_type = "D15"
    assert begin_again(accepted_case, date(2026, 6, 5)).due_key == "medical"

    accepted_case.dispute_type = "D11"
    follow_step(accepted_case, "T3", date(2026, 6, 5))
    assert due_of(accepted_case, "labour") == date(2026, 6, 22)  # 06-20 lies in Dragon Boat


def test_a_right_of_the_parties_does_not_make_a_case_due(accepted_case):
    limits.begin(begin_again(accepted_case, date(2026, 3, 4)), "jc_apply", date(2026, 3, 5))
    limits.set_due(accepted_case)

    assert accepted_case.due_key == "mediate"


# --- stopped, resumed, extended


def test_a_suspended_case_is_not_due_and_goes_on_by_the_days_that_it_stood(accepted_case):
    case = begin_again(accepted_case, date(2026, 3, 4))

    follow_step(case, "T13", date(2026, 3, 10))
    assert case.due_on is None

    follow_step(case, "T13R", date(2026, 3, 15))
    assert case.due_on == date(2026, 4, 9)
    assert case.limits.get().unrolled_on == date(2026, 4, 9)


def test_an_extension_replaces_the_limit_by_the_agreed_date_and_an_earlier_stop_counts_no_more(accepted_case):
    case = begin_again(accepted_case, date(2026, 1, 31))
    follow_step(case, "T13", date(2026, 2, 3))
    follow_step(case, "T13R", date(2026, 2, 5))

    new = limits.extend(case, to=date(2026, 3, 20), agreed_on=date(2026, 2, 27))

    assert (case.due_on, new.due_on) == (date(2026, 3, 20), date(2026, 3, 20))
    assert case.limits.filter(dropped_on=date(2026, 2, 27)).count() == 1
    follow_step(case, "T13", date(2026, 3, 2))
    follow_step(case, "T13R", date(2026, 3, 4))
    assert case.due_on == date(2026, 3, 23)


def test_an_extension_needs_a_limit_that_runs(registered_case):
    with pytest.raises(WrongState):
        limits.extend(registered_case, to=date(2026, 3, 20), agreed_on=date(2026, 2, 27))


def test_the_page_of_a_case_tells_why_each_date(client, staff, accepted_case):
    begin_again(accepted_case, date(2026, 3, 4))
    client.force_login(staff)

    text = client.get(f"/cases/{accepted_case.pk}/").content.decode()

    assert "调解办结" in text
    assert "2026-04-04（星期六，清明节假期）是休息日，顺延至下一个工作日 2026-04-07（星期二）" in text


# --- a calendar moves them


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


# --- a rule moves them


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


# --- two at once


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
