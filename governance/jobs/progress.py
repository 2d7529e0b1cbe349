"""What a running job reports: counted in memory, written by a thread with a connection of its own.

So progress is seen while the job's transaction is open, and a long statement does not look like a dead runner.
"""

import contextlib
import gc
import threading

from django.db import InterfaceError, OperationalError, connections, transaction
from django.db.models.functions import Now

from governance.jobs.models import Job, JobProblem

BEAT = 2.0  # seconds between two signs of life
MOST_PROBLEMS = 10_000  # problems listed per job; the rest is counted


class JobCancelled(Exception):
    """The starter asked for the job to stop."""


class JobLost(Exception):
    """Another runner holds the job: this one was taken for dead. Nothing more may be written for it."""


class Progress:
    """Passed to the job's function. `advance`, `expect` and `problem` cost no query."""

    def __init__(self, job: Job):
        self.job = job
        self.done = job.done
        self.total = job.total
        self.left_out = 0
        self._problems: list[JobProblem] = []
        self._known_problems = job.problems.count()
        self._cancelled = threading.Event()
        self._lost = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"job-{job.pk}", daemon=True)

    def expect(self, total: int) -> None:
        """How many units there will be."""
        self.total = total

    def advance(self, count: int = 1) -> None:
        """`count` more units are done. Raises JobCancelled or JobLost when the job should not go on."""
        self.done += count
        self.check()

    def check(self) -> None:
        if self._lost.is_set():
            raise JobLost(self.job.pk)
        if self._cancelled.is_set():
            raise JobCancelled(self.job.pk)

    def problem(self, row: int, what: str, why: str) -> None:
        """Row `row` (from 1) could not be done. Kept even when the job as a whole is undone."""
        if self._known_problems + len(self._problems) >= MOST_PROBLEMS:
            self.left_out += 1
            return
        self._problems.append(JobProblem(job_id=self.job.pk, row=row, what=what[:200], why=why[:500]))

    @property
    def problem_count(self) -> int:
        return self._known_problems + len(self._problems) + self.left_out

    @contextlib.contextmanager
    def step(self, *, position):
        """One step of a resumable job: its writes and `position` commit together, under the lease."""
        with transaction.atomic(), uncollected():
            yield
            held = Job.objects.held_by(self.job.pk, self.job.runner)
            if not held.update(position=position, done=self.done, total=self.total, heartbeat_at=Now()):
                raise JobLost(self.job.pk)
            self.write_problems()
        self.job.position = position
        self.check()

    def write_problems(self) -> None:
        JobProblem.objects.bulk_create(self._problems, batch_size=1000)
        self._known_problems += len(self._problems)
        self._problems = []

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the signs of life; the last figures are written with the job's end. May be called twice."""
        self._stopped.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stopped.wait(BEAT):
                self._write_if_possible()
        finally:
            connections.close_all()

    def _write_if_possible(self) -> None:
        try:
            self._write()
        except (OperationalError, InterfaceError):  # the database restarts: try again at the next beat
            connections.close_all()

    def _write(self) -> None:
        held = Job.objects.held_by(self.job.pk, self.job.runner)
        if held.update(done=self.done, total=self.total, heartbeat_at=Now()):
            if held.filter(cancel_requested=True).exists():
                self._cancelled.set()
        elif Job.objects.filter(pk=self.job.pk).exists():
            self._lost.set()


@contextlib.contextmanager
def uncollected():
    """Without looking for rings: a step makes many rows that hold none, and the search was a fifth of an import."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
