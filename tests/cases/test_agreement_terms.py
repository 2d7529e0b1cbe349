"""What an agreement binds to: amounts, instalments, days, and what is performed of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.agreements.actions import (
    add_obligation,
    change_obligation,
)
from cases.agreements.amounts import dates_from, split_evenly
from cases.agreements.models import Obligation
from cases.agreements.performance import Duty, performance_on
from cases.agreements.terms import Part, Terms
from governance.errors import Invalid
from tests.cases.agreements import (
    make_draft,
    make_ready,
    pay,
    side,
    soon,
)

ON = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (Decimal("0"), "大于 0"),
        (Decimal("-5"), "大于 0"),
        (Decimal("0.001"), "两位小数"),
        (Decimal("1000000000000"), "过大"),
        (Decimal("Infinity"), "请填写"),
        (None, "请填写"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_at_its_field(mediated_case, lin, amount, said):
    agreement = make_draft(mediated_case, lin)
    terms = Terms("pay", side(mediated_case, "respondent"), side(mediated_case, "applicant"), "", amount)

    with pytest.raises(Invalid, match=said) as refusal:
        add_obligation(agreement, by=lin, terms=terms)

    assert refusal.value.field == "amount"


def test_instalments_sum_to_their_payment_and_follow_one_another(mediated_case, lin):
    agreement = make_draft(mediated_case, lin)
    first, second = Part(Decimal("1650"), soon(10)), Part(Decimal("1649.99"), soon(40))

    for parts, said in (
        ((first, second), "各期合计 3,299.99 元，与金额 3,300.00 元不符"),
        ((first, Part(Decimal("1650"), soon(10))), "第 2 期的期限应晚于第 1 期"),
        ((first,), "2 至 360 期"),
        ((first,) * 361, "2 至 360 期"),
        ((first, Part(Decimal("0"), soon(40))), "大于 0"),
    ):
        with pytest.raises(Invalid, match=said) as refusal:
            pay(agreement, lin, "3300", parts=parts)
        assert refusal.value.field == "parts"

    assert Obligation.objects.count() == 0


def test_what_does_not_divide_goes_to_the_last_instalment():
    assert split_evenly(Decimal("100"), 3) == (Decimal("33.33"), Decimal("33.33"), Decimal("33.34"))
    for amount, count in ((Decimal("3300"), 2), (Decimal("999999999999.99"), 360), (Decimal("0.07"), 7)):
        assert sum(split_evenly(amount, count)) == amount
    with pytest.raises(Invalid, match="太小"):
        split_evenly(Decimal("0.05"), 6)
    assert dates_from(date(2026, 1, 31), 3, months=1) == (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"kind": "lend"}, "kind"),
        ({"kind": "act", "what": ""}, "what"),
        ({"kind": "act", "what": "修", "timing": "running"}, "timing"),
        ({"kind": "act", "what": "修", "due_on": None}, "due_on"),
        ({"kind": "act", "what": "修", "due_on": date(2020, 1, 1)}, "due_on"),
        ({"kind": "act", "what": "修", "due_on": date(2999, 1, 1)}, "due_on"),
        ({"kind": "act", "what": "修", "amount": Decimal(5)}, "amount"),
        ({"kind": "pay", "amount": Decimal(5), "creditor": None}, "creditor"),
        ({"kind": "pay", "amount": Decimal(5), "timing": "on_the_spot"}, "due_on"),
    ],
)
def test_an_obligation_that_does_not_hold_together_is_refused_at_its_field(mediated_case, lin, terms, field):
    agreement = make_draft(mediated_case, lin)
    values = {
        "debtor": side(mediated_case, "respondent"),
        "creditor": side(mediated_case, "applicant"),
        "due_on": soon(),
        **terms,
    }

    with pytest.raises(Invalid) as refusal:
        add_obligation(agreement, by=lin, terms=Terms(**values))

    assert refusal.value.field == field


def test_a_party_owes_nothing_to_itself_and_nobody_outside_the_case_owes(mediated_case, lin, zhao, next_door, sun):
    agreement = make_draft(mediated_case, lin)
    one = side(mediated_case, "respondent")
    with pytest.raises(Invalid, match="不能是同一方"):
        add_obligation(agreement, by=lin, terms=Terms("act", one, one, "修", due_on=soon()))
    one.left_on = timezone.localdate()
    one.save()

    with pytest.raises(Invalid, match="本案的当事人"):
        add_obligation(agreement, by=lin, terms=Terms("act", one, None, "修", due_on=soon()))


def test_a_changed_text_is_looked_at_anew(mediated_case, lin):
    agreement = make_ready(mediated_case, lin)
    obligation = agreement.obligations.get()
    terms = Terms("pay", obligation.debtor, obligation.creditor, "赔偿", Decimal("5000"), due_on=soon())

    change_obligation(obligation, by=lin, terms=terms)

    agreement.refresh_from_db()
    assert (agreement.checked, agreement.checked_at) == ([], None)


@pytest.mark.parametrize(
    ("duties", "state"),
    [
        ([], "done"),
        ([(date(2026, 5, 1), None)], "not_due"),
        ([(date(2026, 4, 30), None)], "overdue"),
        ([(date(2026, 4, 30), date(2026, 5, 6))], "done"),
        ([(date(2026, 4, 30), date(2026, 4, 1)), (date(2026, 6, 1), None)], "in_progress"),
        ([(date(2026, 4, 10), date(2026, 4, 9)), (date(2026, 4, 30), None)], "overdue"),
        ([(None, None)], "in_progress"),
        ([(None, date(2026, 4, 1))], "done"),
    ],
)
def test_performance_is_derived_from_what_is_due_and_done(duties, state):
    assert performance_on([Duty(*duty) for duty in duties], ON) == state
