"""Jobs with the real broker and a real worker process: what is lost, killed or sent twice still happens once."""

import os
import threading
import time
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from governance.audit.models import TrailEntry
from governance.jobs import running, tasks
from governance.jobs.actions import start_job
from governance.jobs.models import LEASE, Job, JobState
from governance.people.models import Account
from tests.factories import YINGYUAN, make_account, make_places
from tests.governance import broker_jobs
from tests.governance.broker import PATIENCE, cut_connections, forget_connections, kill, until, waiting_messages

pytestmark = pytest.mark.django_db(transaction=True)
assert broker_jobs


@pytest.fixture
def zhao(transactional_db):
    make_places()
    return make_account("zhao", "mediation_director", YINGYUAN, name="赵国栋")


@pytest.fixture
def start_worker(celery_process):
    """Starts a worker that knows the jobs of these tests."""

    def start(concurrency=1):
        included = "--include=tests.governance.broker_jobs"
        return celery_process("worker", f"--concurrency={concurrency}", included, "--without-mingle")

    return start


def is_done(job):
    return Job.objects.get(pk=job.pk).state == JobState.DONE


def start_once(by, tmp_path, **payload):
    starts = tmp_path / "starts"
    payload = {"starts": str(starts), **payload}
    return start_job("test.once", by=by, area=YINGYUAN, title="只做一次", payload=payload), starts


def ends(job):
    return list(
        TrailEntry.objects.about(job).filter(verb__in=("job.done", "job.failed")).values_list("verb", flat=True)
    )


def test_a_worker_does_what_was_queued(zhao, start_worker, tmp_path):
    job, starts = start_once(zhao, tmp_path)

    start_worker()

    until(lambda: is_done(job), "done")
    assert starts.read_text() == "1\n"


def test_a_broker_that_is_down_delays_the_job_and_not_the_page(client, zhao, start_worker, settings):
    client.force_login(zhao)
    forget_connections("redis://127.0.0.1:1/0")

    began = time.monotonic()
    job = start_job("test.once", by=zhao, area=YINGYUAN, title="断线时发起", payload={"starts": os.devnull})
    waited = time.monotonic() - began

    assert waited < 5
    assert Job.objects.filter(pk=job.pk, state=JobState.QUEUED, sent_at=None).exists()
    assert client.get(job.get_absolute_url()).status_code == 200

    forget_connections(settings.REDIS_URL)
    start_worker()
    running.sweep()

    until(lambda: is_done(job), "done")


def test_a_job_whose_worker_is_killed_in_the_middle_is_done_again_and_counts_once(zhao, start_worker, tmp_path):
    job, starts = start_once(zhao, tmp_path, linger=PATIENCE * 2)
    worker = start_worker()
    until(starts.exists, "started")

    kill(worker)
    assert Job.objects.get(pk=job.pk).state == JobState.RUNNING
    grow_stale(job)
    start_worker()
    running.sweep()

    until(lambda: is_done(job), "done")
    assert starts.read_text() == "1\n2\n"
    assert list(Account.objects.filter(name="任务所建").values_list("username", flat=True)) == [f"made-{job.pk}-2"]
    assert ends(job) == ["job.done"]


def grow_stale(job):
    """As when the lease has run out without a sign of life."""
    long_ago = timezone.now() - LEASE - timedelta(seconds=5)
    Job.objects.filter(pk=job.pk).update(heartbeat_at=long_ago, sent_at=long_ago)


def test_a_job_whose_database_connections_break_is_done_again_and_counts_once(zhao, start_worker, tmp_path):
    """As when PostgreSQL restarts: every connection but the test's own is cut."""
    job, starts = start_once(zhao, tmp_path, linger=3)
    start_worker()
    until(starts.exists, "started")

    cut_connections()

    def swept():
        running.sweep()
        return is_done(job)

    until(swept, "done")
    assert starts.read_text() == "1\n2\n"
    assert Account.objects.filter(name="任务所建").count() == 1
    assert ends(job) == ["job.done"]


def test_messages_that_come_twice_and_two_beats_at_once_make_no_doubles(zhao, start_worker, tmp_path):
    jobs = [start_once(zhao, tmp_path)[0] for _ in range(3)]
    for job in jobs:
        tasks.run_job.delay(job.pk)
        tasks.run_job.delay(job.pk)

    def beat():
        for _ in range(5):
            running.sweep()
        connections.close_all()

    beats = [threading.Thread(target=beat) for _ in range(2)]
    [thread.start() for thread in beats]
    [thread.join() for thread in beats]
    start_worker()
    start_worker()

    until(lambda: all(is_done(job) for job in jobs), "done")
    until(lambda: waiting_messages("jobs") == 0, "queue empty")
    assert (tmp_path / "starts").read_text() == "1\n" * 3
    assert [ends(job) for job in jobs] == [["job.done"]] * 3


def test_long_jobs_leave_one_process_of_the_worker_to_short_work(zhao, start_worker, tmp_path):
    """Three jobs that linger, a worker of two processes: one job at a time, and what is short is done meanwhile."""
    jobs = [start_once(zhao, tmp_path, linger=8)[0] for _ in range(3)]
    start_worker(concurrency=2)
    until((tmp_path / "starts").exists, "the first job has begun")

    for number in range(5):
        broker_jobs.short_work.delay(str(tmp_path / f"short-{number}"))

    until(lambda: len(list(tmp_path.glob("short-*"))) == 5, "short work is done")
    running_now = Job.objects.filter(state=JobState.RUNNING).count()
    assert (running_now, Job.objects.filter(state=JobState.DONE).count()) == (1, 0)

    def swept():
        running.sweep()
        return all(is_done(job) for job in jobs)

    until(swept, "the others get their turn")
    assert (tmp_path / "starts").read_text() == "1\n" * 3
