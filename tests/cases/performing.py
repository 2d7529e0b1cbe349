"""Plain functions that carry cases past the signature, through the actions."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from cases.agreements.models import Agreement, Obligation
from cases.performance.actions import record_performance, urge_performance
from cases.performance.models import PerformanceRecord
from cases.performance.tasks import note_overdue
from tests.cases.agreements import make_draft, pay, picture, sign_all, tick_all
from tests.cases.factories import ago


def agreed(case, by, *terms, **head) -> Agreement:
    """In force, written; `terms` are (amount, due_on) of what the respondent pays: without, 9,800 in 30 days."""
    agreement = make_draft(case, by, **head)
    for amount, due_on in terms or ((Decimal("9800.00"), None),):
        pay(agreement, by, str(amount), due_on=due_on)
    tick_all(agreement, by)
    sign_all(agreement, by)
    case.refresh_from_db()
    return Agreement.objects.get(pk=agreement.pk)


def first(agreement, seq=1) -> Obligation:
    return agreement.obligations.get(seq=seq)


def perform(obligation, by, amount="9800.00", **more) -> PerformanceRecord:
    values = {"performed_at": ago(minutes=1), "proof": "transfer", "uploads": (picture("转账.png"),), **more}
    if obligation.kind == "pay":
        values["amount"] = Decimal(amount)
    return record_performance(obligation, by=by, **values)


def urge(case, by, party, **more):
    values = {"urged_at": ago(minutes=1), "channel": "phone", "outcome": "noted", **more}
    return urge_performance(case, by=by, party=party, **values)


def late(agreement, day: date) -> None:
    """As if everything had been due on `day`: what is signed is not due before it takes effect."""
    agreement.obligations.update(due_on=day)


def overdue(case, by):
    """In force, and its one payment was due yesterday."""
    agreement = agreed(case, by)
    late(agreement, timezone.localdate() - timedelta(days=1))
    note_overdue()
    case.refresh_from_db()
    return agreement
