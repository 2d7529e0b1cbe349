"""Progress for the person at the terminal: one line a step, with its seconds when it took more than two."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class PlainRefusal(Exception):
    """Something the person at the terminal must know and can mend; shown as one sentence, without a traceback."""


def say(text: str = "") -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what begins, and how long it took."""
    begun = time.monotonic()
    say(f"· {what} …")
    yield
    seconds = time.monotonic() - begun
    if seconds >= 2:
        say(f"  完成，用时 {seconds:.1f} 秒")
