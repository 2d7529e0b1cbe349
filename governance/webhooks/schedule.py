"""When a message that was not taken is tried again: pure functions."""

from datetime import datetime, timedelta

LASTS = timedelta(days=2)  # from the first attempt to the last; then the message has failed
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
)
MOST_ATTEMPTS = len(WAITS) + 2  # the first, one after each wait, and the last when two days are over


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many attempts, the latest of them now; None when that was the last."""
    if attempts >= MOST_ATTEMPTS:
        return None
    waits = (*WAITS, LASTS - sum(WAITS, timedelta()))
    return now + waits[attempts - 1]


def has_failed_for_long(since: datetime, now: datetime) -> bool:
    """Whether an endpoint that began to fail then is given up."""
    return now - since >= LASTS
