"""Signs of life of beat and worker, kept in the cache.

Beat's is written when it hands a heartbeat task to the broker, the worker's when it runs one. So a silent beat does not
make the worker look dead: the worker is missing when it lags behind what beat has sent.
"""

import time
from datetime import timedelta

from django.core.cache import cache

SILENCE_TOLERATED = timedelta(seconds=35)  # beat sends one every ten: CELERY_BEAT_SCHEDULE
FORGOTTEN_AFTER = timedelta(days=1)
BEAT, WORKER = "heartbeat.beat", "heartbeat.worker"


def note(part: str) -> None:
    cache.set(part, time.time(), timeout=FORGOTTEN_AFTER.total_seconds())


def last(part: str) -> float | None:
    """When the part was last heard of, in seconds of the epoch."""
    return cache.get(part)


def is_silent(part: str, *, now: float) -> bool:
    """Whether beat has sent nothing for a while, or the worker has not run what beat sent."""
    heard = last(part)
    expected = now if part == BEAT else last(BEAT)
    if heard is None:
        return True
    return expected is not None and expected - heard > SILENCE_TOLERATED.total_seconds()
