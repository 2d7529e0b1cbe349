"""Notices: what is due is told once, to whoever is posted there; a date that moves takes its notices along."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.notices import rungs, sweeping
from governance.notices.actions import finish_notice, read_all
from governance.notices.models import Notice, RungSweep, Withdrawn
from governance.notices.raising import notify, withdraw
from governance.notices.recipients import holders
from governance.people.models import Account, Posting
from tests.factories import YINGYUAN, make_account, make_posting
from tests.governance.swept import ENDS, TODAY, at, sweep, told

pytestmark = pytest.mark.usefixtures("ground_floor_rungs")


def test_a_date_that_comes_near_is_told_once_to_whoever_is_posted_there(ending, supervisor, lin, sun):
    assert sweep() == 1
    assert sweep() == 0

    notice = Notice.objects.get()
    assert (notice.recipient, notice.subject_id, notice.area_id) == (supervisor, ending.pk, YINGYUAN)
    assert (notice.due_on, notice.occasion, notice.falls_on) == (ENDS, "2026-12-22-30", TODAY)


def test_each_level_is_told_on_its_day_and_takes_the_place_of_the_one_before(ending, supervisor):
    days = [ENDS - timedelta(days=left) for left in (31, 30, 29, 8, 7, 6, 2, 1)]

    assert [sweep(day) for day in days] == [0, 1, 0, 0, 1, 0, 0, 1]
    assert told() == [
        ("supervisor", "2026-12-22-30", Withdrawn.REPLACED),
        ("supervisor", "2026-12-22-7", Withdrawn.REPLACED),
        ("supervisor", "2026-12-22-1", ""),
    ]


def test_a_notice_is_taken_back_when_its_subject_no_longer_waits(ending, supervisor):
    sweep()

    sweep(ENDS)

    assert told() == [("supervisor", "2026-12-22-30", Withdrawn.MOVED)]


def test_days_that_no_sweep_saw_are_made_up_for(ending):
    sweep(ENDS - timedelta(days=40))

    assert sweep(ENDS - timedelta(days=3)) == 2
    assert told() == [("supervisor", "2026-12-22-30", Withdrawn.REPLACED), ("supervisor", "2026-12-22-7", "")]


def test_a_mediators_term_is_told_ninety_and_thirty_days_ahead_to_the_director_too(ending, supervisor, zhao):
    sweep(ENDS - timedelta(days=90))
    sweep(ENDS - timedelta(days=30))

    rows = Notice.objects.order_by("falls_on", "recipient__username").values_list("rung", "recipient__username")
    assert list(rows) == [
        ("posting.term_ending", "supervisor"),
        ("posting.term_ending", "zhao"),
        ("posting.ending", "supervisor"),
        ("posting.ending", "zhao"),
    ]


def test_a_rung_that_is_swept_for_the_first_time_looks_back_a_month(supervisor):
    for name, left in (("near", 20), ("far", 0)):
        holder = make_account(name)
        make_posting(holder, "mediator", YINGYUAN, ends_on=TODAY + timedelta(days=left), granted_by=supervisor)

    assert sweep() == 1


def test_a_row_that_comes_in_late_the_same_day_is_told_of_too(ending, supervisor):
    sweep()
    late = make_posting(make_account("late"), "mediator", YINGYUAN, ends_on=ENDS, granted_by=supervisor)

    assert sweep() == 1
    assert Notice.objects.filter(subject_id=late.pk).exists()


def test_when_the_date_moves_the_new_one_is_told_and_the_old_one_taken_back(ending, supervisor):
    sweep()
    Posting.objects.filter(pk=ending.pk).update(ends_on=ENDS + timedelta(days=10))

    sweep(TODAY + timedelta(days=9))
    assert told() == [("supervisor", "2026-12-22-30", Withdrawn.MOVED)]

    sweep(TODAY + timedelta(days=10))
    assert told() == [("supervisor", "2026-12-22-30", Withdrawn.MOVED), ("supervisor", "2027-01-01-30", "")]


def test_a_date_that_moves_back_brings_its_notice_back(ending):
    sweep()
    Posting.objects.filter(pk=ending.pk).update(ends_on=ENDS + timedelta(days=10))
    sweep()
    Posting.objects.filter(pk=ending.pk).update(ends_on=ENDS)

    sweep(TODAY + timedelta(days=2))

    assert told() == [("supervisor", "2026-12-22-30", "")]


def test_a_clock_put_forward_and_back_loses_nothing_and_doubles_nothing(ending, supervisor):
    """A month ahead for a moment: what was told too early is taken back, and told again on its day, unread."""
    sweep()
    sweep(ENDS - timedelta(days=1))
    read_all(by=supervisor, now=at(ENDS - timedelta(days=1)))

    sweep(TODAY + timedelta(days=1))
    assert told() == [
        ("supervisor", "2026-12-22-30", ""),
        ("supervisor", "2026-12-22-7", Withdrawn.MOVED),
        ("supervisor", "2026-12-22-1", Withdrawn.MOVED),
    ]

    for left in range(29, 0, -1):
        sweep(ENDS - timedelta(days=left))
    assert told() == [
        ("supervisor", "2026-12-22-30", Withdrawn.REPLACED),
        ("supervisor", "2026-12-22-7", Withdrawn.REPLACED),
        ("supervisor", "2026-12-22-1", ""),
    ]
    assert Notice.objects.get(occasion="2026-12-22-1").read_at is None


def test_after_a_clock_that_ran_ahead_the_days_of_a_true_standstill_are_made_up_for(supervisor):
    sweep(TODAY + timedelta(days=60))
    sweep(TODAY)
    make_posting(make_account("between"), "mediator", YINGYUAN, ends_on=ENDS + timedelta(days=5), granted_by=supervisor)

    assert sweep(TODAY + timedelta(days=20)) == 1


def test_who_did_what_is_done_with_a_notice_is_not_undone_by_a_sweep(ending, supervisor):
    sweep()
    finish_notice(Notice.objects.get(), by=supervisor, now=at(TODAY))

    sweep()
    sweep(ENDS)

    assert told() == [("supervisor", "2026-12-22-30", "")]
    assert Notice.objects.get().state == "done"


# --- events


@pytest.fixture
def granted(monkeypatch, supervisor):
    """A rung for an event, and a posting that it is about."""
    monkeypatch.setattr(rungs, "RUNGS", {each.code: each for each in rungs.all_rungs()})
    rungs.rung("posting.test_granted", "新任职", "governance.Posting", text=lambda posting, notice: str(posting))
    return make_posting(make_account("new", name="新人"), "mediator", YINGYUAN)


def tell(posting, *accounts, occasion="granted", by=None):
    with transaction.atomic():
        notify(posting, "posting.test_granted", accounts, occasion=occasion, by=by)


def test_an_event_is_told_once_for_each_occasion(granted, supervisor):
    tell(granted, supervisor)
    tell(granted, supervisor)
    tell(granted, supervisor, occasion="granted again")

    assert [occasion for _, occasion, _ in told()] == ["granted", "granted again"]


def test_who_did_it_is_not_told(granted, supervisor, staff):
    tell(granted, supervisor, staff, by=supervisor)

    assert [username for username, *_ in told()] == ["staff"]


def test_who_cannot_see_the_subject_is_not_told(granted, supervisor, lin, sun, far):
    tell(granted, supervisor, lin, sun, far)

    assert [username for username, *_ in told()] == ["supervisor"]


def test_an_event_whose_act_is_undone_is_not_told(granted, supervisor):
    with transaction.atomic():
        notify(granted, "posting.test_granted", [supervisor], occasion="granted")
        transaction.set_rollback(True)

    assert told() == []


def test_what_was_taken_back_does_not_come_again(granted, supervisor, ending):
    tell(granted, supervisor)
    sweep()

    assert withdraw(granted) == 1
    assert withdraw(ending, recipients=[supervisor]) == 1
    assert sweep() == 0
    assert [because for *_, because in told()] == [Withdrawn.TAKEN_BACK] * 2


def test_an_undeclared_rung_is_a_fault_of_the_program(granted, supervisor):
    with pytest.raises(LookupError), transaction.atomic():
        notify(granted, "no.such.rung", [supervisor], occasion="x")


@pytest.mark.parametrize(
    "wrong",
    [
        {"offsets": (1,)},
        {"offsets": (1, -1), "due": "ends_on", "rows": Posting.objects.active, "recipients": holders("mediator")},
    ],
)
def test_a_rung_that_could_not_fire_is_refused(monkeypatch, wrong):
    monkeypatch.setattr(rungs, "RUNGS", {})
    with pytest.raises(ValueError, match="rung test"):
        rungs.rung("test.wrong", "错", "governance.Posting", text=lambda *_: "", **wrong)


# --- cost


def many(supervisor, count, ends_on):
    accounts = Account.objects.bulk_create(Account(username=f"m{ends_on}-{n}", name=f"员{n}") for n in range(count))
    Posting.objects.bulk_create(
        Posting(
            account=account,
            role="mediator",
            area_id=YINGYUAN,
            starts_on=date(2026, 1, 1),
            ends_on=ends_on,
            granted_by=supervisor,
        )
        for account in accounts
    )


def queries_of(act):
    with CaptureQueriesContext(connection) as context:
        act()
    return [query["sql"] for query in context.captured_queries]


def test_a_sweep_asks_as_often_for_thirty_subjects_as_for_one(supervisor):
    many(supervisor, 1, ENDS - timedelta(days=1))
    sweep(TODAY - timedelta(days=1))
    many(supervisor, 1, ENDS)
    one = len(queries_of(sweep))
    many(supervisor, 30, ENDS + timedelta(days=1))

    assert len(queries_of(lambda: sweep(TODAY + timedelta(days=1)))) == one
    assert Notice.objects.count() == 32


def test_rungs_that_have_told_of_nothing_are_settled_by_two_queries(supervisor):
    sweep()

    assert len(queries_of(lambda: sweeping.settle(TODAY, at(TODAY)))) == 2


def test_the_cost_of_a_sweep_follows_what_is_due_and_not_what_is_open(supervisor):
    """Among 5,000 postings that end some day, the ten of today are found by the index of that date."""
    for years in range(1, 11):
        many(supervisor, 500, date(2028 + years, 1, 1))
    many(supervisor, 10, ENDS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE governance_posting, governance_account")
    sweep(TODAY - timedelta(days=1))

    found = [sql for sql in queries_of(sweep) if '"ends_on" BETWEEN' in sql]
    assert len(found) == 4  # three levels of a posting, one of a term
    for sql in found:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "posting_ends" in plan, plan
        assert "Seq Scan on governance_posting" not in plan, plan


def test_a_sweep_notes_how_far_it_came(ending):
    sweep()

    assert list(RungSweep.objects.filter(rung="posting.ending").values_list("swept_on", flat=True)) == [TODAY]


def test_the_days_left_are_said_in_words(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    said = {days: Notice(due_on=TODAY + timedelta(days=days)).when for days in (-2, 0, 1, 3)}

    assert said == {-2: "已逾期 2 天", 0: "今天到期", 1: "明天到期", 3: "还有 3 天到期"}
    assert Notice().when == ""
