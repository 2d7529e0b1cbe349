"""A clawback that was a mistake: cancelled with its reason; what was posted stays, what came back is paid again."""

from decimal import Decimal

import pytest
from django.utils import timezone

from cases.parties.actions import Entry
from cases.subsidies.clawbacks.actions import cancel_clawback
from cases.subsidies.models import SubsidyClaim, SubsidyPayment
from cases.subsidies.paying import approve_batch, claw_back, draw_up_batch, repay_clawback
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.factories import make_mediated
from tests.cases.subsidised import claim, claimable, paid, passed


@pytest.fixture
def taken(lin, zhao, justice, officer, mediated_case):
    """Paid 100 yuan to lin, all of it clawed back."""
    paid(claim(claimable(mediated_case, lin, zhao), lin), zhao, justice, officer)
    one = SubsidyClaim.objects.get()
    amounts = {one.shares.get().pk: Decimal(100)}
    return claw_back(one, by=officer, reason="mistaken", note="看错案号", amounts=amounts)[0]


def test_a_claim_stands_again_and_nothing_is_owed(officer, taken):
    cancel_clawback(taken, by=officer, reason="案号看错了，本案没有问题")

    one = SubsidyClaim.objects.get()
    kept = one.shares.get().clawbacks.get()
    assert (one.state, kept.amount, kept.settled_amount, kept.note) == ("paid", Decimal(100), Decimal(0), "看错案号")
    assert kept.cancellation.restored_amount == 0
    entry = TrailEntry.objects.get(verb="subsidy.clawback_cancelled")
    assert (entry.account, entry.detail.body["reason"]) == (officer, "案号看错了，本案没有问题")


def test_what_was_given_back_is_paid_again_with_the_next_list(lin, zhao, justice, officer, supervisor, taken):
    today = timezone.localdate()
    repay_clawback(taken, by=officer, amount=Decimal("60"), repaid_on=today, receipt_no="收 7")
    cancel_clawback(taken, by=officer, reason="案号看错了")
    case = taken.share.claim.case
    entries = tuple(Entry(party.side, person=party.person) for party in case.parties.all())
    passed(claim(claimable(make_mediated(lin, zhao, case.committee, entries=entries), lin, zhao), lin), zhao, justice)
    street = draw_up_batch(by=officer, area=case.area_id[:9] + "000", period=today)
    approve_batch(street, by=officer)

    line = SubsidyPayment.objects.get(batch=street)
    sums = (line.gross_amount, line.deducted_amount, line.restored_amount, line.net_amount)
    assert sums == (Decimal(100), Decimal(0), Decimal(60), Decimal(160))
    street.refresh_from_db()
    assert (street.restored_amount, street.net_amount) == (Decimal(60), Decimal(160))
    assert line.restorations.get().clawback == taken


def test_it_is_cancelled_once_and_with_a_reason_by_the_district(justice, officer, taken):
    with pytest.raises(NotPermitted):
        cancel_clawback(taken, by=justice, reason="看错")
    with pytest.raises(Invalid):
        cancel_clawback(taken, by=officer, reason=" ")
    cancel_clawback(taken, by=officer, reason="看错")
    with pytest.raises(WrongState, match="已经撤销"):
        cancel_clawback(taken, by=officer, reason="看错")
    with pytest.raises(WrongState, match="不用退回"):
        repay_clawback(taken, by=officer, amount=Decimal(1), repaid_on=timezone.localdate(), receipt_no="收 8")


def test_another_claim_of_the_dispute_comes_first(lin, officer, taken):
    claim(taken.share.claim.case, lin)
    with pytest.raises(WrongState, match="已另有补贴申报"):
        cancel_clawback(taken, by=officer, reason="看错")


def test_the_district_cancels_it_by_the_page(client, officer, sun, taken):
    url = f"/cases/clawbacks/{taken.pk}/cancel/"
    client.force_login(officer)
    asked = client.get(url).content.decode()
    done = client.post(url, {"reason": "案号看错了"}, follow=True).content.decode()
    again = client.get(url, follow=True).content.decode()
    client.force_login(sun)

    assert "追回林晓 100.00 元" in asked
    assert ("已撤销" in done, "案号看错了" in done, "尚欠" in done) == (True, True, False)
    assert "这笔追回已经撤销" in again
    assert client.get(url).status_code == 404
