"""The ends of the five scenarios over the API: performed, confirmed, visited, closed, archived, day by day."""

from dataclasses import dataclass

import pytest
import time_machine
from django.utils import timezone

from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4, scenario_5
from cases.demo.after_signature import AFTER
from cases.demo.story import RECORDED_AFTER, Stage, at, play
from cases.documents.actions import produce_document
from cases.risk.actions import assess_risk
from tests.cases.district import District, code
from tests.cases.scenario_world import earlier_numbers, make_world
from tests.cases.test_scenarios_closing import archive, close

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def stage(places, client):
    with time_machine.travel(at("2026-01-05 09:00")):
        stage = Stage(make_world())
        stage.kept["district"] = District(client)
    return stage


@dataclass(frozen=True)
class End:
    """What follows the last event of `scenario`: who closes and who files, the tracks read on each day."""

    scenario: object
    closed: str
    archived: str
    filer: str
    days: tuple  # (day, performance, confirmation): as it stands at its end
    visited: tuple = ()  # (day, party)
    at_street: bool = False
    earlier: int = 0
    court: tuple = ()  # (outcome, day)


# fmt: off
ENDS = {
    "S1": End(scenario_1, "2026-05-18", "2026-05-20", "sun", (
        ("2026-04-10", "in_progress", "eligible"),
        ("2026-04-18", "in_progress", "expired"),
        ("2026-05-11", "done", "expired"),
    ), (("2026-05-15", "陈志远"), ("2026-05-15", "云川和居物业服务有限公司")), earlier=7),
    "S2": End(scenario_2, "2026-05-22", "2026-05-29", "qian", (
        ("2026-04-08", "not_due", "applied"),
        ("2026-04-10", "in_progress", "court_accepted"),
        ("2026-04-20", "in_progress", "confirmed"),
        ("2026-05-01", "overdue", "confirmed"),
        ("2026-05-06", "done", "confirmed"),
    ), (("2026-05-20", "刘桂珍"),), court=(("confirmed", "2026-04-20"),)),
    "S3": End(scenario_3, "2026-05-29", "2026-06-03", "wu", (
        ("2026-04-30", "in_progress", "eligible"),
        ("2026-05-29", "done", "expired"),
    ), (("2026-05-08", "王秀英"), ("2026-05-28", "王秀英")), at_street=True, earlier=26),
}
# fmt: on


def tracks(district, case):
    row = district.row(case)
    return {name: code(row[name]) for name in ("procedure", "performance", "confirmation", "archive", "risk_level")}


@pytest.mark.parametrize("name", ENDS)
def test_the_district_reads_each_end_on_its_day(stage, name):
    end = ENDS[name]
    director = stage.zhou if end.at_street else stage.qian
    district = stage.kept["district"]
    if end.earlier:
        earlier_numbers(stage.street if end.at_street else stage.community, end.earlier)
    play(stage, end.scenario.EVENTS)

    told = []
    for each in AFTER[end.scenario]:
        play(stage, [each])
        with time_machine.travel(each.moment + 2 * RECORDED_AFTER, tick=True):
            now = tracks(district, stage.case)
            told.append((str(timezone.localdate(each.moment)), now["performance"], now["confirmation"]))
    assert [day for day in end.days if day not in told] == [], told
    if name == "S3":
        with time_machine.travel(at("2026-05-29 09:00"), tick=True):
            assess_risk(stage.case, by=director, assessed_at=timezone.now(), level=0, reason="两次回访均平静")

    close(stage, end.closed, director, director)
    with time_machine.travel(at(f"{end.closed} 12:00")):
        closed = district.row(stage.case)
        assert (code(closed["procedure"]), closed["closed_on"]) == ("closed", end.closed)
        assert running(district, stage.case) == ["archive"]
        assert district.found(procedure="closed") == [stage.case.pk]
    archive(stage, end.archived, getattr(stage, end.filer), director)
    with time_machine.travel(at(f"{end.archived} 17:00")):
        assert tracks(district, stage.case) == {
            "procedure": "archived",
            "performance": "done",
            "confirmation": end.days[-1][2],
            "archive": "archived",
            "risk_level": 0,
        }
        assert (district.row(stage.case)["due_on"], running(district, stage.case)) == (None, [])
        visits = district.rows("case_visits", stage.case)
        assert [(visit["visited_at"][:10], visit["party"]["name"]) for visit in visits] == list(end.visited)
        courts = district.rows("case_confirmations", stage.case)
        assert [(code(one["outcome"]), one["decided_on"]) for one in courts] == list(end.court)


def running(district, case):
    limits = district.rows("case_limits", case)
    return [limit["key"] for limit in limits if not limit["met_on"] and not limit["dropped_on"]]


def test_s3_the_police_read_their_answer_and_the_district_the_risk_of_each_day(stage):
    district = stage.kept["district"]
    levels = []
    for until, day in ((5, "2026-04-14 12:00"), (10, "2026-04-21 21:00"), (11, "2026-04-28 21:00")):
        play(stage, scenario_3.EVENTS, after=(0, 5, 10)[len(levels)], until=until)
        with time_machine.travel(at(day)):
            levels.append(tracks(district, stage.case)["risk_level"])
    play(stage, scenario_3.EVENTS, after=11)

    assert levels == [3, 2, 1]
    with time_machine.travel(at("2026-05-06 09:00")):
        feedback = stage.case.referrals.get().feedbacks.get()
        assert (feedback.reply, district.row(stage.case)["agreed_amount"]) == (
            "同意当事人的书面申请，不予处罚。",
            "600.00",
        )


def test_s4_is_entered_in_the_register_and_counted_by_what_was_agreed(stage):
    district = stage.kept["district"]
    earlier_numbers(stage.community, 14)
    play(stage, scenario_4.EVENTS)
    with time_machine.travel(at("2026-05-09 12:00")):
        row = district.row(stage.case)
        assert (code(row["performance"]), row["performed_on"], row["agreed_amount"]) == (
            "done",
            "2026-05-09",
            "2400.00",
        )
    play(stage, AFTER[scenario_4])
    close(stage, "2026-05-18", stage.qian, stage.qian, "11:00")

    with time_machine.travel(at("2026-05-18 12:00")):
        row = district.row(stage.case)
        assert (row["accepted_on"], row["result_on"], row["closed_on"]) == ("2026-05-09", "2026-05-09", "2026-05-18")
        (visit,) = district.rows("case_visits", stage.case)
        assert (code(visit["channel"]), code(visit["satisfaction"])) == ("phone", 1)


def test_s5_ends_without_an_agreement_and_is_kept_the_short_time(stage):
    district = stage.kept["district"]
    earlier_numbers(stage.street, 40)
    play(stage, scenario_5.EVENTS)
    close(stage, "2026-07-10", stage.zhou, stage.zhou)
    with time_machine.travel(at("2026-07-15 08:00")):
        for form in ("F18.termination", "F18.remedies"):
            produce_document(stage.case, form, by=stage.zhou)
    volume = archive(stage, "2026-07-15", stage.wu, stage.zhou)

    with time_machine.travel(at("2026-07-15 17:00")):
        row = district.row(stage.case)
        assert (code(row["result"]), row["agreed_amount"], code(row["archive"])) == ("32", None, "archived")
        assert district.rows("case_agreements", stage.case) == []
    assert volume.term == "short"
