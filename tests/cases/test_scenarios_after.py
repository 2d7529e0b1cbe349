"""The five scenarios of domain/mediation-scenarios.md after the signature, on their days.

Closing and archiving are told elsewhere.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from cases.agreements.models import Obligation
from cases.confirmation.actions import apply_confirmation, record_acceptance, record_outcome
from cases.confirmation.checks import CODES
from cases.confirmation.courts import courts_for
from cases.confirmation.tasks import note_expired_windows
from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4, scenario_5
from cases.demo.story import Stage, at, play
from cases.docket.due.models import TimeLimit
from cases.performance.actions import record_performance, urge_performance
from cases.performance.tasks import note_overdue
from cases.visits.actions import record_visit
from governance.errors import Invalid, WrongState
from governance.notices import sweeping
from governance.notices.models import Notice
from tests.cases.scenario_world import earlier_numbers, make_world


@pytest.fixture
def stage(places):
    with time_machine.travel(at("2026-01-05 09:00")):
        return Stage(make_world())


def on(moment):
    """The clock two minutes after `moment`: people write down what just happened."""
    return time_machine.travel(at(moment) + timedelta(minutes=2), tick=True)


def night(day):
    """What the portal notes by itself in the first hour of `day`."""
    with time_machine.travel(at(f"{day} 00:10"), tick=True):
        note_overdue()
        note_expired_windows()
        sweeping.sweep(date.fromisoformat(day))


def fresh(stage):
    stage.case.refresh_from_db()
    return stage.case


def party(stage, name):
    return stage.case.parties.get(name=name)


def duty(stage, seq):
    return Obligation.objects.get(agreement=stage.kept["agreement"], seq=seq)


def perform(stage, moment, seq, by, amount=None, **more):
    values = {"proof": "transfer", "note": "凭证已核对", **more}
    with on(moment):
        record_performance(
            duty(stage, seq), by=by, performed_at=at(moment), amount=amount and Decimal(amount), **values
        )


def visit(stage, moment, by, name, **more):
    values = {"channel": "phone", "performance": "done", "satisfaction": 1, **more}
    with on(moment):
        return record_visit(stage.case, by=by, party=party(stage, name), visited_at=at(moment), **values)


def due(case, key):
    limit = TimeLimit.objects.filter(case=case, key=key, dropped_on__isnull=True).order_by("-id").first()
    return limit and (limit.due_on, limit.met_on)


def told(rung):
    """The days on which something was told."""
    texts = Notice.objects.filter(rung=rung).order_by("falls_on").values_list("falls_on", flat=True)
    return sorted(set(texts))


def test_s1_two_instalments_and_the_repair_are_performed_on_their_days(stage):
    earlier_numbers(stage.community, 7)
    play(stage, scenario_1.EVENTS)
    assert fresh(stage).performance == "not_due"
    night("2026-04-07")

    perform(stage, "2026-04-10 10:00", 1, stage.qian, "1650.00")
    assert fresh(stage).performance == "in_progress"
    night("2026-04-11")
    assert fresh(stage).performance == "in_progress"
    perform(stage, "2026-04-20 16:00", 2, stage.qian, proof="photo", note="照片存卷，陈志远确认")
    assert fresh(stage).performance == "in_progress"
    perform(stage, "2026-05-11 09:00", 1, stage.qian, "1650.00")

    assert fresh(stage).performance == "done"
    owed, repaired = duty(stage, 1), duty(stage, 2)
    assert [part.performed_on for part in owed.instalments.all()] == [date(2026, 4, 10), date(2026, 5, 11)]
    assert (owed.performed_on, repaired.performed_on) == (date(2026, 5, 11), date(2026, 4, 20))
    assert stage.case.performed_on == date(2026, 5, 11)
    assert due(stage.case, "visit") == (date(2026, 5, 26), None)
    assert told("performance.instalment_due")[0] == date(2026, 4, 7)

    visit(stage, "2026-05-15 10:00", stage.sun, "陈志远", satisfaction=2)
    visit(stage, "2026-05-15 10:30", stage.sun, "云川和居物业服务有限公司", satisfaction=1)

    assert [(one.satisfaction, one.visited_on) for one in stage.case.visits.all()] == [
        (2, date(2026, 5, 15)),
        (1, date(2026, 5, 15)),
    ]
    assert due(fresh(stage), "visit") == (date(2026, 5, 26), date(2026, 5, 15))


def test_s1_the_court_may_be_asked_until_17_april_and_not_on_the_18th(stage):
    play(stage, scenario_1.EVENTS)
    night("2026-04-17")
    assert fresh(stage).confirmation == "eligible"

    night("2026-04-18")

    assert fresh(stage).confirmation == "expired"
    assert told("case.confirm_due") == [date(2026, 4, 17)]
    with on("2026-04-18 09:00"), pytest.raises(WrongState, match="期限已过"):
        ask(stage, date(2026, 4, 18))


def ask(stage, day):
    return apply_confirmation(
        stage.case,
        by=stage.case.host,
        court="云川区人民法院",
        ground="committee",
        applied_on=day,
        joined=tuple(stage.case.parties.standing()),
        checked=CODES,
    )


def test_s2_is_confirmed_overdue_urged_and_paid(stage):
    play(stage, scenario_2.EVENTS)
    with on("2026-04-08 09:00"):
        offered = courts_for(stage.case, on=date(2026, 4, 8))
        assert [court.name for court in offered] == ["云川区人民法院"]
        assert set(offered[0].grounds) == {"domicile", "object", "committee"}
        application = ask(stage, date(2026, 4, 8))
    assert fresh(stage).confirmation == "applied"
    perform(stage, "2026-04-09 15:00", 1, stage.qian, proof="seen", note="现场验收")
    perform(stage, "2026-04-09 15:05", 3, stage.qian, proof="seen", note="施工期间未使用")
    assert fresh(stage).performance == "in_progress"
    with on("2026-04-10 10:00"):
        application = record_acceptance(
            application, by=stage.qian, accepted_on=date(2026, 4, 10), docket="（2026）沪0199民特31号"
        )
    assert fresh(stage).confirmation == "court_accepted"
    with on("2026-04-20 10:00"):
        record_outcome(application, by=stage.qian, outcome="confirmed", decided_on=date(2026, 4, 20))
    assert fresh(stage).confirmation == "confirmed"

    night("2026-04-30")
    assert fresh(stage).performance == "in_progress"
    night("2026-05-01")
    assert fresh(stage).performance == "overdue"
    assert due(stage.case, "urge") == (date(2026, 5, 8), None)
    assert told("performance.due")[-2:] == [date(2026, 4, 30), date(2026, 5, 1)]

    with on("2026-05-06 09:30"):
        urge_performance(
            stage.case,
            by=stage.qian,
            party=party(stage, "马俊"),
            urged_at=at("2026-05-06 09:30"),
            channel="phone",
            outcome="performed",
        )
    perform(stage, "2026-05-06 11:00", 2, stage.qian, "9800.00")

    assert fresh(stage).performance == "done"
    assert due(stage.case, "urge") == (date(2026, 5, 8), date(2026, 5, 6))
    assert due(stage.case, "visit") == (date(2026, 5, 21), None)
    visit(stage, "2026-05-20 15:00", stage.qian, "刘桂珍", channel="face")
    assert due(fresh(stage), "visit") == (date(2026, 5, 21), date(2026, 5, 20))


def test_s3_is_visited_on_day_ten_and_day_thirty_and_the_quiet_counts_as_performed(stage):
    earlier_numbers(stage.street, 26)
    play(stage, scenario_3.EVENTS)
    assert due(fresh(stage), "visit_risk_1") == (date(2026, 5, 8), None)
    assert due(stage.case, "visit_risk_2") == (date(2026, 5, 28), None)
    running = stage.case.agreements.get().obligations.filter(timing="running").get()
    by_date = stage.case.agreements.get().obligations.filter(timing="by_date")
    stage.kept["agreement"] = running.agreement
    for one in by_date:
        perform(stage, "2026-04-30 18:00", one.seq, stage.zhou, proof="seen", note="已加垫")

    visit(stage, "2026-05-08 19:00", stage.wu, "王秀英", performance="going_on")
    assert due(fresh(stage), "visit_risk_1") == (date(2026, 5, 8), date(2026, 5, 8))
    visit(stage, "2026-05-28 19:00", stage.wu, "王秀英", performance="going_on")
    assert due(fresh(stage), "visit_risk_2") == (date(2026, 5, 28), date(2026, 5, 28))
    assert stage.case.performance == "in_progress"

    perform(stage, "2026-05-28 19:30", running.seq, stage.zhou, proof="seen", note="三十日内安静")
    assert fresh(stage).performance == "done"
    assert stage.case.confirmation == "eligible"
    night("2026-05-29")
    assert fresh(stage).confirmation == "expired"


def test_s4_is_done_at_once_visited_by_phone_and_not_for_the_court(stage):
    earlier_numbers(stage.community, 14)
    play(stage, scenario_4.EVENTS)
    assert fresh(stage).performance == "done"
    assert due(stage.case, "visit") == (date(2026, 5, 24), None)
    with on("2026-05-10 09:00"), pytest.raises(WrongState, match="先转为书面协议"):
        ask(stage, date(2026, 5, 10))

    visit(stage, "2026-05-18 10:00", stage.sun, "林小雨")

    assert due(fresh(stage), "visit") == (date(2026, 5, 24), date(2026, 5, 18))


def test_s5_ends_without_an_agreement_and_nothing_follows(stage):
    play(stage, scenario_5.EVENTS)
    night("2026-08-01")

    case = fresh(stage)
    assert (case.performance, case.confirmation) == ("na", "na")
    assert not TimeLimit.objects.filter(case=case, key__in=("visit", "visit_agreement", "urge", "jc_apply")).exists()
    with on("2026-07-20 09:00"), pytest.raises((WrongState, Invalid)):
        record_visit(
            case,
            by=stage.zhou,
            party=case.parties.first(),
            visited_at=at("2026-07-20 09:00"),
            channel="phone",
            performance="none",
            satisfaction=9,
        )
