"""The trail cannot be rewritten: the database refuses, and what is forced on it is found and named."""

import threading
import time
import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from governance.audit import sealing
from governance.audit.actions import erase_details
from governance.audit.models import TrailDetail, TrailEntry, TrailHead, TrailSeal
from governance.audit.trail import record
from governance.audit.verifying import Anchor, verify
from governance.errors import NotPermitted, WrongState
from tests.factories import JIADING, YINGYUAN, make_account, make_places

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wang(transactional_db):
    make_places()
    return make_account("wang", "administrator", JIADING, name="王管")


def act(by, *, count=1, **details):
    """Acts in one transaction."""
    with transaction.atomic():
        return [record("test.done", by, by=by, area=YINGYUAN, note=f"第{i}次", **details) for i in range(count)]


def seal(expected=None):
    """Seal everything; other tests' transactions on the same server may hold it up."""
    until = time.monotonic() + 30
    while sealing.seal_all() or TrailEntry.objects.behind(head()).exists():
        assert time.monotonic() < until, "not sealed in time"
        time.sleep(0.05)


def head():
    return TrailHead.objects.filter(pk=1).first() or TrailHead()


def by_force(*statements):
    """As the owner of the tables, who switches the triggers off and on again."""
    triggers = [(trigger, model) for model in (TrailEntry, TrailDetail, TrailSeal) for trigger in model._meta.triggers]
    kept_off = {model: _emptying(model) for model in (TrailEntry, TrailDetail, TrailSeal)}
    for trigger, model in triggers:
        trigger.disable(model)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    for trigger, model in triggers:
        if trigger is not kept_off[model]:
            trigger.enable(model)


def _emptying(model):
    return next(trigger for trigger in model._meta.triggers if "emptied" in trigger.name)


@pytest.fixture
def sealed(wang):
    """Five sealed entries, in order."""
    for _ in range(5):
        act(wang)
    seal()
    return list(TrailEntry.objects.order_by("transaction", "id"))


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
    trigger = _emptying(model)
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


# --- what is forced on it is found and named


def fault():
    """The verifier's words, without the number of the entry."""
    with pytest.raises(CommandError) as refused:
        call_command("verify_trail")
    return str(refused.value)


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'test.other'",
        "recorded_at = recorded_at - interval '1 day'",
        "happened_at = happened_at - interval '1 day'",
        "account_id = NULL",
        "posting_id = NULL",
        "area_id = '310104003001'",
        "subject_id = '0'",
        "origin = '10.0.0.1'",
        "request_id = 'x'",
        "transaction = transaction - 1",
        "details_digest = repeat('0', 64)",
    ],
)
def test_an_altered_entry_is_named(sealed, change):
    by_force(f"UPDATE governance_trailentry SET {change} WHERE id = {sealed[2].pk}")

    assert f"留痕 {sealed[2].pk} 与第 3 号封印不符" in fault()


def test_an_altered_detail_is_named(sealed):
    by_force(f'UPDATE governance_traildetail SET body = \'{{"note": "没有这回事"}}\' WHERE entry_id = {sealed[2].pk}')

    assert fault() == f"留痕不完整：留痕 {sealed[2].pk} 的详情被改动。"


def test_a_detail_that_was_deleted_without_record_is_named(sealed):
    by_force(f"DELETE FROM governance_traildetail WHERE entry_id = {sealed[2].pk}")

    assert fault() == f"留痕不完整：留痕 {sealed[2].pk} 的详情被删除，且没有清除记录。"


def delete_entry(pk):
    return [
        f"DELETE FROM governance_traildetail WHERE entry_id = {pk}",
        f"DELETE FROM governance_trailentry WHERE id = {pk}",
    ]


def test_a_deleted_entry_is_named(sealed):
    by_force(*delete_entry(sealed[1].pk))

    assert fault() == f"留痕不完整：留痕 {sealed[1].pk} 已被删除（第 2 号封印）。"


def test_an_entry_deleted_with_its_seal_is_named(sealed):
    by_force(*delete_entry(sealed[1].pk), "DELETE FROM governance_trailseal WHERE position = 2")

    assert fault() == "留痕不完整：第 2 号封印缺失。"


def test_closing_the_gap_of_a_deleted_seal_does_not_help(sealed):
    by_force(
        *delete_entry(sealed[1].pk),
        "DELETE FROM governance_trailseal WHERE position = 2",
        "UPDATE governance_trailseal SET position = -(position - 1) WHERE position > 2",
        "UPDATE governance_trailseal SET position = -position WHERE position < 0",
        "UPDATE governance_trailhead SET position = position - 1",
    )

    assert f"留痕 {sealed[2].pk} 与第 2 号封印不符" in fault()


def delete_tail(sealed):
    by_force(
        *delete_entry(sealed[3].pk),
        *delete_entry(sealed[4].pk),
        "DELETE FROM governance_trailseal WHERE position > 3",
    )


def test_a_deleted_tail_with_its_seals_is_named(sealed):
    delete_tail(sealed)

    assert fault() == "留痕不完整：链的末端缺失：封印止于第 3 号，应到第 5 号。"


def test_a_deleted_tail_whose_head_was_set_back_too_is_found_by_the_head_noted_earlier(sealed):
    noted = Anchor(head().position, head().digest)
    delete_tail(sealed)
    third = TrailSeal.objects.get(position=3)
    by_force(
        f"UPDATE governance_trailhead SET position = 3, digest = '{third.digest}', entry_id = {sealed[2].pk},"
        f" transaction = {sealed[2].transaction}"
    )

    assert verify().fault == ""  # nothing inside the database can tell
    assert verify(noted).fault == "链的末端缺失：封印止于第 3 号，曾到第 5 号"
    with pytest.raises(CommandError, match="曾到第 5 号"):
        call_command("verify_trail", f"--anchor={noted.position}:{noted.digest}")


def test_a_chain_rewritten_with_the_key_is_found_by_the_head_noted_earlier(sealed):
    noted = Anchor(3, "f" * 64)

    assert verify(noted).fault == "第 3 号封印与所记摘要不符：整条链被改写"


def test_a_head_noted_earlier_is_part_of_a_longer_chain(sealed, wang):
    noted = Anchor(head().position, head().digest)
    act(wang)
    seal()

    assert verify(noted).fault == ""


def inserted(like, **values):
    """SQL that copies an entry under a new id with other values."""
    columns = [field.column for field in TrailEntry._meta.concrete_fields]
    told = [str(values.get(column, column)) for column in columns]
    return (
        f"INSERT INTO governance_trailentry ({', '.join(columns)}) SELECT {', '.join(told)}"
        f" FROM governance_trailentry WHERE id = {like}"
    )


def test_a_row_inserted_among_sealed_ones_is_named(sealed):
    by_force(inserted(sealed[2].pk, id=999_999, transaction=sealed[2].transaction - 1))

    assert fault() == "留痕不完整：留痕 999999 不在链中：绕过数据库规则插入。"


def test_a_back_dated_row_that_got_itself_sealed_is_named(sealed, wang):
    number = 999_999
    by_force(
        inserted(
            sealed[2].pk,
            id=number,
            transaction="pg_current_xact_id()::text::bigint",
            recorded_at="recorded_at - interval '1 year'",
        ),
        f"INSERT INTO governance_traildetail SELECT {number}, salt, body FROM governance_traildetail"
        f" WHERE entry_id = {sealed[2].pk}",
    )
    seal()

    assert fault() == f"留痕不完整：留痕 {number} 的记录时间早于其事务开始：倒签插入（第 6 号封印）。"


def test_rows_that_changed_places_are_named(sealed):
    one, two = sealed[1].pk, sealed[3].pk
    by_force(
        f"UPDATE governance_trailentry SET id = -1 WHERE id = {one}",
        f"UPDATE governance_trailentry SET id = {one} WHERE id = {two}",
        f"UPDATE governance_trailentry SET id = {two} WHERE id = -1",
    )

    assert f"留痕 {one} 与第 2 号封印不符" in fault()


def test_seals_that_changed_places_are_named(sealed):
    by_force(
        "UPDATE governance_trailseal SET position = -2 WHERE position = 2",
        "UPDATE governance_trailseal SET position = 2 WHERE position = 4",
        "UPDATE governance_trailseal SET position = 4 WHERE position = -2",
    )

    assert "与第 2 号封印不符" in fault()


@pytest.mark.parametrize(
    "change",
    [
        "digest = repeat('a', 64)",
        "sealed_at = sealed_at + interval '1 second'",
        "horizon = horizon + 1",
    ],
)
def test_an_edited_seal_is_named(sealed, change):
    by_force(f"UPDATE governance_trailseal SET {change} WHERE position = 3")

    assert "与第 3 号封印不符" in fault()


def test_an_edited_last_seal_is_named(sealed):
    by_force("UPDATE governance_trailseal SET digest = repeat('a', 64) WHERE position = 5")

    assert "与第 5 号封印不符" in fault()


def test_a_chain_made_without_the_key_is_named_at_its_first_link(sealed, settings):
    settings.TRAIL_KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="

    assert "与第 1 号封印不符" in fault()


def test_what_is_not_sealed_yet_is_counted_and_is_no_fault(sealed, wang):
    act(wang, count=2)

    report = verify()

    assert (report.fault, report.links, report.waiting) == ("", 5, 2)


# --- erasing texts


def test_erased_details_keep_the_chain_whole_and_the_erasure_is_recorded(sealed, wang):
    erase_details(sealed[2], by=wang, reason="当事人要求删除，依第四十七条")
    seal()

    report = verify()
    assert not TrailDetail.objects.filter(pk=sealed[2].pk).exists()
    assert (report.fault, report.links, report.erased) == ("", 6, 1)
    erasure = TrailEntry.objects.erasure_of(sealed[2].pk).get()
    assert (erasure.account, erasure.area_id) == (wang, YINGYUAN)
    assert erasure.detail.body == {"reason": "当事人要求删除，依第四十七条"}


def test_only_who_holds_the_verb_at_the_place_erases(sealed, wang):
    auditor = make_account("auditor", "auditor", JIADING)
    elsewhere = make_account("elsewhere", "administrator", "310104000000")

    for account in (auditor, elsewhere):
        with pytest.raises(NotPermitted):
            erase_details(sealed[2], by=account, reason="想看看")
    assert TrailDetail.objects.filter(pk=sealed[2].pk).exists()


def test_details_are_erased_once(sealed, wang):
    erase_details(sealed[2], by=wang, reason="依申请")

    with pytest.raises(WrongState):
        erase_details(sealed[2], by=wang, reason="依申请")


def test_details_with_numbers_and_rare_characters_come_back_as_they_were_digested(wang):
    values = {"share": 0.1, "large": 1e22, "tiny": 1e-7, "long": 12345678901234567890, "name": "𠮷㐂😀", "none": None}
    act(wang, key=uuid.uuid4(), on=timezone.localdate(), nested={"b": [1, 2.5], "a": {}}, **values)
    seal()

    assert verify().fault == ""


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
