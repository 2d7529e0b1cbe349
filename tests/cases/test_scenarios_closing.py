"""The five scenarios of domain/mediation-scenarios.md closed and archived, on their days."""

import io
from datetime import date

import pytest
import time_machine
from pypdf import PdfReader

from cases.archive.actions import bind_volume, check_volume, enter_register, record_access, submit_volume
from cases.archive.required import missing_from
from cases.closing.actions import approve_closing, propose_closing
from cases.confirmation.actions import record_acceptance, record_outcome
from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4, scenario_5
from cases.demo.acts import complete_papers
from cases.demo.story import Stage, at, play
from cases.docket.guards import held_back
from cases.documents.actions import produce_document
from cases.risk.actions import assess_risk
from governance.errors import WrongState
from tests.cases.scenario_world import earlier_numbers, justice_office, make_world
from tests.cases.test_scenarios_after import ask, due, fresh, on, party, perform, visit


@pytest.fixture
def stage(places):
    with time_machine.travel(at("2026-01-05 09:00")):
        return Stage(make_world())


def close(stage, day, host, director, time="10:00"):
    moment = f"{day} {time}"
    with on(moment):
        words = {"brief": "经过见调解记录。", "opinion": "事实清楚，程序合法，建议结案。"}
        report = propose_closing(stage.case, by=host, proposed_at=at(moment), **words)
        approve_closing(report, by=director, approved_at=at(moment), decision="同意结案。")
    return fresh(stage)


def archive(stage, day, filer, director):
    """What is missing brought and bound in the morning, submitted and checked in the afternoon."""
    with on(f"{day} 08:30"):
        complete_papers(fresh(stage), by=filer)
    with on(f"{day} 09:00"):
        volume = bind_volume(fresh(stage), by=filer, filed_at=at(f"{day} 09:00"))
    check(volume, day, director)
    volume.refresh_from_db()
    return volume


def check(volume, day, director):
    with on(f"{day} 15:00"):
        volume = submit_volume(volume, by=director, submitted_at=at(f"{day} 14:00"))
        check_volume(volume, by=justice_office(), checked_at=at(f"{day} 15:00"), lost={})


def titles(volume):
    return [line[0] for line in volume.catalogue]


def pages_of(volume):
    with volume.pdf.open() as bound:
        return PdfReader(io.BytesIO(bound.read())).pages


def test_s1_is_closed_on_18_may_and_archived_on_the_20th_for_thirty_years(stage):
    earlier_numbers(stage.community, 7)
    play(stage, scenario_1.EVENTS)
    perform(stage, "2026-04-10 10:00", 1, stage.qian, "1650.00")
    perform(stage, "2026-04-20 16:00", 2, stage.qian, proof="photo", note="照片存卷")
    perform(stage, "2026-05-11 09:00", 1, stage.qian, "1650.00")
    visit(stage, "2026-05-15 10:00", stage.sun, "陈志远", satisfaction=2)
    visit(stage, "2026-05-15 10:30", stage.sun, "云川和居物业服务有限公司", satisfaction=1)

    case = close(stage, "2026-05-18", stage.qian, stage.qian)
    assert (case.procedure, case.closed_on, case.result_on) == ("closed", date(2026, 5, 18), date(2026, 3, 18))
    assert due(case, "archive") == (date(2026, 6, 8), None)
    volume = archive(stage, "2026-05-20", stage.sun, stage.qian)

    assert fresh(stage).procedure == "archived"
    assert due(stage.case, "archive") == (date(2026, 6, 8), date(2026, 5, 20))
    assert (volume.term, volume.kept_until, volume.account) == ("long", date(2056, 12, 31), stage.sun)
    assert (volume.number, volume.problems) == ("（2026）云梧人调字第8号", [])
    order = ["人民调解申请书", "当事人权利义务告知书", "人民调解调查记录", "人民调解协议书", "人民调解回访记录"]
    found = [next(place for place, title in enumerate(titles(volume)) if name[-5:] in title) for name in order]
    assert found == sorted(found)
    assert len(pages_of(volume)) == volume.pages + (4 if volume.statement else 3)


def test_s2_is_kept_for_good_because_the_court_ruled(stage):
    play(stage, scenario_2.EVENTS)
    with on("2026-04-08 09:00"):
        application = ask(stage, date(2026, 4, 8))
    for seq in (1, 3):
        perform(stage, "2026-04-09 15:00", seq, stage.qian, proof="seen", note="现场验收")
    with on("2026-04-10 10:00"):
        docket = "（2026）沪0199民特31号"
        application = record_acceptance(application, by=stage.qian, accepted_on=date(2026, 4, 10), docket=docket)
    with on("2026-04-20 10:00"):
        record_outcome(application, by=stage.qian, outcome="confirmed", decided_on=date(2026, 4, 20))
    perform(stage, "2026-05-06 11:00", 2, stage.qian, "9800.00")
    visit(stage, "2026-05-20 15:00", stage.qian, "刘桂珍", channel="face")

    close(stage, "2026-05-22", stage.qian, stage.qian)
    volume = archive(stage, "2026-05-29", stage.he, stage.qian)

    assert (volume.term, volume.term_reason, volume.kept_until) == ("permanent", "经司法确认", None)
    assert fresh(stage).procedure == "archived"


def test_s3_is_not_closed_before_the_police_have_their_answer(stage):
    earlier_numbers(stage.street, 26)
    play(stage, scenario_3.EVENTS, until=11)
    assert held_back(fresh(stage), "T20")
    play(stage, scenario_3.EVENTS, after=11)
    assert held_back(fresh(stage), "T20") == []
    stage.kept["agreement"] = stage.case.agreements.get()
    for one in stage.kept["agreement"].obligations.exclude(timing__in=("on_the_spot", "at_effect")):
        perform(stage, "2026-05-28 19:30", one.seq, stage.zhou, proof="seen", note="三十日内安静")
    visit(stage, "2026-05-28 19:40", stage.wu, "王秀英")
    with on("2026-05-28 20:00"):
        assess_risk(stage.case, by=stage.zhou, assessed_at=at("2026-05-28 20:00"), level=0, reason="两次回访均平静")

    case = close(stage, "2026-05-29", stage.zhou, stage.zhou)
    assert (case.closed_on, case.performance) == (date(2026, 5, 29), "done")
    volume = archive(stage, "2026-06-03", stage.wu, stage.zhou)
    assert (volume.term, volume.account) == ("long", stage.wu)


def test_s4_is_page_four_of_the_register_of_may(stage):
    earlier_numbers(stage.community, 14)
    play(stage, scenario_4.EVENTS)
    visit(stage, "2026-05-18 10:00", stage.sun, "林小雨")
    close(stage, "2026-05-18", stage.qian, stage.qian, "11:00")
    moment = at("2026-05-29 09:00")
    with on("2026-05-29 09:00"):
        offer = stage.case.agreements.get()
        produce_document(stage.case, "F10", about=f"agreement-{offer.pk}", by=stage.sun)
        volume = enter_register(fresh(stage), by=stage.sun, filed_at=moment, register="2026-05 口头协议登记册", page=4)
    check(volume, "2026-05-29", stage.qian)

    volume.refresh_from_db()
    assert fresh(stage).procedure == "archived"
    assert (volume.register, volume.register_page, volume.pdf) == ("2026-05 口头协议登记册", 4, None)
    assert (volume.term, volume.kept_until) == ("short", date(2036, 12, 31))


def test_s5_is_closed_without_a_way_and_its_copies_are_refused_on_record(stage):
    earlier_numbers(stage.street, 40)
    play(stage, scenario_5.EVENTS)
    with on("2026-07-08 16:00"):
        assess_risk(
            stage.case, by=stage.zhou, assessed_at=at("2026-07-08 16:00"), level=1, narrative="情绪激动。",
            measures="已释明诉讼途径。",
        )  # fmt: skip
    case = close(stage, "2026-07-10", stage.zhou, stage.zhou)
    assert case.closed_on == date(2026, 7, 10)
    assert missing_from(case)
    with on("2026-07-15 08:00"):
        produce_document(case, "F18.termination", by=stage.zhou)
        produce_document(case, "F18.remedies", by=stage.zhou)
    volume = archive(stage, "2026-07-15", stage.wu, stage.zhou)
    assert (volume.term, volume.kept_until) == ("short", date(2036, 12, 31))
    assert not any("协议" in title for title in titles(volume))

    with on("2026-07-20 10:00"):
        refused = record_access(
            volume,
            by=stage.zhou,
            kind="copy",
            who="黄静的律师",
            purpose="诉讼",
            refused="其他当事人的陈述和调解笔录：须凭人民法院调取文书",
            happened_at=at("2026-07-20 10:00"),
        )
    assert refused.refused.startswith("其他当事人")
    assert party(stage, "黄静").case == fresh(stage)
    with on("2026-07-21 10:00"), pytest.raises(WrongState, match="已归档"):
        close(stage, "2026-07-21", stage.zhou, stage.zhou)
