"""What kinds of job there are: a feature declares its own with `@job("areas.apply")` in its `tasks.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from celery import current_app

JOBS: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Kind:
    """`run(job, progress)` does the work and returns what the result page shows.

    Atomic (the default): the work and its "done" commit in one transaction, so it happens once or not at all.
    Resumable: the work commits in steps (`with progress.step(position=…)`) and goes on at `job.position`.
    """

    name: str
    run: Callable
    resumable: bool


def job(name: str, *, resumable: bool = False):
    """Declare the function that does jobs of one kind. It returns a dict for `Job.result`:
    `figures` ([[label, value], …]), `file` (a StoredFile's id), `url` (where to go on), `table` (title, note, columns,
    rows: what the starter may see of it); all optional."""

    def declare(function):
        JOBS[name] = Kind(name, function, resumable)
        return function

    return declare


def find(name: str) -> Kind:
    """Raises LookupError for a kind that no feature declares: a fault of the program, not of the user."""
    if name not in JOBS:
        current_app.loader.import_default_modules()
    if name not in JOBS:
        raise LookupError(f"no job {name!r}: declare it with @job in the feature's tasks.py")
    return JOBS[name]
