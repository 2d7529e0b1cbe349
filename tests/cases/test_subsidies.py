"""Subsidies by case: who claims what, three reviews by three people, batches, payment, clawbacks."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.archive.disposal.purging import GONE, purge
from cases.closing.actions import reopen_case
from cases.docket.models import Case
from cases.mediation.models import Assignment
from cases.parties.actions import Entry
from cases.subsidies.actions import Share, correct_claim, review_claim, withdraw_claim
from cases.subsidies.clawbacks.models import Clawback
from cases.subsidies.models import SubsidyClaim, SubsidyReview
from cases.subsidies.paying import approve_batch, claw_back, drop_batch, pay_batch, repay_clawback
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.factories import ago, make_mediated
from tests.cases.subsidised import REASON, batched, claim, claimable, closed, filed, granted, paid, passed
from tests.factories import JIADING, XINCHENGLU, YINGYUAN, make_account


@pytest.fixture
def case(lin, zhao, mediated_case):
    """Agreed in writing, performed, closed, in the archive; lin mediated it."""
    return claimable(mediated_case, lin, zhao)


@pytest.fixture
def qian(places, case):
    """Recorded in the case, filed as a mediator."""
    account = make_account("qian", "mediator", YINGYUAN, name="钱卫东")
    Assignment.objects.create(case=case, account=account, role="recorder", starts_at=ago(hours=1))
    return account


def another(case, lin, zhao, **more):
    """Another case of the same people that may be claimed for."""
    entries = tuple(Entry(party.side, person=party.person) for party in case.parties.all())
    return claimable(make_mediated(lin, zhao, case.committee, entries=entries, **more), lin, zhao)


def test_a_claim_has_the_grade_and_the_amount_of_the_rules_and_its_shares(lin, zhao, case, qian):
    filed(qian, zhao)
    one = claim(case, lin, (lin, 70), (qian, 30))

    assert (one.grade, one.rule_grade, one.base_amount, one.state) == ("simple", "simple", Decimal("100.00"), "first")
    assert [(share.account, share.percent, share.amount) for share in one.shares.all()] == [
        (lin, 70, Decimal("70.00")),
        (qian, 30, Decimal("30.00")),
    ]
    assert TrailEntry.objects.get(verb="subsidy.claimed").account == lin


def test_another_grade_than_that_of_the_rules_needs_its_reason(lin, case):
    with pytest.raises(Invalid, match="按规则为“简易”（受理后 1 天以内调解成功）") as refused:
        claim(case, lin, grade="complex")
    assert refused.value.field == "grade_reason"

    one = claim(case, lin, grade="complex", grade_reason="三个部门到场")
    assert (one.grade, one.base_amount, one.grade_reason) == ("complex", Decimal("800.00"), "三个部门到场")


@pytest.mark.parametrize("percents", [(50, 40), (50, 60)])
def test_shares_that_do_not_make_a_hundred_are_refused(lin, zhao, case, qian, percents):
    filed(qian, zhao)
    with pytest.raises(Invalid, match="份额合计应为 100%"):
        claim(case, lin, *zip((lin, qian), percents, strict=True))


def test_nobody_has_a_share_who_may_not_have_one(lin, zhao, sun, justice, case, qian):
    with pytest.raises(Invalid, match="钱卫东没有备案"):
        claim(case, lin, (lin, 50), (qian, 50))
    filed(qian, zhao, paid_bar="civil_servant")
    with pytest.raises(Invalid, match="钱卫东是公务员"):
        claim(case, lin, (lin, 50), (qian, 50))
    with pytest.raises(Invalid, match="不是本案的调解员"):
        claim(case, lin, (lin, 50), (justice, 50))
    with pytest.raises(Invalid, match="只能填写一份"):
        claim(case, lin, (lin, 50), (lin, 50))
    with pytest.raises(NotPermitted):
        claim(case, sun)


def test_a_case_that_is_not_performed_or_has_no_volume_gets_nothing(lin, zhao, mediated_case):
    filed(lin, zhao)
    with pytest.raises(WrongState, match="没有调解成功"):
        claim(mediated_case, lin)
    case = closed(mediated_case, lin, zhao)
    with pytest.raises(WrongState, match="尚未立卷"):
        claim(case, lin)


def test_one_dispute_has_one_claim_whatever_cases_it_has(lin, zhao, case):
    first = claim(case, lin)
    later = another(case, lin, zhao, earlier=case)
    with pytest.raises(WrongState, match="同一纠纷只补贴一次"):
        claim(later, lin)

    withdraw_claim(first, by=lin, reason="由后案申报")
    assert claim(later, lin).dispute_id == case.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        SubsidyClaim.objects.filter(pk=first.pk).update(state="first")


def test_a_reopened_case_gets_no_subsidy_until_it_is_performed_again(lin, zhao, justice, mediated_case):
    filed(lin, zhao)
    case = closed(mediated_case, lin, zhao)
    people = tuple(case.parties.standing())
    case = reopen_case(
        case, by=zhao, reopened_at=timezone.now(), ground="unfit", reason="金额算错", consented=people, channel="face"
    )
    with pytest.raises(WrongState, match="本案已恢复调解，不能申报补贴"):
        claim(case, lin)


def test_three_people_review_and_none_of_them_twice(lin, zhao, justice, officer, case):
    one = claim(case, lin)
    with pytest.raises(NotPermitted, match="须由本调委会主任审核"):
        review_claim(one, by=justice, decision="passed")
    one = passed(one, zhao)
    with pytest.raises(NotPermitted, match="须由司法所复核"):
        review_claim(one, by=zhao, decision="passed")
    one = passed(one, justice)
    with pytest.raises(Invalid, match="按批次办理"):
        review_claim(one, by=officer, decision="passed")
    approve_batch(batched(officer), by=officer)

    reviews = list(one.reviews.values_list("seat", "reviewed_by", "decision"))
    assert reviews == [(1, zhao.pk, "passed"), (2, justice.pk, "passed"), (3, officer.pk, "passed")]


def test_the_second_reviewer_is_not_the_first(lin, zhao, justice, officer, case):
    one = claim(case, lin)
    zhao.postings.create(role="street_justice_officer", area_id=XINCHENGLU, starts_on=timezone.localdate())
    zhao.postings.create(role="district_officer", area_id=JIADING, starts_on=timezone.localdate())
    zhao.forget_postings()
    one = passed(one, zhao)
    with pytest.raises(NotPermitted, match="三次审核须由三个人办理"):
        passed(one, zhao)
    passed(one, justice)
    with pytest.raises(NotPermitted, match="三次审核须由三个人办理"):
        approve_batch(batched(officer), by=zhao)
    again = SubsidyReview(claim=one, round=1, seat=2, decision="passed", reviewed_by=zhao, reviewed_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_director_with_a_share_is_reviewed_by_the_street(lin, zhao, justice, supervisor, case):
    filed(zhao, zhao)
    Assignment.objects.create(case=case, account=zhao, role="co", starts_at=ago(hours=1))
    one = claim(case, lin, (lin, 40), (zhao, 60))
    with pytest.raises(NotPermitted, match="有份额，不能审核"):
        review_claim(one, by=zhao, decision="passed")
    one = passed(one, supervisor)
    with pytest.raises(NotPermitted, match="三次审核"):
        passed(one, supervisor)

    assert passed(one, justice).state == "third"


def test_what_is_returned_is_corrected_and_begins_anew(lin, zhao, justice, case):
    one = passed(claim(case, lin), zhao)
    with pytest.raises(Invalid) as refused:
        review_claim(one, by=justice, decision="returned")
    assert refused.value.field == "opinion"
    one = review_claim(one, by=justice, decision="returned", opinion="请说明工作量")
    one = correct_claim(one, by=lin, shares=(Share(lin, 100),), reason="上门六次")

    assert (one.state, one.round, one.reason) == ("first", 2, "上门六次")
    assert passed(one, zhao, justice).state == "third"


def test_a_refused_claim_is_over_and_the_dispute_may_be_claimed_anew(lin, zhao, case):
    one = review_claim(claim(case, lin), by=zhao, decision="refused", opinion="材料不实")
    with pytest.raises(WrongState, match="不能修改"):
        correct_claim(one, by=lin, shares=(Share(lin, 100),), reason=REASON)

    assert claim(case, lin).state == "first"


def test_what_was_lost_since_the_claim_holds_it_up_at_every_review(lin, zhao, justice, officer, case):
    one = passed(claim(case, lin), zhao, justice)
    batch = batched(officer)
    Case.objects.filter(pk=case.pk).update(performance="overdue")
    with pytest.raises(WrongState, match="请先将其申报退回或者不予补贴"):
        approve_batch(batch, by=officer)
    review_claim(one, by=officer, decision="returned", opinion="协议未实际履行")
    with pytest.raises(WrongState, match="没有申报"):
        approve_batch(batch, by=officer)
    with pytest.raises(WrongState, match="尚未履行完毕"):
        correct_claim(one, by=lin, shares=(Share(lin, 100),), reason=REASON)


def test_a_batch_is_drawn_up_once_a_period_and_may_be_dropped(lin, zhao, justice, officer, case):
    with pytest.raises(Invalid, match="没有通过司法所复核"):
        batched(officer)
    one = passed(claim(case, lin), zhao, justice)
    with pytest.raises(NotPermitted):
        batched(justice)
    batch = batched(officer)
    with pytest.raises(Invalid, match="已有批次"):
        batched(officer)
    drop_batch(batch, by=officer, reason="漏报一件")
    one.refresh_from_db()

    assert (one.state, one.batch) == ("third", None)
    assert list(batched(officer).claims.all()) == [one]


def test_the_payment_list_adds_up_and_is_paid_once(lin, zhao, justice, officer, case, qian):
    filed(qian, zhao)
    passed(claim(case, lin, (lin, 70), (qian, 30)), zhao, justice)
    passed(claim(another(case, lin, zhao), lin), zhao, justice)
    batch = approve_batch(batched(officer), by=officer)
    lines = [(one.account.name, one.case_count, one.net_amount) for one in batch.payments.order_by("-net_amount")]
    with pytest.raises(Invalid, match="不能早于批准日期"):
        pay_batch(batch, by=officer, paid_on=timezone.localdate(ago(days=2)), voucher_no="1")
    batch = pay_batch(batch, by=officer, paid_on=timezone.localdate(), voucher_no="财支 88")

    assert lines == [("林晓", 2, Decimal("170.00")), ("钱卫东", 1, Decimal("30.00"))]
    assert (batch.net_amount, batch.state) == (Decimal("200.00"), "paid")
    assert set(batch.claims.values_list("state", flat=True)) == {"paid"}
    with pytest.raises(WrongState):
        pay_batch(batch, by=officer, paid_on=timezone.localdate(), voucher_no="财支 89")


def test_what_is_clawed_back_comes_off_the_next_payment_or_is_repaid(lin, zhao, justice, officer, case):
    paid(claim(case, lin, grade="ordinary", grade_reason="书面协议"), zhao, justice, officer)
    one = SubsidyClaim.objects.get()
    share = one.shares.get()
    with pytest.raises(NotPermitted):
        claw_back(one, by=justice, reason="volume_failed", note="缺签名", amounts={share.pk: Decimal(300)})
    with pytest.raises(Invalid, match="最多还可以追回 300"):
        claw_back(one, by=officer, reason="volume_failed", note="缺签名", amounts={share.pk: Decimal(301)})
    claw_back(one, by=officer, reason="volume_failed", note="缺签名", amounts={share.pk: Decimal(300)})
    one.refresh_from_db()

    later = passed(claim(another(case, lin, zhao), lin), zhao, justice)
    batch = approve_batch(batched(officer, area=XINCHENGLU), by=officer)
    owed = Clawback.objects.get()
    line = batch.payments.get()
    assert (one.state, later.base_amount) == ("clawed_back", Decimal(100))
    assert (line.gross_amount, line.deducted_amount, line.net_amount) == (100, 100, 0)
    assert (owed.settled_amount, owed.outstanding_amount) == (100, 200)

    with pytest.raises(Invalid, match="尚未结清的只有 200"):
        repay_clawback(owed, by=officer, amount=Decimal(201), repaid_on=timezone.localdate(), receipt_no="9")
    repay_clawback(owed, by=officer, amount=Decimal(200), repaid_on=timezone.localdate(), receipt_no="收 9")
    assert not Clawback.objects.outstanding().exists()


def test_a_part_may_be_clawed_back_and_the_claim_stands(lin, zhao, justice, officer, case):
    batch = granted(claim(case, lin), zhao, justice, officer)
    one = SubsidyClaim.objects.get()
    claw_back(one, by=officer, reason="mistaken", note="多算", amounts={one.shares.get().pk: Decimal("20.50")})
    one.refresh_from_db()

    assert (one.state, batch.net_amount) == ("approved", Decimal(100))


def test_a_destroyed_case_keeps_what_was_paid_and_not_what_was_said(lin, zhao, justice, officer, case):
    one = claim(case, lin, reason="植入的理由")
    review_claim(one, by=zhao, decision="passed", opinion="植入的意见")
    passed(one, justice)
    approve_batch(batched(officer), by=officer)
    with transaction.atomic():
        purge(case, by=officer, reason="保管期满")
    one.refresh_from_db()

    assert (one.base_amount, one.shares.get().account, one.reviews.count()) == (Decimal(100), lin, 3)
    assert (one.reason, one.reviews.first().opinion) == (GONE, GONE)


def test_paid_claims_of_cases_taken_up_again_are_found(lin, zhao, justice, officer, case):
    paid(claim(case, lin), zhao, justice, officer)
    assert not SubsidyClaim.objects.granted().undone().exists()
    Case.objects.filter(pk=case.pk).update(procedure="mediating")
    assert SubsidyClaim.objects.granted().undone().exists()


def test_a_mediator_sees_own_claims_a_director_those_of_the_committee_next_door_none(
    lin, zhao, sun, justice, officer, auditor, far, case, qian
):
    one = claim(case, lin)

    def seen(actor):
        return SubsidyClaim.objects.visible_to(actor).filter(pk=one.pk).exists()

    assert [seen(who) for who in (lin, zhao, justice, officer, auditor)] == [True] * 5
    assert [seen(who) for who in (sun, qian, far)] == [False] * 3
