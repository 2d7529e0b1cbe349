"""What the bench says while it works."""

import sys
import time
from contextlib import contextmanager


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def timed(what: str, *, from_seconds: float = 0):
    """Say how long it took, when it took so long."""
    begun = time.monotonic()
    yield
    took = time.monotonic() - begun
    if took >= from_seconds:
        say(f"· {what}：{took:.1f} 秒")
