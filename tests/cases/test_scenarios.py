"""The five scenarios of domain/mediation-scenarios.md, event by event, each on its day."""

import pytest
import time_machine

from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4, scenario_5
from cases.demo.story import Stage, at, play
from cases.docket.models import Case
from governance.errors import Invalid
from tests.cases.scenario_world import earlier_numbers, make_world


@pytest.fixture
def stage(places):
    with time_machine.travel(at("2026-01-05 09:00")):
        return Stage(make_world())


def states(case):
    return [(event.step, event.after) for event in case.events.all()]


def test_s1_is_filed_accepted_as_number_8_and_assigned(stage):
    earlier_numbers(stage.community, 7)

    play(stage, scenario_1.EVENTS)

    case = stage.case
    assert case.number == "（2026）云梧人调字第8号"
    assert case.title == "云川和居物业服务有限公司与陈志远物业费纠纷"
    assert states(case)[:4] == [
        ("T3", "registered"),
        ("T4", "consent"),
        ("T5", "accepted"),
        ("T8", "mediating"),
    ]
    assert case.received_at == at("2026-03-02 10:12")
    assert (case.people_count, case.host.name) == (2, "钱卫东")


def test_s1_each_event_is_told_on_its_own_day_and_recorded_soon_after(stage):
    play(stage, scenario_1.EVENTS)

    for event in stage.case.events.all():
        assert 0 <= (event.recorded_at - event.happened_at).total_seconds() < 300
        assert event.late_reason == ""


def test_s2_is_accepted_on_a_saturday_with_three_people(stage):
    earlier_numbers(stage.community, 2)

    play(stage, scenario_2.EVENTS)

    assert stage.case.number == "（2026）云梧人调字第3号"
    assert (stage.case.accepted_on.isoformat(), stage.case.people_count) == ("2026-01-31", 3)


def test_s3_comes_by_a_letter_of_the_police_and_counts_three_people(stage):
    earlier_numbers(stage.street, 26)

    play(stage, scenario_3.EVENTS)

    case = stage.case
    letter = case.referrals.get()
    assert case.number == "（2026）云新人调字第27号"
    assert (letter.organ, letter.letter_no, letter.direction) == ("police", "新派调移〔2026〕9号", "in")
    assert (case.is_entrusted, case.people_count) == (True, 3)


def test_s4_is_accepted_ten_minutes_after_it_came_in(stage):
    earlier_numbers(stage.community, 14)

    play(stage, scenario_4.EVENTS)

    case = stage.case
    assert case.number == "（2026）云梧人调字第15号"
    assert (case.accepted_at - case.received_at).total_seconds() == 600


def test_s5_is_handed_up_before_it_had_a_number_and_counted_once(stage):
    earlier_numbers(stage.street, 40)

    play(stage, scenario_5.EVENTS)

    sent, case = stage.kept["sent"], stage.case
    assert (sent.procedure, sent.number) == ("referred", "")
    assert (case.number, case.source, case.earlier) == ("（2026）云新人调字第41号", "S1", sent)
    assert Case.objects.filter(accepted_on__isnull=False).get() == case
    assert case.people_count == 4


def test_s5_a_minor_without_a_guardian_is_refused(stage):
    with time_machine.travel(at("2026-06-08 10:02")):
        parties = scenario_5._entries(stage, stage.community)
    orphan = scenario_5.Entry("respondent", person=parties[-1].person)

    with time_machine.travel(at("2026-06-08 10:05")), pytest.raises(Invalid) as refusal:
        scenario_5.register_case(
            stage.community,
            by=stage.sun,
            received_at=at("2026-06-08 10:00"),
            filing=scenario_5._filing(stage.community),
            entries=(*parties[:-1], orphan),
        )

    assert refusal.value.field == "guardian"
    assert not Case.objects.exists()
