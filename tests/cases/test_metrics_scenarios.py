"""The statistics of domain/mediation-scenarios.md, as readings say them at the end of each scenario."""

from datetime import date
from decimal import Decimal

import pytest

from cases.confirmation.actions import record_acceptance, record_outcome
from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4, scenario_5
from cases.demo.story import at, play
from cases.risk.actions import confirm_prevention
from governance.metrics.folding import fold_all
from governance.metrics.periods import parse
from governance.metrics.reading import Question, read
from tests.cases.scenario_world import COMMUNITY, DISTRICT, STREET
from tests.cases.test_scenarios_after import ask, fresh, night, on, perform, stage  # noqa: F401 - the world they share

TODAY = date(2026, 11, 22)


def figures(period, *measures, place=COMMUNITY, by=""):
    """Each measure's value at a place, the same before and after a fold."""
    questions = [Question(measure, place, parse(period), by) for measure in measures]
    before = [answer.whole.value for answer in read(questions, today=TODAY)]
    fold_all()
    after = [answer.whole.value for answer in read(questions, today=TODAY)]
    assert before == after
    return after


def parts(period, measure, by, place=COMMUNITY):
    (answer,) = read([Question(measure, place, parse(period), by)], today=TODAY)
    return {code: one.value for code, one in answer.parts.items() if one.value}


def test_s1_counts_in_march_and_is_performed_in_may(stage):  # noqa: F811
    play(stage, scenario_1.EVENTS)
    perform(stage, "2026-04-10 10:00", 1, stage.qian, "1650.00")
    perform(stage, "2026-04-20 16:00", 2, stage.qian, proof="photo", note="照片存卷")
    assert figures("2026-03", "cases.success", "cases.performed") == [1, 0]
    perform(stage, "2026-05-11 09:00", 1, stage.qian, "1650.00")

    assert figures("2026-03", "cases.accepted", "cases.success", "cases.people", "cases.amount") == [1, 1, 2, 3300]
    assert figures("2026-05", "cases.accepted", "cases.performed", "cases.amount") == [0, 1, 0]
    assert figures("2026", "cases.on_time_rate", "cases.median_days", "cases.written_rate") == [100, 14, 100]
    assert parts("2026-Q1", "cases.accepted", "type") == {"D17": 1}


def test_s2_is_accepted_in_january_agreed_in_march_confirmed_in_april_performed_in_may(stage):  # noqa: F811
    play(stage, scenario_2.EVENTS)
    with on("2026-04-08 09:00"):
        application = ask(stage, date(2026, 4, 8))
    perform(stage, "2026-04-09 15:00", 1, stage.qian, proof="seen", note="现场验收")
    perform(stage, "2026-04-09 15:05", 3, stage.qian, proof="seen", note="施工期间未使用")
    with on("2026-04-10 10:00"):
        docket = "（2026）沪0199民特31号"
        application = record_acceptance(application, by=stage.qian, accepted_on=date(2026, 4, 10), docket=docket)
    with on("2026-04-20 10:00"):
        record_outcome(application, by=stage.qian, outcome="confirmed", decided_on=date(2026, 4, 20))
    night("2026-05-01")
    assert figures("2026-04-30", "cases.overdue") == [0]
    assert figures("2026-05-05", "cases.overdue") == [1]
    perform(stage, "2026-05-06 11:00", 2, stage.qian, "9800.00")

    assert figures("2026-01", "cases.accepted", "cases.people", "cases.success") == [1, 3, 0]
    told = ("cases.success", "cases.written", "cases.oral", "cases.amount", "cases.complex")
    assert figures("2026-03", *told) == [1, 1, 0, 9800, 1]
    assert figures("2026-04", "cases.applied", "cases.confirmed", "cases.performed") == [1, 1, 0]
    assert figures("2026-05", "cases.performed") == [1]
    assert [figures(day, "cases.overdue") for day in ("2026-05-05", "2026-05-06")] == [[1], [0]]


def test_s3_is_entrusted_by_the_police_and_what_it_prevented_counts_in_may(stage):  # noqa: F811
    play(stage, scenario_3.EVENTS)
    with on("2026-05-28 20:00"):
        told = {"kind": "2", "people": 2, "evidence": "第10天、第30天回访均平静。"}
        confirm_prevention(stage.case, by=stage.zhou, confirmed_at=at("2026-05-28 17:00"), **told)

    assert figures("2026-04", "cases.success", "cases.people", "cases.amount", place=STREET) == [1, 3, 600]
    assert figures("2026-04", "cases.oral", "cases.written", "preventions.cases", place=STREET) == [0, 1, 0]
    assert figures("2026-05", "preventions.cases", "preventions.people", place=STREET) == [1, 2]
    assert parts("2026-04", "cases.accepted", "source", STREET) == {"S33": 1}
    assert figures("2026-04", "cases.entrusted_rate", place=DISTRICT) == [100]


def test_s4_counts_whole_in_may(stage):  # noqa: F811
    play(stage, scenario_4.EVENTS)

    told = ("cases.accepted", "cases.success", "cases.oral", "cases.amount", "cases.performed", "cases.people")
    assert figures("2026-05", *told) == [1, 1, 1, Decimal(2400), 1, 2]
    assert figures("2026-05", "cases.mean_days", "cases.median_days") == [0, 0]


def test_s5_is_accepted_once_by_the_street_and_no_success(stage):  # noqa: F811
    play(stage, scenario_5.EVENTS)

    assert figures("2026", "cases.accepted", place=COMMUNITY) == [0]
    assert figures("2026", "cases.accepted", "cases.people", "cases.success", place=STREET) == [1, 4, 0]
    assert figures("2026-07", "cases.success_rate", "cases.amount", "cases.written", place=STREET) == [0, 0, 0]
    assert parts("2026-06", "cases.accepted", "source", STREET) == {"S1": 1}


@pytest.mark.parametrize("measure", ["cases.success_rate", "cases.mean_days", "cases.median_days"])
def test_of_nothing_there_is_no_rate(stage, measure):  # noqa: F811
    assert figures("2026", measure) == [None]
