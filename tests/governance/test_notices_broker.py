"""Notices with the real broker and real processes: killed, doubled, cut off, out of date, and each told once."""

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from governance.notices import sweeping, tasks
from governance.notices.models import Notice, RungSweep
from governance.notices.outside.models import Address, Delivery, DeliveryState
from governance.notices.outside.tasks import deliver
from governance.notices.raising import notify
from governance.people.models import Account, Posting
from tests.factories import XINCHENGLU, YINGYUAN, make_account, make_places
from tests.governance.broker import cut_connections, forget_connections, kill, until
from tests.governance.test_notices_outside import Gateway, serve

pytestmark = pytest.mark.django_db(transaction=True)
RUNG, SLOWLY = "test.slow", "NOTICES_TEST_SLOWLY"  # of broker_notices.py, which this process does not load
INCLUDED = ("--include=tests.governance.broker_notices", "--without-mingle", "--without-gossip")
COUNT = sweeping.BATCH + 50
assert serve


@pytest.fixture
def supervisor(transactional_db):
    make_places()
    return make_account("supervisor", "street_supervisor", XINCHENGLU, name="郑涛")


def fall_due(supervisor, count, on=None):
    """So many mediators whose posting ends 30 days after a day."""
    ends_on = (on or timezone.localdate()) + timedelta(days=30)
    accounts = Account.objects.bulk_create(Account(username=f"m{n}", name=f"员{n}") for n in range(count))
    Posting.objects.bulk_create(
        Posting(
            account=account,
            role="mediator",
            area_id=YINGYUAN,
            starts_on=ends_on - timedelta(days=300),
            ends_on=ends_on,
            granted_by=supervisor,
        )
        for account in accounts
    )


def told():
    """How many notices of the test's rung there are, and of how many subjects."""
    rows = Notice.objects.filter(rung=RUNG)
    return rows.count(), rows.values("subject_id").distinct().count()


def progress():
    """The day up to which the rung was swept, and when that was."""
    return RungSweep.objects.filter(rung=RUNG).values_list("swept_on", "swept_at").first() or (None, None)


@pytest.fixture
def start_worker(celery_process):
    def start(concurrency=1, **own):
        return celery_process("worker", f"--concurrency={concurrency}", *INCLUDED, **own)

    return start


@pytest.fixture
def in_second_batch(supervisor, start_worker, tmp_path):
    """A worker in the middle of a sweep: one batch told, the next begun."""
    fall_due(supervisor, COUNT)
    begun = tmp_path / "begun"
    worker = start_worker(**{SLOWLY: str(begun)})
    tasks.sweep.delay()
    until(lambda: begun.exists() and begun.read_text() == "second batch", "in the second batch")
    assert told() == (sweeping.BATCH, sweeping.BATCH)
    return worker


def test_a_worker_killed_in_mid_batch_loses_nothing_and_doubles_nothing(in_second_batch, start_worker):
    kill(in_second_batch)
    start_worker()

    tasks.sweep.delay()

    until(lambda: told()[0] == COUNT, "the rest is told")
    assert told() == (COUNT, COUNT)


def test_a_connection_cut_in_mid_sweep_loses_nothing_and_doubles_nothing(in_second_batch, start_worker):
    cut_connections()
    start_worker()

    tasks.sweep.delay()

    until(lambda: told()[0] == COUNT, "the rest is told")
    assert told() == (COUNT, COUNT)


def test_two_beats_and_two_workers_tell_each_once(supervisor, celery_process, start_worker, tmp_path):
    fall_due(supervisor, COUNT)
    for number in range(2):
        start_worker()
        schedule = f"--schedule={tmp_path / f'beat-{number}'}"
        celery_process("beat", schedule, "--pidfile=", application="tests.governance.fast_beat")

    until(lambda: told()[0] >= COUNT, "all are told")
    swept = set()
    until(lambda: swept.add(progress()) or len(swept) > 5, "several more sweeps")

    assert told() == (COUNT, COUNT)


def test_a_clock_that_runs_ahead_and_is_put_back_tells_each_once(supervisor, start_worker):
    """By the worker: a month ahead, back to today, and then the days one after another."""
    today = timezone.localdate()
    fall_due(supervisor, 3, on=today)
    start_worker()

    for day in (23, 0, 1, 22, 23, 24):
        tasks.sweep.delay(on=str(today + timedelta(days=day)))

    until(lambda: progress()[0] == today + timedelta(days=24), "all days are swept")
    assert told() == (6, 3)  # of each the level of 30 days and that of 7
    standing = Notice.objects.filter(rung=RUNG).standing()
    assert {notice.occasion[-2:] for notice in standing} == {"-7"}


def test_ten_minutes_without_a_broker_delay_the_message_and_nothing_else(supervisor, start_worker, settings, serve):
    """The act goes on and its notice is there at once; when the broker is back, the message goes out, once."""
    gateway = serve(Gateway())
    url = f"json://127.0.0.1:{gateway.server_port}/{{to}}"
    settings.NOTICE_CHANNELS = {"sms": url}
    Address.objects.create(account=supervisor, channel="sms", address="19900000101")
    fall_due(supervisor, 1)
    posting = Posting.objects.get(role="mediator")
    forget_connections("redis://127.0.0.1:1/0")

    began = time.monotonic()
    with transaction.atomic():
        notify(posting, "posting.ending", [supervisor], occasion="event")
    waited = time.monotonic() - began

    assert waited < 5
    assert (Notice.objects.count(), gateway.taken) == (1, [])

    forget_connections(settings.REDIS_URL)
    ten_minutes_later = timezone.now() + timedelta(minutes=10)
    Delivery.objects.update(send_at=ten_minutes_later - timedelta(minutes=20), holds=False)
    start_worker(concurrency=2, NOTICE_SMS_URL=url)
    for _ in range(5):
        deliver.delay()

    until(lambda: Delivery.objects.filter(state=DeliveryState.SENT).count() == 1, "the message goes out")
    time.sleep(1)
    assert gateway.taken == [("/19900000101", "您有 1 条待办，请登录社区治理门户查看。")]
