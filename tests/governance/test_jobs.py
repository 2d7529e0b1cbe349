"""Jobs: a row first, a message second; one runner; however a run ends, the row says so."""

import gc
import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, WrongState
from governance.jobs import registry, running
from governance.jobs.actions import cancel_job, start_job
from governance.jobs.models import LEASE, MOST_ATTEMPTS, Job, JobState
from tests.factories import YINGYUAN


@pytest.fixture
def kind(monkeypatch):
    """Declares a kind of job named "test.work" that does what the test says."""

    def declare(work, **options):
        monkeypatch.setitem(registry.JOBS, "test.work", None)
        return registry.job("test.work", **options)(work)

    return declare


def make_job(by, **overrides):
    job = Job.objects.create(kind="test.work", title="测试任务", account=by, area_id=YINGYUAN)
    Job.objects.filter(pk=job.pk).update(**overrides)
    return job


def abandoned(**overrides):
    long_ago = timezone.now() - LEASE - timedelta(seconds=1)
    values = {"state": JobState.RUNNING, "runner": uuid.uuid4(), "started_at": long_ago, "heartbeat_at": long_ago}
    return {**values, "attempts": 1, "sent_at": long_ago, **overrides}


def verbs_about(job):
    return list(TrailEntry.objects.about(job).order_by("id").values_list("verb", flat=True))


def test_a_job_runs_once_and_shows_its_result(lin, kind):
    ran = []
    kind(lambda job, progress: ran.append(job.payload) or {"figures": [["新增", 3]]})
    job = start_job("test.work", by=lin, area=YINGYUAN, title="导入人员", payload={"rows": 3})

    running.run(job.pk)
    running.run(job.pk)

    job.refresh_from_db()
    assert ran == [{"rows": 3}]
    assert (job.state, job.result, job.percent) == (JobState.DONE, {"figures": [["新增", 3]]}, 100)
    assert verbs_about(job) == ["job.started", "job.done"]


def test_a_kind_that_nobody_declared_is_not_started(lin):
    with pytest.raises(LookupError, match=r"test\.unknown"):
        start_job("test.unknown", by=lin, area=YINGYUAN, title="没有这种任务")

    assert not Job.objects.exists()


def test_a_job_is_sent_when_its_transaction_commits(lin, kind, monkeypatch, django_capture_on_commit_callbacks):
    kind(lambda job, progress: {})
    told = []
    monkeypatch.setattr(running, "queue", lambda task, pk: told.append((task.name, pk)) or True)

    with django_capture_on_commit_callbacks(execute=True):
        job = start_job("test.work", by=lin, area=YINGYUAN, title="导入人员")
        assert told == []

    assert told == [("governance.jobs.tasks.run_job", job.pk)]


def test_a_broker_that_is_down_leaves_the_job_to_the_sweep(
    lin, kind, settings, monkeypatch, django_capture_on_commit_callbacks
):
    kind(lambda job, progress: {})
    monkeypatch.setattr(running, "queue", lambda task, pk: False)
    with django_capture_on_commit_callbacks(execute=True):
        job = start_job("test.work", by=lin, area=YINGYUAN, title="导入人员")
    told = []
    monkeypatch.setattr(running, "queue", lambda task, pk: told.append(pk) or True)

    running.sweep()
    running.sweep()

    assert told == [job.pk]


def test_a_rule_that_refuses_fails_the_job_with_its_sentence_and_undoes_the_work(lin, kind):
    def work(job, progress):
        make_job(lin)
        progress.problem(2, "张三", "证件号码校验位不正确")
        raise Invalid("第 2 行有错误，未导入任何一行。")

    kind(work)
    job = make_job(lin)

    running.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "第 2 行有错误，未导入任何一行。")
    assert [(p.row, p.what, p.why) for p in job.problems.all()] == [(2, "张三", "证件号码校验位不正确")]
    assert Job.objects.count() == 1
    assert verbs_about(job) == ["job.failed"]


def test_a_fault_of_the_program_fails_the_job_and_reaches_the_log(lin, kind):
    kind(lambda job, progress: 1 / 0)
    job = make_job(lin)

    with pytest.raises(ZeroDivisionError):
        running.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert str(job.pk) in job.message


def test_a_database_that_went_away_puts_the_job_back_in_the_queue(lin, kind):
    def work(job, progress):
        raise OperationalError("server closed the connection unexpectedly")

    kind(work)
    job = make_job(lin)

    with pytest.raises(OperationalError):
        running.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.runner, job.attempts) == (JobState.QUEUED, None, 1)


def test_a_worker_that_is_told_to_stop_puts_the_job_back_in_the_queue(lin, kind):
    def work(job, progress):
        raise SystemExit

    kind(work)
    job = make_job(lin)

    with pytest.raises(SystemExit):
        running.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_a_job_with_a_living_runner_is_left_to_it(lin, kind):
    kind(lambda job, progress: pytest.fail("ran twice"))
    job = make_job(lin, **abandoned(heartbeat_at=timezone.now()))

    running.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_the_sweep_sends_the_job_of_a_dead_runner_again_and_it_is_finished(lin, kind, monkeypatch):
    kind(lambda job, progress: {})
    monkeypatch.setattr(running, "queue", lambda task, pk: running.run(pk) or True)
    job = make_job(lin, **abandoned())

    running.sweep()

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)


def test_a_job_that_keeps_killing_its_runner_is_given_up(lin, kind, monkeypatch):
    monkeypatch.setattr(running, "queue", lambda task, pk: pytest.fail("sent again"))
    job = make_job(lin, **abandoned(attempts=MOST_ATTEMPTS))

    running.sweep()

    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "运行 3 次均中断，不再重试。")
    assert verbs_about(job) == ["job.failed"]


def test_a_runner_that_was_taken_for_dead_cannot_finish_what_another_holds(lin, kind):
    def work(job, progress):
        make_job(lin)
        Job.objects.filter(pk=job.pk).update(runner=uuid.uuid4())

    kind(work)
    job = make_job(lin)

    with transaction.atomic():
        running.run(job.pk)

    assert Job.objects.count() == 1  # what the late runner wrote is undone
    assert Job.objects.get().state == JobState.RUNNING
    assert verbs_about(job) == []


def test_a_resumable_job_goes_on_after_its_last_step(lin, kind):
    seen = []

    def work(job, progress):
        for number in range((job.position or 0) + 1, 4):
            with progress.step(position=number):
                seen.append(number)
                progress.done = number
            if number == 2 and job.attempts == 1:
                raise SystemExit

    kind(work, resumable=True)
    job = make_job(lin)

    with pytest.raises(SystemExit):
        running.run(job.pk)
    running.run(job.pk)

    job.refresh_from_db()
    assert seen == [1, 2, 3]
    assert (job.state, job.done) == (JobState.DONE, 3)


def test_rings_are_looked_for_between_steps_and_not_within(lin, kind):
    seen = []

    def work(job, progress):
        with progress.step(position=1):
            seen.append(gc.isenabled())
        seen.append(gc.isenabled())
        with progress.step(position=2):
            raise KeyError

    kind(work, resumable=True)

    with pytest.raises(KeyError):
        running.run(make_job(lin).pk)

    assert [*seen, gc.isenabled()] == [False, True, True]


def test_a_step_of_a_runner_without_the_lease_writes_nothing(lin, kind):
    def work(job, progress):
        Job.objects.filter(pk=job.pk).update(runner=uuid.uuid4())
        with progress.step(position=1):
            make_job(lin)

    kind(work, resumable=True)
    job = make_job(lin)

    running.run(job.pk)

    assert Job.objects.count() == 1
    assert Job.objects.get(pk=job.pk).position is None


def test_a_waiting_job_is_cancelled_at_once_and_never_runs(lin, kind):
    kind(lambda job, progress: pytest.fail("ran"))
    job = make_job(lin)

    cancel_job(job, by=lin)
    running.run(job.pk)

    job.refresh_from_db()
    assert (job.state, verbs_about(job)) == (JobState.CANCELLED, ["job.cancelled"])
    with pytest.raises(WrongState):
        cancel_job(job, by=lin)


def test_only_the_starter_cancels_a_job(lin, zhao):
    with pytest.raises(NotPermitted):
        cancel_job(make_job(lin), by=zhao)


@pytest.mark.django_db(transaction=True)
def test_a_running_job_is_cancelled_at_its_next_sign_of_life(lin, kind, monkeypatch):
    monkeypatch.setattr("governance.jobs.progress.BEAT", 0.05)

    def work(job, progress):
        progress.expect(1_000_000)
        make_job(lin)
        cancel_from_elsewhere(job.pk)
        for _ in range(400):
            progress.advance()
            progress._stopped.wait(0.01)

    kind(work)
    job = make_job(lin)

    running.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert 0 < job.done < 400
    assert Job.objects.count() == 1


def cancel_from_elsewhere(pk):
    """As the web does it: in a connection of its own."""
    import threading

    def act():
        Job.objects.filter(pk=pk).update(cancel_requested=True)
        connection.close()

    thread = threading.Thread(target=act)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_work_is_not_committed(lin, kind, monkeypatch):
    monkeypatch.setattr("governance.jobs.progress.BEAT", 0.05)
    seen = []

    def work(job, progress):
        progress.expect(10)
        progress.advance(4)
        progress._stopped.wait(0.5)
        seen.append(tuple(Job.objects.filter(pk=job.pk).values_list("done", "total").get()))

    kind(work)

    running.run(make_job(lin).pk)

    assert seen == [(4, 10)]


@pytest.mark.django_db(transaction=True)
def test_two_runners_at_once_run_a_job_once(lin, kind):
    import threading

    ran = []
    kind(lambda job, progress: ran.append(job.pk) or {})
    job = make_job(lin)
    start = threading.Barrier(4)

    def runner():
        start.wait()
        running.run(job.pk)
        connection.close()

    threads = [threading.Thread(target=runner) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert ran == [job.pk]


def test_a_worker_knows_the_jobs_of_every_feature():
    declared = [path for path in Path("governance").rglob("tasks.py") if "@job(" in path.read_text("utf-8")]
    names = [name for path in declared for name in re.findall(r'@job\("([^"]+)"', path.read_text("utf-8"))]

    assert [name for name in names if registry.find(name).name != name] == []
    assert "areas.apply" in names
