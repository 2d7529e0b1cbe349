"""What follows an agreement: performance with its proof, the track, urging, courts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.agreements.actions import add_obligation
from cases.agreements.models import Agreement
from cases.agreements.performance import Duty, performance_on
from cases.agreements.terms import Part, Terms
from cases.docket.states import Performance
from cases.performance.actions import record_performance, withdraw_performance
from cases.performance.progress import Done, Progress, progress_of, progress_of_parts
from cases.performance.tasks import newly_overdue, note_overdue
from governance.errors import Invalid, NotPermitted, WrongState
from governance.files.models import StoredFile
from tests.cases.agreements import make_draft, pay, side, sign_all, soon, tick_all
from tests.cases.factories import ago, at
from tests.cases.performing import agreed, first, late, overdue, perform

TODAY = date(2026, 5, 1)
YESTERDAY, TOMORROW = date(2026, 4, 30), date(2026, 5, 2)
DONE_ON = date(2026, 4, 20)


@pytest.mark.parametrize(
    ("duties", "recourse", "state"),
    [
        ([Duty(TOMORROW, None)], None, "not_due"),
        ([Duty(TODAY, None)], None, "not_due"),
        ([Duty(YESTERDAY, None)], None, "overdue"),
        ([Duty(TOMORROW, None, is_begun=True)], None, "partial"),
        ([Duty(YESTERDAY, None, is_begun=True)], None, "overdue"),
        ([Duty(TOMORROW, None, is_refused=True)], None, "refused"),
        ([Duty(YESTERDAY, None, is_refused=True)], None, "refused"),
        ([Duty(YESTERDAY, DONE_ON, is_refused=True), Duty(TOMORROW, None)], None, "in_progress"),
        ([Duty(YESTERDAY, None)], Performance.SUED, "sued"),
        ([Duty(YESTERDAY, None)], Performance.ENFORCED, "enforced"),
        ([Duty(YESTERDAY, DONE_ON)], Performance.ENFORCED, "done"),
    ],
)
def test_the_track_says_the_worst_that_holds(duties, recourse, state):
    assert performance_on(duties, TODAY, recourse) == state


def yuan(*amounts):
    return [Decimal(amount) for amount in amounts]


@pytest.mark.parametrize(
    ("amount", "done", "begun_on", "performed_on"),
    [
        ("100", [], None, None),
        ("100", [("60", 1)], 1, None),
        ("100", [("60", 1), ("40", 3)], 1, 3),
        ("100", [("40", 3), ("60", 1)], 1, 3),
        ("100", [("120", 2)], 2, 2),
        ("100", [("60", 1), ("60", 2), ("10", 9)], 1, 2),
    ],
)
def test_a_payment_is_done_on_the_day_its_sum_is_reached(amount, done, begun_on, performed_on):
    def day(number):
        return number and date(2026, 5, number)

    found = progress_of(Decimal(amount), [Done(day(on), Decimal(part)) for part, on in done])

    assert found == Progress(day(begun_on), day(performed_on))


def test_what_is_paid_counts_for_the_earliest_instalment_first():
    done = [Done(date(2026, 4, 9), Decimal("2000")), Done(date(2026, 5, 20), Decimal("1300"))]

    assert progress_of_parts(yuan("1650", "1650"), done) == [
        Progress(date(2026, 4, 9), date(2026, 4, 9)),
        Progress(date(2026, 4, 9), date(2026, 5, 20)),
    ]


def test_an_act_is_done_when_somebody_says_it_is_whole():
    part, whole = Done(date(2026, 5, 1)), Done(date(2026, 5, 3), is_whole=True)

    assert progress_of(None, [part]) == Progress(date(2026, 5, 1), None)
    assert progress_of(None, [part, whole]) == Progress(date(2026, 5, 1), date(2026, 5, 3))


def test_a_payment_in_full_ends_the_performance_and_begins_the_visit(mediated_case, lin):
    obligation = first(agreed(mediated_case, lin))

    made = perform(obligation, lin)

    mediated_case.refresh_from_db()
    today = timezone.localdate()
    assert (mediated_case.performance, mediated_case.performed_on) == ("done", today)
    assert mediated_case.limits.running().get(key="visit").due_on == today + timedelta(days=15)
    assert mediated_case.events.last().text == "第1项：马俊支付 9,800.00 元"
    assert [file.name for file in made.files] == ["转账.png"]
    obligation.refresh_from_db()
    assert obligation.performed_on == today


def test_a_part_leaves_the_rest_owed(mediated_case, lin):
    obligation = first(agreed(mediated_case, lin))

    perform(obligation, lin, "5000.00")
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "partial"

    perform(obligation, lin, "4800.00")
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "done"


def test_instalments_paid_early_late_and_together_are_each_done_on_their_day(mediated_case, lin):
    agreement = make_draft(mediated_case, lin)
    parts = (Part(Decimal("1650"), soon(10)), Part(Decimal("1650"), soon(40)))
    pay(agreement, lin, "3300", parts=parts)
    tick_all(agreement, lin)
    sign_all(agreement, lin)
    obligation = first(agreement)

    perform(obligation, lin, "2000")

    mediated_case.refresh_from_db()
    assert mediated_case.performance == "partial"
    paid, open_one = obligation.instalments.all()
    assert (paid.performed_on, open_one.begun_on, open_one.performed_on) == (timezone.localdate(),) * 2 + (None,)
    perform(obligation, lin, "1300")
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "done"


def test_more_than_is_owed_is_refused_until_somebody_says_that_it_is_so_and_why(mediated_case, lin):
    obligation = first(agreed(mediated_case, lin))

    with pytest.raises(Invalid, match=r"还应付 9,800\.00 元") as refusal:
        perform(obligation, lin, "9900")
    assert refusal.value.field == "amount"
    with pytest.raises(Invalid, match="写明多付"):
        perform(obligation, lin, "9900", is_sure=True)

    perform(obligation, lin, "9900", is_sure=True, note="多付 100 元，双方同意充抵水费")
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "done"


def test_a_payment_proved_twice_is_asked_about(mediated_case, lin):
    obligation = first(agreed(mediated_case, lin))
    moment = ago(minutes=5)
    perform(obligation, lin, "1000", performed_at=moment)

    with pytest.raises(Invalid, match="可能重复") as refusal:
        perform(obligation, lin, "1000", performed_at=moment)
    assert refusal.value.field == "is_sure"

    perform(obligation, lin, "1000", performed_at=moment, is_sure=True)
    assert obligation.records.count() == 2


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "1000000000000"])
def test_an_amount_that_cannot_be_is_refused(amount, mediated_case, lin):
    with pytest.raises(Invalid) as refusal:
        perform(first(agreed(mediated_case, lin)), lin, amount)
    assert refusal.value.field == "amount"


def test_proof_is_a_file_or_words_or_the_other_sides_own_statement(mediated_case, lin):
    obligation = first(agreed(mediated_case, lin))
    debtor, creditor = side(mediated_case, "respondent"), side(mediated_case, "applicant")

    for values, field in (
        ({"proof": "receipt", "uploads": ()}, "note"),
        ({"proof": "seen", "uploads": ()}, "note"),
        ({"proof": "statement", "uploads": ()}, "confirmed_by"),
        ({"proof": "statement", "confirmed_by": debtor}, "confirmed_by"),
        ({"proof": "word"}, "proof"),
    ):
        with pytest.raises(Invalid) as refusal:
            perform(obligation, lin, **values)
        assert refusal.value.field == field
    perform(obligation, lin, proof="statement", uploads=(), confirmed_by=creditor)
    assert obligation.records.get().confirmed_by == creditor


def test_what_is_no_picture_and_no_pdf_is_no_proof_and_leaves_nothing(mediated_case, lin):
    obligation = first(agreed(mediated_case, lin))
    before = StoredFile.objects.count()

    with pytest.raises(Invalid) as refusal:
        perform(obligation, lin, uploads=(ContentFile(b"MZ\x90\0program", name="凭证.pdf"),))

    assert refusal.value.field == "uploads"
    assert (obligation.records.count(), StoredFile.objects.count()) == (0, before)


def test_a_record_made_in_error_is_withdrawn_and_the_track_goes_back(mediated_case, lin):
    record = perform(first(agreed(mediated_case, lin)), lin)

    withdraw_performance(record, by=lin, reason="登错了案件")

    mediated_case.refresh_from_db()
    record.refresh_from_db()
    assert (mediated_case.performance, mediated_case.performed_on) == ("not_due", None)
    assert record.withdrawn_reason == "登错了案件"
    assert not mediated_case.limits.running().filter(key="visit").exists()
    with pytest.raises(WrongState):
        withdraw_performance(record, by=lin, reason="再来一次")


def test_who_does_not_follow_the_case_records_nothing(mediated_case, lin, sun, staff, member):
    obligation = first(agreed(mediated_case, lin))

    for who in (sun, staff, member):
        with pytest.raises(NotPermitted):
            perform(obligation, who)


def test_before_the_agreement_nothing_is_performed(mediated_case, lin):
    obligation = pay(make_draft(mediated_case, lin), lin)

    with pytest.raises(WrongState):
        perform(obligation, lin)


def test_what_runs_on_is_confirmed_by_the_director_after_thirty_days(mediated_case, lin, zhao):
    agreement = make_draft(mediated_case, lin)
    pay(agreement, lin, "600", timing="on_the_spot")
    quiet = Terms("refrain", side(mediated_case, "respondent"), what="夜间不使用跑步机", timing="running")
    add_obligation(agreement, by=lin, terms=quiet)
    tick_all(agreement, lin)
    sign_all(agreement, lin)
    one = first(agreement, 2)
    seen = {"proof": "seen", "uploads": (), "note": "回访时安静"}

    with pytest.raises(NotPermitted):
        perform(one, lin, **seen)
    with pytest.raises(Invalid, match="才可由主任确认"):
        perform(one, zhao, **seen)
    with time_machine.travel(at(str(soon(30)), "10:00")):
        perform(one, zhao, performed_at=timezone.now(), **seen)
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "done"


def test_the_pages_lead_from_the_work_home_to_a_payment_recorded(client, lin, mediated_case):
    agreement = overdue(mediated_case, lin)
    obligation = first(agreement)
    client.force_login(lin)

    home = client.get("/").content.decode()
    assert reverse("cases:urge", args=[mediated_case.pk]) in home
    page = client.get(mediated_case.get_absolute_url()).content.decode()
    assert "逾期未履行" in page
    assert reverse("cases:record_performance", args=[obligation.pk]) in page
    assert client.get(reverse("cases:perform", args=[mediated_case.pk])).url == reverse(
        "cases:record_performance", args=[obligation.pk]
    )
    form = client.get(reverse("cases:record_performance", args=[obligation.pk])).content.decode()
    assert 'value="9800.00"' in form

    sent = {"amount": "9800", "performed_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "proof": "receipt"}
    answer = client.post(reverse("cases:record_performance", args=[obligation.pk]), {**sent, "note": "现金，当面点清"})

    assert answer.status_code == 302
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "done"
    assert "已全部履行" in client.get(mediated_case.get_absolute_url()).content.decode()


def test_a_page_of_next_door_is_not_there(client, sun, staff, lin, mediated_case):
    obligation = first(agreed(mediated_case, lin))
    pages = [
        reverse("cases:perform", args=[mediated_case.pk]),
        reverse("cases:urge", args=[mediated_case.pk]),
        reverse("cases:note_recourse", args=[mediated_case.pk]),
        reverse("cases:record_performance", args=[obligation.pk]),
    ]

    client.force_login(sun)
    assert [client.get(page).status_code for page in pages] == [404] * 4
    client.force_login(staff)
    assert [client.get(page).status_code for page in pages] == [302, 302, 302, 404]


@pytest.mark.parametrize("typed", ["x", "1e99", "", "-5", "𠮷", "9" * 400])
def test_nonsense_in_the_amount_is_told_at_the_field(typed, client, lin, mediated_case):
    obligation = first(agreed(mediated_case, lin))
    client.force_login(lin)

    sent = {"amount": typed, "performed_at": "2026-13-45", "proof": "receipt", "note": "字𠮷" * 9}
    answer = client.post(reverse("cases:record_performance", args=[obligation.pk]), sent)

    assert answer.status_code == 422
    assert obligation.records.count() == 0


def test_the_case_page_takes_the_same_queries_with_one_record_and_with_three(client, lin, mediated_case):
    obligation = first(agreed(mediated_case, lin))
    perform(obligation, lin, "1000")
    client.force_login(lin)
    client.get(mediated_case.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(mediated_case.get_absolute_url())
    perform(obligation, lin, "2000")
    perform(obligation, lin, "3000")
    with CaptureQueriesContext(connection) as three:
        client.get(mediated_case.get_absolute_url())

    assert len(three) == len(one)


def test_a_variation_begins_anew_with_new_dates_and_keeps_what_was_recorded(client, mediated_case, lin):
    old = agreed(mediated_case, lin)
    perform(first(old), lin, "1000", note="先付一千")
    late(old, timezone.localdate() - timedelta(days=1))
    note_overdue()

    new = agreed(mediated_case, lin, (Decimal("8800.00"), soon(20)))

    mediated_case.refresh_from_db()
    old.refresh_from_db()
    assert (old.state, new.supersedes, mediated_case.performance) == ("replaced", old, "not_due")
    assert not mediated_case.limits.running().filter(key="urge").exists()
    assert newly_overdue(soon(10)) == []
    client.force_login(lin)
    page = client.get(mediated_case.get_absolute_url()).content.decode()
    assert "变更前的履行" in page
    assert "先付一千" in page
    perform(first(new), lin, "8800")
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "done"


def test_a_record_of_a_replaced_agreement_is_history(mediated_case, lin):
    old = agreed(mediated_case, lin)
    perform(first(old), lin, "1000")
    Agreement.objects.filter(pk=old.pk).update(state="replaced")

    with pytest.raises(WrongState, match="已经变更"):
        record_performance(
            first(old), by=lin, performed_at=ago(minutes=1), proof="receipt", amount=Decimal(1), note="现金"
        )
