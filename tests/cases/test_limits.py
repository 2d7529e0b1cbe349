"""The time limits of a case: when each begins, is due, stops and ends."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.docket import limits
from cases.docket.due.models import TimeLimit
from cases.docket.limits import follow_step
from cases.docket.time_limits import CONCLUDING, GIVEN, LIMITS, MET, STARTED
from cases.intake.filings import Letter
from cases.intake.models import CourtMode, Referral
from governance.calendars.basis import TIME_LIMITS
from governance.errors import Invalid, WrongState
from governance.rules.definitions import RULES
from tests.cases.factories import at, make_accepted, make_case, make_mediated, same_parties
from tests.cases.limiting import begin_again, due_of, publish, run_jobs

DAY = timedelta(days=1)


def running_keys(case):
    return set(case.limits.running().values_list("key", flat=True))


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


# --- a rule moves them


# --- two at once
