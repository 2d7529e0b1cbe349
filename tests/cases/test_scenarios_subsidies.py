"""What the mediators of S1 and S3 are paid, as the scenarios say it, to the paid batch; and read over the API."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from cases.demo import scenario_1, scenario_3
from cases.demo.after_signature import AFTER
from cases.demo.story import Stage, at, play
from cases.mediation.mediators.actions import file_mediator, file_with_bureau
from cases.risk.actions import assess_risk
from cases.subsidies.actions import Share, claim_subsidy, review_claim
from cases.subsidies.models import SubsidyClaim
from cases.subsidies.paying import approve_batch, draw_up_batch, pay_batch
from governance.errors import NotPermitted, WrongState
from tests.cases.district import District, code
from tests.cases.scenario_world import COMMUNITY, DISTRICT, LONG_SINCE, STREET, earlier_numbers, make_world
from tests.cases.test_scenarios_after import fresh, on
from tests.cases.test_scenarios_closing import archive, close
from tests.factories import bearer, make_account, make_client

pytestmark = pytest.mark.usefixtures("folder")

REASON = "三次上门，促成双方分期履行。"


@pytest.fixture
def stage(places, client):
    """The world of the scenarios, with a justice office of two, the district's two, and mediators on file."""
    with time_machine.travel(at("2026-01-05 09:00")):
        stage = Stage(make_world())
        stage.kept |= {
            "office": [_account("gu", "street_justice_officer", STREET), _account("shen", "street_supervisor", STREET)],
            "bureau": _account("fang", "district_officer", DISTRICT),
            "district": District(client),
        }
        reads = make_client("财务系统", DISTRICT, key_id="finance", by=stage.kept["bureau"], verbs=("subsidy.view",))
        type(reads).objects.filter(pk=reads.pk).update(expires_at=at("2027-01-05 09:00"))
        stage.kept["finance"] = bearer(reads)
        mediators = (
            (stage.qian, stage.qian, COMMUNITY),
            (stage.sun, stage.qian, COMMUNITY),
            (stage.zhou, stage.zhou, STREET),
            (stage.wu, stage.zhou, STREET),
        )
        for number, (account, director, area) in enumerate(mediators, 1):
            filed = file_mediator(account, by=director, area=area, employment="part", origin="engaged")
            file_with_bureau(filed, by=stage.kept["bureau"], filing_no=f"云司调{number:03}", filed_on=date(2026, 1, 5))
    return stage


def _account(name, role, area):
    return make_account(name, role, area, **LONG_SINCE)


def claim(stage, day, by, *shares):
    with on(f"{day} 09:30"):
        return claim_subsidy(
            fresh(stage), by=by, shares=tuple(Share(account, percent) for account, percent in shares), reason=REASON
        )


def passed(one, day, *people):
    for hour, person in enumerate(people, 10):
        with on(f"{day} {hour}:00"):
            one = review_claim(one, by=person, decision="passed")
    return one


def paid(stage, period, drawn, day):
    """The district's batch of the quarter, approved and paid."""
    bureau = stage.kept["bureau"]
    with on(f"{drawn} 09:00"):
        batch = draw_up_batch(by=bureau, area=DISTRICT, period=period)
        batch = approve_batch(batch, by=bureau)
    with on(f"{day} 09:00"):
        return pay_batch(batch, by=bureau, paid_on=date.fromisoformat(day), voucher_no="财支〔2026〕88号")


def told(stage):
    """The claims that the finance office's system reads, with their shares; and the list of the batch."""
    district, who = stage.kept["district"], stage.kept["finance"]
    rows = district.get("subsidies", who=who)["results"]
    claims = [(code(row["grade"]), row["amount"], code(row["state"])) for row in rows]
    batches = district.get("subsidy_batches", who=who)["results"]
    lines = [(one["mediator"], one["net_amount"]) for batch in batches for one in batch["payments"]]
    return claims, lines


def test_s1_is_claimed_for_only_when_all_is_performed_and_shared_seventy_to_thirty(stage):
    earlier_numbers(stage.community, 7)
    play(stage, scenario_1.EVENTS)
    with pytest.raises(WrongState):
        claim(stage, "2026-04-30", stage.qian, (stage.qian, 70), (stage.sun, 30))
    play(stage, AFTER[scenario_1])
    close(stage, "2026-05-18", stage.qian, stage.qian)
    with pytest.raises(WrongState):
        claim(stage, "2026-05-19", stage.qian, (stage.qian, 70), (stage.sun, 30))
    archive(stage, "2026-05-20", stage.sun, stage.qian)

    one = claim(stage, "2026-05-21", stage.qian, (stage.qian, 70), (stage.sun, 30))
    assert (one.grade, one.rule_grade, one.base_amount) == ("ordinary", "ordinary", Decimal("300.00"))
    assert [share.amount for share in one.shares.all()] == [Decimal("210.00"), Decimal("90.00")]
    with on("2026-05-22 09:00"), pytest.raises(NotPermitted):
        review_claim(one, by=stage.qian, decision="passed")  # the director has a share: the justice office, twice
    passed(one, "2026-05-22", *stage.kept["office"])
    batch = paid(stage, date(2026, 6, 1), "2026-07-01", "2026-07-03")

    assert (batch.period, batch.net_amount, batch.paid_on) == ("2026年第2季度", Decimal("300.00"), date(2026, 7, 3))
    with time_machine.travel(at("2026-07-03 17:00")):
        claims, lines = told(stage)
    assert claims == [("ordinary", "300.00", "paid")]
    assert sorted(lines) == [("孙丽华", "90.00"), ("钱卫东", "210.00")]


def test_s3_was_red_and_is_paid_as_a_major_case_once(stage):
    earlier_numbers(stage.street, 26)
    play(stage, scenario_3.EVENTS)
    play(stage, AFTER[scenario_3])
    with on("2026-05-29 08:00"):
        assess_risk(fresh(stage), by=stage.zhou, assessed_at=at("2026-05-29 08:00"), level=0, reason="两次回访均平静")
    close(stage, "2026-05-29", stage.zhou, stage.zhou)
    archive(stage, "2026-06-03", stage.wu, stage.zhou)

    one = claim(stage, "2026-06-04", stage.zhou, (stage.zhou, 60), (stage.wu, 40))
    assert (one.grade, one.grade_basis) == ("major", "曾评为 3 级风险")
    with pytest.raises(WrongState):
        claim(stage, "2026-06-05", stage.wu, (stage.wu, 100))
    passed(one, "2026-06-08", *stage.kept["office"])
    paid(stage, date(2026, 6, 1), "2026-07-01", "2026-07-03")

    one = SubsidyClaim.objects.get()
    assert (one.state, one.case.number) == ("paid", "（2026）云新人调字第27号")
    with time_machine.travel(at("2026-07-03 17:00")):
        claims, lines = told(stage)
    shares = {share.account.name: str(share.amount) for share in one.shares.select_related("account")}
    assert claims == [("major", str(one.base_amount), "paid")]
    assert dict(lines) == shares
    assert sum(map(Decimal, shares.values())) == one.base_amount
