"""The hard moments after a signature as the user meets them: a sentence at the field, and what was typed still there.

What the acts themselves refuse is told in test_performance, test_confirmation and test_visits.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.agreements.terms import Part
from cases.confirmation.actions import record_outcome
from cases.performance.tasks import note_overdue
from tests.cases.agreements import make_draft, pay, sign_all, soon, tick_all
from tests.cases.factories import at, make_mediated
from tests.cases.performing import agreed, first
from tests.cases.test_confirmation import DOCKET, ask
from tests.cases.test_visits import sent as visited


@pytest.fixture
def obligation(client, lin, mediated_case):
    """9,800 yuan that 马俊 owes in thirty days; lin is signed in."""
    client.force_login(lin)
    return first(agreed(mediated_case, lin))


def paid(amount, **more):
    moment = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    return {"amount": amount, "performed_at": moment, "proof": "receipt", "note": "收条存卷", **more}


def pay_by_page(client, obligation, amount, **more):
    return client.post(reverse("cases:record_performance", args=[obligation.pk]), paid(amount, **more))


def errors(answer):
    return {name: said[0] for name, said in answer.context["form"].errors.items()}


def typed(answer, name):
    return answer.context["form"][name].value()


def test_a_payment_proved_twice_is_asked_about_at_its_tick_and_kept_when_it_is_ticked(client, obligation):
    assert pay_by_page(client, obligation, "1000").status_code == 302

    again = pay_by_page(client, obligation, "1000.00")

    assert again.status_code == 422
    assert list(errors(again)) == ["is_sure"]
    assert "已登记过一笔" in errors(again)["is_sure"]
    assert (typed(again, "amount"), typed(again, "note")) == ("1000.00", "收条存卷")
    assert pay_by_page(client, obligation, "1000", is_sure="on").status_code == 302
    assert obligation.records.count() == 2


def test_too_much_is_told_at_the_amount_then_asks_for_words_and_is_then_taken(client, obligation, mediated_case):
    too_much = pay_by_page(client, obligation, "9900")
    wordless = pay_by_page(client, obligation, "9900", is_sure="on", note="")
    taken = pay_by_page(client, obligation, "9900", is_sure="on", note="多付 100 元充抵水费")

    assert (too_much.status_code, typed(too_much, "amount")) == (422, "9900")
    assert errors(too_much) == {"amount": "还应付 9,800.00 元：如确有多付，请写明情况并勾选“确认无误”。"}
    assert errors(wordless) == {"note": "多付的，请写明多付的情况和双方的意见。"}
    assert taken.status_code == 302
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "done"


def test_an_instalment_paid_late_and_in_part_stays_overdue_and_the_next_paid_early_ends_it(client, lin, mediated_case):
    agreement = make_draft(mediated_case, lin)
    pay(agreement, lin, "3300", parts=(Part(Decimal("1650"), soon(10)), Part(Decimal("1650"), soon(40))))
    tick_all(agreement, lin)
    sign_all(agreement, lin)
    obligation = first(agreement)
    obligation.instalments.filter(seq=1).update(due_on=timezone.localdate() - timedelta(days=1))
    note_overdue()
    client.force_login(lin)
    form = reverse("cases:record_performance", args=[obligation.pk])

    told = []
    for amount in ("1000", "650", "1650"):
        pay_by_page(client, obligation, amount)
        mediated_case.refresh_from_db()
        offered = client.get(form)
        told.append((mediated_case.performance, typed(offered, "amount") if offered.status_code == 200 else "—"))

    assert told == [("overdue", "650.00"), ("in_progress", "1650.00"), ("done", "—")]
    assert not mediated_case.limits.running().filter(key="urge").exists()
    assert [part.performed_on for part in obligation.instalments.all()] == [timezone.localdate()] * 2


@pytest.fixture
def of_august(client, lin, zhao, committee):
    """In force on 20 August 2026: thirty days end on Saturday 19 September, and Sunday the 20th is worked."""
    with time_machine.travel(at("2026-08-20", "16:00")):
        case = make_mediated(lin, zhao, committee)
        agreed(case, lin, (Decimal("9800"), date(2026, 12, 1)))
    return case


def apply_by_page(client, case, day):
    joined = [party.pk for party in case.parties.all()]
    url = reverse("cases:apply_confirmation", args=[case.pk])
    return client.post(url, {"court": "0", "applied_on": day, "joined": joined})


@pytest.mark.parametrize(("day", "status"), [("2026-09-20", 302), ("2026-09-21", 422)])
def test_a_window_that_ends_on_a_rest_day_before_a_make_up_day_is_open_on_the_make_up_day(
    day, status, client, lin, of_august
):
    with time_machine.travel(at(day, "10:00")):
        client.force_login(lin)
        page = client.get(reverse("cases:apply_confirmation", args=[of_august.pk])).content.decode()
        answer = apply_by_page(client, of_august, day)

    assert "2026-09-20" in page
    assert answer.status_code == status
    if status == 422:
        assert errors(answer) == {"applied_on": "申请司法确认的期限已于 2026-09-20 届满。"}
        assert (typed(answer, "applied_on"), len(typed(answer, "joined"))) == (day, 2)


def said_after(client, url):
    """The sentence with which a page sends back."""
    answer = client.get(url, follow=True)
    assert answer.redirect_chain
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [(None, "请各方先撤回申请并登记"), ("confirmed", "已经法院裁定确认，不能再以调解变更")],
)
def test_a_variation_during_and_after_confirmation_is_refused_before_anything_is_written(
    outcome, sentence, client, lin, obligation, mediated_case
):
    application = ask(mediated_case, lin)
    if outcome:
        record_outcome(application, by=lin, outcome=outcome, decided_on=timezone.localdate(), docket=DOCKET)

    (said,) = said_after(client, reverse("cases:vary_agreement", args=[mediated_case.pk]))

    assert sentence in said
    assert mediated_case.agreements.count() == 1
    offered = client.get(mediated_case.get_absolute_url()).content.decode()
    assert reverse("cases:vary_agreement", args=[mediated_case.pk]) not in offered


def test_a_court_that_sends_the_file_back_says_why_and_may_be_asked_again(client, lin, obligation, mediated_case):
    url = reverse("cases:record_confirmation_outcome", args=[ask(mediated_case, lin).pk])
    today = str(timezone.localdate())

    wordless = client.post(url, {"outcome": "not_accepted", "decided_on": today})
    other = {"outcome": "not_accepted", "decided_on": today, "why_not": "other"}
    unsaid = client.post(url, other)
    sent_back = client.post(url, {**other, "reason": "缺少身份证明"})
    shown = client.get(mediated_case.get_absolute_url()).content.decode()

    assert (wordless.status_code, list(errors(wordless)), typed(wordless, "decided_on")) == (422, ["why_not"], today)
    assert (unsaid.status_code, list(errors(unsaid)), typed(unsaid, "why_not")) == (422, ["reason"], "other")
    assert sent_back.status_code == 302
    assert "缺少身份证明" in shown
    assert reverse("cases:apply_confirmation", args=[mediated_case.pk]) in shown
    assert apply_by_page(client, mediated_case, today).status_code == 302


def test_a_visit_to_somebody_who_moved_asks_nothing_of_them_and_is_told_in_the_case(client, obligation, mediated_case):
    pay_by_page(client, obligation, "9800")
    url = reverse("cases:visit", args=[mediated_case.pk])
    nobody = {"performance": "", "satisfaction": ""}

    unsaid = client.post(url, visited(mediated_case, **nobody, situation="电话空号"))
    moved = [client.post(url, visited(mediated_case, reached="moved", **nobody)).status_code for _ in range(3)]

    assert (unsaid.status_code, list(errors(unsaid)), typed(unsaid, "situation")) == (422, ["performance"], "电话空号")
    assert moved == [302] * 3
    assert "已搬离，去向不明" in client.get(mediated_case.get_absolute_url()).content.decode()
    assert not mediated_case.limits.running().filter(key="visit").exists()
