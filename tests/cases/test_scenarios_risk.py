"""The scenarios' events of danger, ladder and other organs, each on its day (domain/mediation-scenarios.md)."""

from datetime import date

import pytest
import time_machine

from cases.demo import scenario_3, scenario_5
from cases.demo.story import Stage, at, play
from cases.docket.guards import held_back
from cases.docket.models import Case
from cases.mediation.actions import assign_mediators
from cases.risk.actions import assess_risk, confirm_prevention
from governance.errors import WrongState
from tests.cases.scenario_world import make_world


@pytest.fixture
def stage(places):
    with time_machine.travel(at("2026-01-05 09:00")):
        return Stage(make_world())


def on(moment):
    return time_machine.travel(at(moment))


def fresh(stage):
    return Case.objects.get(pk=stage.case.pk)


def test_s3_is_red_before_anybody_mediates_and_waits_for_the_report_to_the_police(stage):
    play(stage, scenario_3.EVENTS, until=4)

    case = fresh(stage)
    assert (case.risk_level, case.due_key) == (3, "police_report")
    assert case.limits.get(key="police_report").due_on == date(2026, 4, 15)
    with on("2026-04-14 11:10"), pytest.raises(WrongState, match="尚未登记向公安机关的报告"):
        assign_mediators(case, by=stage.zhou, assigned_at=at("2026-04-14 11:10"), host=stage.zhou, told_by="face")

    play(stage, scenario_3.EVENTS, after=4, until=6)
    report = fresh(stage).risk_reports.to_police().get()
    assert (report.organ_name, report.channel, report.reported_at) == ("新桐派出所", "phone", at("2026-04-14 11:20"))
    assert fresh(stage).limits.get(key="police_report").met_on == date(2026, 4, 14)
    assert (fresh(stage).procedure, fresh(stage).due_on) == ("mediating", date(2026, 5, 14))


def test_s3_two_mediate_it_and_the_level_falls_by_assessments_with_reasons(stage):
    play(stage, scenario_3.EVENTS)

    case = fresh(stage)
    told = case.risk_assessments.order_by("id").values_list("before", "level", "reason")
    assert list(told) == [(0, 3, ""), (3, 2, "情绪平稳，跑步机已移走"), (2, 1, "已达成协议，双方和好")]
    assert case.assignments.standing().count() == 2


def test_s3_is_not_closed_at_orange_and_is_at_yellow(stage):
    play(stage, scenario_3.EVENTS, until=10)
    assert any("不能结案" in said for said in held_back(fresh(stage), "T20"))

    play(stage, scenario_3.EVENTS, after=10)
    assert not any("风险" in said for said in held_back(fresh(stage), "T20"))


def test_s3_what_was_prevented_counts_on_the_day_of_the_directors_word(stage):
    play(stage, scenario_3.EVENTS)
    moment = at("2026-05-28 17:00")
    with on("2026-05-28 17:05"):
        assess_risk(stage.case, by=stage.zhou, assessed_at=moment, level=0, reason="两次回访均平静")
        found = confirm_prevention(
            stage.case, by=stage.zhou, confirmed_at=moment, kind="2", people=2, evidence="第10天、第30天回访均平静。"
        )

    assert (fresh(stage).risk_level, found.get_kind_display(), found.people) == (0, "民转刑", 2)
    assert found.confirmed_at.month == 5


def test_s3_the_police_are_answered_on_29_april_and_need_not_be_until_8_may(stage):
    play(stage, scenario_3.EVENTS, until=11)
    limit = fresh(stage).limits.running().get(key="feedback")
    assert limit.due_on == date(2026, 5, 8)
    assert any("尚未反馈" in said for said in held_back(fresh(stage), "T20"))

    play(stage, scenario_3.EVENTS, after=11)
    limit.refresh_from_db()
    feedback = fresh(stage).feedbacks.get()
    assert limit.met_on == date(2026, 4, 29)
    assert (feedback.kind, feedback.requested_on, feedback.performance) == ("police", date(2026, 4, 29), "in_progress")
    assert (feedback.received_by, feedback.replied_on) == ("社区民警", date(2026, 4, 30))
    assert held_back(fresh(stage), "T20") == []


def test_s5_waits_for_the_street_and_then_counts_there_alone(stage):
    play(stage, scenario_5.EVENTS, until=4)
    sent = Case.objects.get(pk=stage.kept["sent"].pk)
    assert (sent.procedure, sent.transfers.get().state) == ("consent", "asked")

    play(stage, scenario_5.EVENTS, after=4, until=5)
    sent.refresh_from_db()
    case = fresh(stage)
    assert (sent.procedure, sent.number, sent.accepted_on) == ("referred", "", None)
    assert (case.procedure, case.accepted_on, case.source) == ("accepted", date(2026, 6, 11), "S1")
    assert (case.received_at, case.earlier) == (sent.received_at, sent)
    assert case.people_count == 4
    minor = case.parties.get(name="黄子轩")
    assert minor.representations.get().name == "罗敏"
    assert case.contacts.count() == 3
    assert case.limits.get(key="mediate").due_on == date(2026, 7, 13)
    assert [step.step for step in case.events.all()] == ["T3", "T5"]


def test_s5_ends_with_little_danger_and_may_be_closed(stage):
    play(stage, scenario_5.EVENTS)
    moment = at("2026-07-08 16:00")
    with on("2026-07-08 16:05"):
        facts = {"narrative": "黄静情绪平稳，表示起诉。", "measures": "告知各方救济途径。"}
        assess_risk(stage.case, by=stage.zhou, assessed_at=moment, level=1, **facts)
    assert held_back(fresh(stage), "T20") == []
