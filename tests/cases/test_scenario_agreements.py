"""How the scenarios of domain/mediation-scenarios.md end in agreements: on which day, over what, until when."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from cases.agreements.models import Agreement, Instalment
from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4
from cases.demo.story import Stage, at, play
from tests.cases.scenario_world import earlier_numbers, make_world


@pytest.fixture
def stage(places):
    with time_machine.travel(at("2026-01-05 09:00")):
        return Stage(make_world())


def deadline(case):
    return case.limits.get(key="jc_apply").due_on


def test_s1_the_company_and_the_owner_agree_on_3300_yuan_in_two_parts(stage):
    earlier_numbers(stage.community, 7)

    play(stage, scenario_1.EVENTS)

    case, agreement = stage.case, Agreement.objects.get()
    parts = list(Instalment.objects.values_list("amount", "due_on"))
    signers = set(agreement.signatures.values_list("name", "capacity"))
    assert (case.procedure, case.result_on, deadline(case)) == ("agreed", date(2026, 3, 18), date(2026, 4, 17))
    assert (agreement.number, agreement.copies) == ("（2026）云梧人调字第8号", 3)
    assert parts == [(Decimal("1650.00"), date(2026, 4, 10)), (Decimal("1650.00"), date(2026, 5, 11))]
    assert ("何倩", "委托代理人，特别授权") in signers
    assert "云川和居物业服务有限公司" in {name for name, _ in signers}
    assert agreement.text.count("人民币叁仟叁佰元整（￥3,300.00）") == 2
    assert (case.agreed_amount, case.performance, case.confirmation) == (Decimal("3300.00"), "not_due", "eligible")


def test_s2_waits_for_the_tenant_who_signs_three_days_later(stage):
    play(stage, scenario_2.EVENTS, until=10)
    assert (stage.case.procedure, stage.case.result_on) == ("mediating", None)

    play(stage, scenario_2.EVENTS, after=10)

    case, agreement = stage.case, Agreement.objects.get()
    assert (case.procedure, case.result_on, deadline(case)) == ("agreed", date(2026, 3, 16), date(2026, 4, 15))
    assert (case.agreed_amount, agreement.copies, case.people_count) == (Decimal("9800.00"), 4, 3)
    assert "玖仟捌佰元整" in agreement.text
    assert case.events.get(step="T14").happened_at == at("2026-03-16 09:30")


def test_s3_is_paid_on_the_spot_and_goes_on_being_quiet(stage):
    earlier_numbers(stage.street, 26)

    play(stage, scenario_3.EVENTS)

    case, agreement = stage.case, Agreement.objects.get()
    done = {one.kind: one.performed_on for one in agreement.obligations.all()}
    assert (case.procedure, case.result_on, deadline(case)) == ("agreed", date(2026, 4, 28), date(2026, 5, 28))
    assert done == {"act": None, "refrain": None, "apologise": date(2026, 4, 28), "pay": date(2026, 4, 28)}
    assert (case.agreed_amount, case.performance, agreement.copies) == (Decimal("600.00"), "in_progress", 4)
    assert "陆佰元整" in agreement.text


def test_s4_is_agreed_orally_at_ten_past_eleven_without_any_signature(stage):
    play(stage, scenario_4.EVENTS)

    case, agreement = stage.case, Agreement.objects.get()
    assert (agreement.form, agreement.agreed_at) == ("oral", at("2026-05-09 11:10"))
    assert (case.procedure, case.accepted_on, case.result_on) == ("agreed", date(2026, 5, 9), date(2026, 5, 9))
    assert (case.agreed_amount, case.performance, case.confirmation) == (Decimal("2400.00"), "done", "na")
    assert agreement.signatures.count() == 0
    assert not case.limits.filter(key="jc_apply").exists()
    assert "贰仟肆佰元整" in agreement.text
