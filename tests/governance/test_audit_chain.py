"""The trail is append-only in the database itself, and sealed into one chain by whoever comes first."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from governance.audit import sealing
from governance.audit.models import TrailDetail, TrailEntry, TrailSeal
from governance.audit.trail import record
from governance.audit.verifying import verify
from tests.factories import YINGYUAN
from tests.governance.chain import act, by_force, emptying, head, seal

pytestmark = pytest.mark.django_db(transaction=True)


# --- what the database refuses


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE governance_trailentry SET verb = 'test.other'",
        "DELETE FROM governance_trailentry",
        "UPDATE governance_traildetail SET body = '{}'",
        "DELETE FROM governance_traildetail",
        "UPDATE governance_trailseal SET sealed_at = now()",
        "DELETE FROM governance_trailseal",
    ],
)
def test_the_database_refuses_to_change_the_trail(sealed, statement):
    with pytest.raises(DatabaseError, match="操作留痕只增不改"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("model", [TrailEntry, TrailDetail, TrailSeal])
def test_the_database_refuses_to_empty_the_trail(sealed, model):
    trigger = emptying(model)
    trigger.enable(model)
    try:
        with pytest.raises(DatabaseError, match="操作留痕只增不改"), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")
    finally:
        trigger.disable(model)


def test_the_time_and_the_transaction_of_an_entry_are_the_databases_own(wang):
    entry = act(wang)[0]
    TrailDetail.objects.filter(pk=entry.pk).exists()
    backdated = TrailEntry(
        recorded_at=timezone.now() - timedelta(days=400),
        happened_at=timezone.now() - timedelta(days=400),
        transaction=5,
        verb="test.done",
        subject_type="account",
        subject_id="1",
        area_id=YINGYUAN,
        details_digest="0" * 64,
    )
    backdated.save()

    backdated.refresh_from_db()
    entry.refresh_from_db()
    assert timezone.now() - backdated.recorded_at < timedelta(seconds=60)
    assert backdated.transaction > entry.transaction > 5


# --- sealing


def test_sealed_entries_verify_and_the_command_says_so(sealed, capsys):
    call_command("verify_trail")

    said = capsys.readouterr().out
    assert "已核验 5 条" in said
    assert f"末端 5:{head().digest}" in said


def test_an_entry_is_sealed_once(sealed, wang):
    assert sealing.seal_all() == 0
    act(wang, count=2)
    seal()

    assert list(TrailSeal.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
    assert TrailSeal.objects.values("entry_id").distinct().count() == 7


def test_a_transaction_that_commits_late_is_waited_for_and_not_passed_over(wang):
    """The early transaction gets the lower id and commits after the later one."""
    written, go_on = threading.Event(), threading.Event()

    def early():
        with transaction.atomic():
            record("test.early", wang, by=wang, area=YINGYUAN)
            written.set()
            go_on.wait(20)
        connections.close_all()

    thread = threading.Thread(target=early)
    thread.start()
    written.wait(20)
    act(wang)
    sealing.seal_all()
    assert TrailSeal.objects.count() == 0  # the later entry waits for the early transaction
    go_on.set()
    thread.join()
    seal()

    verbs = {entry.pk: entry.verb for entry in TrailEntry.objects.all()}
    sealed_verbs = [
        verbs[entry_id] for entry_id in TrailSeal.objects.order_by("position").values_list("entry_id", flat=True)
    ]
    assert sealed_verbs == ["test.early", "test.done"]
    assert verify().fault == ""


def test_an_entry_that_was_rolled_back_leaves_no_gap_in_the_chain(wang):
    with transaction.atomic():
        record("test.undone", wang, by=wang, area=YINGYUAN)
        transaction.set_rollback(True)
    act(wang)
    seal()

    assert (verify().fault, verify().links) == ("", 1)


def test_many_writers_and_several_sealers_at_once_leave_one_whole_chain(wang):
    stop = threading.Event()

    def writer():
        for _ in range(15):
            act(wang, count=3)
        connections.close_all()

    def sealer():
        while not stop.is_set():
            sealing.seal_all()
        connections.close_all()

    writers = [threading.Thread(target=writer) for _ in range(5)]
    sealers = [threading.Thread(target=sealer) for _ in range(3)]
    [thread.start() for thread in writers + sealers]
    [thread.join() for thread in writers]
    stop.set()
    [thread.join() for thread in sealers]
    seal()

    report = verify()
    assert (report.fault, report.links, report.waiting) == ("", 225, 0)


def test_large_batches_are_sealed_in_several_links_of_one_chain(wang, monkeypatch):
    act(wang, count=7)
    until = time.monotonic() + 30
    while sealing.seal_batch(size=3) or TrailSeal.objects.count() < 7:
        assert time.monotonic() < until

    assert (verify().links, verify().fault) == (7, "")


def test_a_trail_restored_into_another_cluster_goes_on(sealed, wang):
    """There, transactions count from the beginning: here, the sealed ones are moved far ahead instead."""
    by_force("UPDATE governance_trailhead SET transaction = transaction + 1000000000000")
    act(wang, count=2)
    sealing.seal_all()
    act(wang, count=2)
    seal()

    report = verify()
    assert (report.fault, report.links) == ("", 9)
    assert head().shift > 0


def test_verifying_reads_with_little_memory(wang):
    import tracemalloc

    for _ in range(4):
        act(wang, count=500)
    seal()
    tracemalloc.start()
    report = verify()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert report.links == 2000
    assert peak < 30_000_000


def test_verifying_takes_the_same_queries_for_any_number_of_entries(wang, django_assert_num_queries):
    from django.test.utils import CaptureQueriesContext

    counts = []
    for count in (1, 3):
        act(wang, count=count)
        seal()
        with CaptureQueriesContext(connection) as captured:
            verify()
        counts.append(len(captured))

    assert counts[0] == counts[1]
