"""The time to ask for enforcement: two years from the last day, of what a court confirmed and nobody performed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.agreements.models import Instalment, Obligation
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.docket.states import Confirmation
from cases.performance.courts.actions import note_recourse
from cases.performance.enforcement import counts_from, last_day_of
from cases.performance.track import set_performance
from governance.errors import Invalid
from governance.notices.models import Notice
from governance.notices.sweeping import sweep
from tests.cases.performing import agreed, late


class Owed:
    """An obligation as the arithmetic reads it."""

    def __init__(self, due_on, parts=(), performed_on=None):
        self.due_on, self.performed_on, self._parts = due_on, performed_on, parts

    @property
    def instalments(self):
        return self

    def all(self):
        return [Instalment(due_on=day, seq=seq, amount=Decimal(1)) for seq, day in enumerate(self._parts, 1)]


MARCH, MAY, JUNE = date(2026, 3, 31), date(2026, 5, 31), date(2026, 6, 30)


@pytest.mark.parametrize(
    ("owed", "on", "since"),
    [
        ([Owed(MARCH)], date(2026, 4, 1), MARCH),
        ([Owed(MARCH)], MARCH, None),
        ([Owed(MARCH, performed_on=MARCH)], JUNE, None),
        ([Owed(None)], JUNE, None),
        ([Owed(None, (MARCH, MAY))], date(2026, 4, 15), None),
        ([Owed(None, (MARCH, MAY))], JUNE, MAY),
        ([Owed(MAY), Owed(MARCH)], JUNE, MARCH),
    ],
)
def test_the_two_years_run_from_the_last_day_of_what_is_not_performed(owed, on, since):
    assert counts_from(owed, on) == since


def test_of_instalments_the_last_one_decides():
    assert last_day_of(Owed(None, (MARCH, MAY))) == MAY


@pytest.fixture
def confirmed(mediated_case, lin):
    """Overdue since the day before yesterday, and confirmed by a court."""
    late(agreed(mediated_case, lin), timezone.localdate() - timedelta(days=2))
    Case.objects.filter(pk=mediated_case.pk).update(confirmation=Confirmation.CONFIRMED)
    case = Case.objects.get(pk=mediated_case.pk)
    set_performance(case, on=timezone.localdate())
    case.save()
    return case


def limit_of(case):
    return TimeLimit.objects.get(case=case, key="enforce", dropped_on=None)


def ask(case, lin, **more):
    party = case.parties.get(side="applicant")
    return note_recourse(case, by=lin, **{"kind": "enforcement", "party": party, **more})


def test_it_begins_with_the_last_day_and_does_not_make_the_case_due(confirmed):
    limit = limit_of(confirmed)
    last_day = timezone.localdate() - timedelta(days=2)

    assert (limit.starts_on, limit.due_on.year) == (last_day, last_day.year + 2)
    assert confirmed.due_on != limit.due_on


def test_it_is_not_asked_for_before_the_last_day_and_met_when_asked_for(confirmed, lin):
    limit = limit_of(confirmed)
    ended_on = limit.starts_on
    TimeLimit.objects.filter(pk=limit.pk).update(starts_on=timezone.localdate())
    with pytest.raises(Invalid, match="届满以后才能申请") as refused:
        ask(confirmed, lin, begun_on=timezone.localdate())
    assert refused.value.field == "begun_on"

    TimeLimit.objects.filter(pk=limit.pk).update(starts_on=ended_on)
    ask(confirmed, lin, begun_on=timezone.localdate())
    limit.refresh_from_db()
    assert limit.met_on == timezone.localdate()
    assert Case.objects.get().performance == "enforced"


def test_after_two_years_it_takes_a_word_of_why(confirmed, lin):
    limit = limit_of(confirmed)
    TimeLimit.objects.filter(pk=limit.pk).update(
        starts_on=timezone.localdate() - timedelta(days=740), due_on=timezone.localdate() - timedelta(days=9)
    )
    with pytest.raises(Invalid, match="第二百五十条") as refused:
        ask(confirmed, lin, begun_on=timezone.localdate())
    assert refused.value.field == "lapsed_reason"

    ask(confirmed, lin, begun_on=timezone.localdate(), lapsed_reason="2027年书面催告，时效中断")
    assert "时效中断" in confirmed.events.order_by("-seq").values_list("note", flat=True)[0]


def test_what_is_performed_after_all_needs_no_enforcement(confirmed):
    Obligation.objects.filter(agreement__case=confirmed).update(performed_on=timezone.localdate())
    set_performance(confirmed, on=timezone.localdate())

    assert not TimeLimit.objects.running().filter(case=confirmed, key="enforce").exists()


def test_the_host_is_told_ninety_days_before(confirmed, lin):
    day = limit_of(confirmed).due_on - timedelta(days=90)
    sweep(day)

    assert Notice.objects.filter(rung="case.enforce_due").values_list("recipient__username", flat=True).get() == "lin"
