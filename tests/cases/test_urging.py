"""What is late: noted once, urged, promised, refused, taken to court."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from cases.performance.courts.actions import end_recourse, note_recourse
from cases.performance.tasks import newly_overdue, note_overdue
from governance.errors import Invalid, WrongState
from governance.notices import sweeping
from governance.notices.models import Notice
from tests.cases.agreements import side, soon
from tests.cases.factories import at
from tests.cases.performing import agreed, first, late, overdue, perform, urge


def test_the_sweep_notes_a_day_that_passed_once_and_urging_falls_due(mediated_case, lin):
    agreement = agreed(mediated_case, lin)
    due_on = soon(30)

    with time_machine.travel(at(str(due_on), "08:00")):
        note_overdue()
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "not_due"

    with time_machine.travel(at(str(due_on + timedelta(days=1)), "08:00")):
        note_overdue()
        note_overdue()
        assert newly_overdue(timezone.localdate()) == []
    mediated_case.refresh_from_db()
    limit = mediated_case.limits.running().get(key="urge")
    assert mediated_case.performance == "overdue"
    assert limit.starts_on == due_on
    assert mediated_case.events.filter(verb="performance_overdue").count() == 1
    assert first(agreement).noted_overdue_on == due_on + timedelta(days=1)


def test_what_is_performed_or_replaced_is_not_noted(mediated_case, lin):
    agreement = agreed(mediated_case, lin)
    perform(first(agreement), lin)
    late(agreement, date(2026, 1, 1))

    assert newly_overdue(soon(60)) == []


def test_urging_meets_its_limit_and_a_promise_is_asked_after(mediated_case, lin):
    overdue(mediated_case, lin)
    promised = soon(5)

    urge(mediated_case, lin, side(mediated_case, "respondent"), outcome="promised", promised_on=promised)

    mediated_case.refresh_from_db()
    running = mediated_case.limits.running().get(key="urge")
    assert (mediated_case.performance, running.starts_on) == ("overdue", promised)
    assert mediated_case.limits.filter(key="urge", met_on__isnull=False).count() == 1


def test_somebody_who_was_not_reached_is_still_to_be_urged(mediated_case, lin):
    overdue(mediated_case, lin)

    urge(mediated_case, lin, side(mediated_case, "respondent"), outcome="unreached")

    assert mediated_case.limits.running().filter(key="urge").exists()


def test_a_refusal_stands_until_the_party_performs_or_says_otherwise(mediated_case, lin):
    agreement = overdue(mediated_case, lin)
    debtor = side(mediated_case, "respondent")

    urge(mediated_case, lin, debtor, outcome="refused")
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "refused"

    perform(first(agreement), lin)
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "done"
    assert not mediated_case.limits.running().filter(key="urge").exists()


def test_nobody_is_urged_who_owes_nothing(mediated_case, lin):
    agreed(mediated_case, lin)

    with pytest.raises(WrongState, match="刘桂珍没有尚未履行"):
        urge(mediated_case, lin, side(mediated_case, "applicant"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"outcome": "promised"}, "promised_on"),
        ({"outcome": "noted", "promised_on": date(2099, 1, 1)}, "promised_on"),
        ({"outcome": "promised", "promised_on": date(2020, 1, 1)}, "promised_on"),
        ({"outcome": "angry"}, "outcome"),
        ({"channel": "pigeon"}, "channel"),
        ({"note": "字" * 501}, "note"),
    ],
)
def test_an_urging_that_cannot_be_is_refused_at_its_field(values, field, mediated_case, lin):
    agreed(mediated_case, lin)

    with pytest.raises(Invalid) as refusal:
        urge(mediated_case, lin, side(mediated_case, "respondent"), **values)
    assert refusal.value.field == field


def test_enforcement_takes_the_courts_confirmation_and_a_suit_does_not(mediated_case, lin):
    overdue(mediated_case, lin)
    creditor = side(mediated_case, "applicant")
    today = timezone.localdate()

    with pytest.raises(Invalid, match="未经司法确认"):
        note_recourse(mediated_case, by=lin, kind="enforcement", party=creditor, begun_on=today)
    suit = note_recourse(
        mediated_case, by=lin, kind="sued", party=creditor, begun_on=today, docket="（2026）沪0114民初9号"
    )
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "sued"

    end_recourse(suit, by=lin, ended_on=today, outcome="title", result="判决马俊支付")
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "overdue"
    note_recourse(mediated_case, by=lin, kind="enforcement", party=creditor, begun_on=today)
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "enforced"


def test_three_days_before_on_the_day_and_after_it_the_host_is_told_and_late_the_director_too(mediated_case, lin, zhao):
    agreed(mediated_case, lin)

    for left in (4, 3, 2, 0, -1, -2):
        day = soon(30) - timedelta(days=left)
        sweeping.settle(day, at(str(day), "10:00"))
        sweeping.sweep(day, at(str(day), "10:00"))

    rows = Notice.objects.filter(rung="performance.due").order_by("falls_on", "recipient__username")
    told = [((row.falls_on - row.due_on).days, row.recipient.username) for row in rows]
    assert told == [(-3, "lin"), (0, "lin"), (1, "lin"), (1, "zhao")]
