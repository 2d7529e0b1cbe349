"""How many jobs a worker does at once: one process fewer than it has, so that short work always finds one free."""

import contextlib
import fcntl
import tempfile
from collections.abc import Iterator

from celery.signals import worker_init


class Slots:
    """Byte ranges of one file without a name, which a worker's processes inherit.

    The kernel gives back what a killed process held: a lock needs no tidying up.
    """

    def __init__(self, count: int):
        self.count = count
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the worker lives

    def take(self) -> int | None:
        """A free slot, held until `give_back` or the end of the process; None when all are taken."""
        for number in range(self.count):
            try:
                fcntl.lockf(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
            except BlockingIOError:
                continue
            return number
        return None

    def give_back(self, number: int) -> None:
        fcntl.lockf(self.file, fcntl.LOCK_UN, 1, number)


_slots: Slots | None = None  # None outside of a worker


@worker_init.connect
def open_slots(sender, **_):
    """Before the worker forks its processes."""
    global _slots
    _slots = Slots(max(1, int(sender.concurrency) - 1))


@contextlib.contextmanager
def slot() -> Iterator[bool]:
    """Whether this process may begin a job now; holds its slot meanwhile."""
    number = _slots.take() if _slots else None
    try:
        yield _slots is None or number is not None
    finally:
        if _slots and number is not None:
            _slots.give_back(number)
