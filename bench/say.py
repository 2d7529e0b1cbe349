"""What the bench says while it works."""

import sys
import time
from contextlib import contextmanager


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def timed(what: str):
    begun = time.monotonic()
    yield
    say(f"· {what}：{time.monotonic() - begun:.0f} 秒")
