"""How a job runs: one runner holds its lease, and however the run ends, the row says so."""

import logging
import time
from uuid import uuid4

from django.db import InterfaceError, OperationalError, connection, models, transaction
from django.db.models.functions import Coalesce, Now

from governance.audit.trail import record
from governance.celery import queue
from governance.errors import RuleError
from governance.jobs import tasks
from governance.jobs.models import LEASE, MOST_ATTEMPTS, Job, JobState
from governance.jobs.progress import JobCancelled, JobLost, Progress
from governance.jobs.registry import Kind, find
from governance.notices.raising import notify

logger = logging.getLogger(__name__)


def run(pk: int) -> None:
    """Do the job, unless another runner has it or it is finished. May be called any number of times."""
    job = claim(pk)
    if job is None:
        return
    with Run(job) as progress:
        if job.cancel_requested:
            raise JobCancelled(pk)
        kind = find(job.kind)
        if kind.resumable:
            finish(job, progress, kind.run(job, progress) or {})
        else:
            run_at_once(job, kind, progress)


def run_at_once(job: Job, kind: Kind, progress: Progress) -> None:
    with transaction.atomic():
        result = kind.run(job, progress) or {}
        progress.check()
        finish(job, progress, result)


def claim(pk: int) -> Job | None:
    """Take the lease; None when there is nothing to take. Two at once: the row's lock lets one through."""
    lease = uuid4()
    taken = (
        Job.objects.claimable()
        .filter(pk=pk, attempts__lt=MOST_ATTEMPTS)
        .update(
            state=JobState.RUNNING,
            runner=lease,
            attempts=models.F("attempts") + 1,
            heartbeat_at=Now(),
            started_at=Coalesce("started_at", Now()),
        )
    )
    return Job.objects.select_related("account", "client", "area").get(pk=pk) if taken else None


class Run:
    """Signs of life while a job runs, and the row's end when it ends badly."""

    def __init__(self, job: Job):
        self.job = job
        self.progress = Progress(job)

    def __enter__(self) -> Progress:
        self.progress.start()
        return self.progress

    def __exit__(self, kind, error, traceback) -> bool:
        """True for outcomes that are told to the user; what else went wrong goes on to the log."""
        self.progress.stop()
        if error is None:
            return False
        if isinstance(error, JobLost):
            logger.warning("job %s is held by another runner", self.job.pk)
            return True
        if isinstance(error, JobCancelled):
            self._end(JobState.CANCELLED, "已按要求取消。")
            return True
        if isinstance(error, RuleError):
            self._end(JobState.FAILED, str(error))
            return True
        if isinstance(error, (OperationalError, InterfaceError)) or not isinstance(error, Exception):
            self._release()
        else:
            self._end(JobState.FAILED, f"程序出错，未能完成。请联系系统管理员，并告知任务编号 {self.job.pk}。")
        return False

    @transaction.atomic
    def _end(self, state, message):
        self.progress.write_problems()
        if end(self.job, state, message, runner=self.job.runner, done=self.progress.done, total=self.progress.total):
            record(
                "job.cancelled" if state == JobState.CANCELLED else "job.failed",
                self.job,
                by=self.job.starter,
                kind=self.job.kind,
                message=message,
            )
            if state == JobState.FAILED:
                _tell(self.job)

    def _release(self):
        """The database or the process went away: the next sweep gives the job to another runner.

        A database that restarts is waited for; after the lease the job is free without a word.
        """
        given_up = time.monotonic() + LEASE.total_seconds()
        while not self._is_released() and time.monotonic() < given_up:
            time.sleep(1)

    def _is_released(self) -> bool:
        held = Job.objects.held_by(self.job.pk, self.job.runner)
        try:
            held.update(state=JobState.QUEUED, runner=None, sent_at=None)
        except (OperationalError, InterfaceError):
            connection.close()
            return False
        return True


def finish(job: Job, progress: Progress, result: dict) -> None:
    """Mark done under the lease. Raises JobLost, which undoes the transaction, when the lease is gone."""
    progress.stop()
    with transaction.atomic():
        held = Job.objects.held_by(job.pk, job.runner)
        if progress.left_out:
            result = {**result, "left_out": progress.left_out}
        values = {"result": result, "done": progress.done, "total": progress.total, "finished_at": Now()}
        if not held.update(state=JobState.DONE, **values):
            raise JobLost(job.pk)
        progress.write_problems()
        record("job.done", job, by=job.starter, kind=job.kind, problems=progress.problem_count)


def end(job: Job, state: str, message: str, *, runner, **values) -> bool:
    held = Job.objects.unfinished().filter(pk=job.pk, runner=runner)
    return bool(held.update(state=state, message=message[:500], finished_at=Now(), **values))


def sweep() -> None:
    """Give up jobs that keep killing their runner, and queue again what waits. Two sweeps at once do no harm."""
    for job in Job.objects.exhausted().select_related("account", "client"):
        give_up(job)
    for pk in list(Job.objects.unsent().order_by("id").values_list("pk", flat=True)[:100]):
        send(pk)


@transaction.atomic
def give_up(job: Job) -> None:
    message = f"运行 {MOST_ATTEMPTS} 次均中断，不再重试。"
    if end(job, JobState.FAILED, message, runner=job.runner):
        record("job.failed", job, by=job.starter, kind=job.kind, message=message)
        _tell(job)


def _tell(job: Job) -> None:
    notify(job, "job.failed", [job.account] if job.account else [], occasion=f"attempt {job.attempts}")


def send(pk: int) -> None:
    """Tell a worker; when the broker cannot be reached the job stays unsent, and the next sweep sends it."""
    if Job.objects.unsent().filter(pk=pk).update(sent_at=Now()) and not queue(tasks.run_job, pk):
        Job.objects.filter(pk=pk).update(sent_at=None)


def put_back(pk: int) -> None:
    """The worker does as many jobs as it may: the next sweep sends this one again."""
    Job.objects.claimable().filter(pk=pk).update(sent_at=None)
