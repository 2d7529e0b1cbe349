"""S1 to S4 after the signature: performance, the court, visits, each on its day. Closing is told elsewhere."""

from datetime import date
from decimal import Decimal

from cases.agreements.models import Obligation, Timing
from cases.confirmation.actions import apply_confirmation, note_expired, record_acceptance, record_outcome
from cases.confirmation.checks import CODES
from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4
from cases.demo.acts import party
from cases.demo.story import event
from cases.performance.actions import note_overdue, record_performance, urge_performance
from cases.visits.actions import record_visit

SEEN = {"proof": "seen", "note": "现场查看"}
SLIP = {"proof": "transfer", "note": "转账凭证已核对"}


def duty(stage, seq: int) -> Obligation:
    return stage.case.agreements.in_force().get().obligations.get(seq=seq)


def perform(stage, moment, seq: int, amount: str = "", **proof) -> None:
    paid = Decimal(amount) if amount else None
    record_performance(duty(stage, seq), by=stage.case.host, performed_at=moment, amount=paid, **proof)
    stage.case.refresh_from_db()


def visit(stage, moment, name: str, satisfaction: int, *, by=None, channel="phone", performance="done") -> None:
    record_visit(
        stage.case,
        by=by or stage.case.host,
        party=party(stage, name),
        visited_at=moment,
        channel=channel,
        performance=performance,
        satisfaction=satisfaction,
        situation="双方无争执。",
    )
    stage.case.refresh_from_db()


@event(8, "2026-04-10 10:00")
def s1_first_instalment(stage, moment):
    perform(stage, moment, 1, "1650.00", **SLIP)


@event(8, "2026-04-18 00:20")
def s1_window_closes(stage, moment):
    note_expired(stage.case, on=date(2026, 4, 18))


@event(9, "2026-04-20 16:00")
def s1_repaired(stage, moment):
    perform(stage, moment, 2, proof="photo", note="灯和墙面已修复，陈志远确认")


@event(10, "2026-05-11 09:30")
def s1_second_instalment(stage, moment):
    perform(stage, moment, 1, "1650.00", **SLIP)


@event(11, "2026-05-15 10:00")
def s1_visits(stage, moment):
    visit(stage, moment, "陈志远", 2, by=stage.sun)
    visit(stage, moment, "云川和居物业服务有限公司", 1, by=stage.sun)


@event(12, "2026-04-08 09:30")
def s2_asks_the_court(stage, moment):
    stage.kept["application"] = apply_confirmation(
        stage.case,
        by=stage.qian,
        court="云川区人民法院",
        ground="committee",
        applied_on=date(2026, 4, 8),
        joined=tuple(stage.case.parties.standing()),
        checked=CODES,
    )


@event(13, "2026-04-09 15:00")
def s2_sealed(stage, moment):
    perform(stage, moment, 1, **SEEN)
    perform(stage, moment, 3, **SEEN)


@event(14, "2026-04-10 10:00")
def s2_court_accepts(stage, moment):
    application, docket = stage.kept["application"], "（2026）沪0199民特31号"
    record_acceptance(application, by=stage.qian, accepted_on=date(2026, 4, 10), docket=docket)


@event(15, "2026-04-20 10:00")
def s2_court_rules(stage, moment):
    record_outcome(stage.kept["application"], by=stage.qian, outcome="confirmed", decided_on=date(2026, 4, 20))


@event(16, "2026-05-01 00:20")
def s2_is_late(stage, moment):
    note_overdue(stage.case, on=date(2026, 5, 1))


@event(17, "2026-05-06 09:30")
def s2_urged_and_paid(stage, moment):
    urge_performance(
        stage.case,
        by=stage.qian,
        party=party(stage, "马俊"),
        urged_at=moment,
        channel="phone",
        outcome="performed",
    )
    perform(stage, moment, 2, "9800.00", **SLIP)


@event(18, "2026-05-20 15:00")
def s2_visit(stage, moment):
    visit(stage, moment, "刘桂珍", 1, channel="face")


@event(13, "2026-04-30 18:00")
def s3_matted(stage, moment):
    for one in stage.case.agreements.in_force().get().obligations.filter(timing=Timing.BY_DATE):
        perform(stage, moment, one.seq, **SEEN)


@event(14, "2026-05-08 19:00")
def s3_day_ten(stage, moment):
    visit(stage, moment, "王秀英", 2, by=stage.wu, channel="face", performance="going_on")


@event(15, "2026-05-28 19:00")
def s3_day_thirty(stage, moment):
    visit(stage, moment, "王秀英", 1, by=stage.wu, channel="face", performance="going_on")
    for one in stage.case.agreements.in_force().get().obligations.filter(timing=Timing.RUNNING):
        perform(stage, moment, one.seq, proof="seen", note="三十日内安静")


@event(15, "2026-05-29 00:20")
def s3_window_closes(stage, moment):
    note_expired(stage.case, on=date(2026, 5, 29))


@event(7, "2026-05-18 10:00")
def s4_visit(stage, moment):
    visit(stage, moment, "林小雨", 1)


AFTER = {
    scenario_1: (s1_first_instalment, s1_window_closes, s1_repaired, s1_second_instalment, s1_visits),
    scenario_2: (
        s2_asks_the_court,
        s2_sealed,
        s2_court_accepts,
        s2_court_rules,
        s2_is_late,
        s2_urged_and_paid,
        s2_visit,
    ),
    scenario_3: (s3_matted, s3_day_ten, s3_day_thirty, s3_window_closes),
    scenario_4: (s4_visit,),
}
