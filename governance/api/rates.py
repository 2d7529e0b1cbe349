"""Rate limits (请求频率): so many requests a minute for each client and each signed-in person.

Counted in Redis in one round trip. Without Redis nothing is counted and no request fails; it is asked again after a
short while, so that a lost server costs one slow request and not all of them.
"""

import functools
import logging
import math
import time
from dataclasses import dataclass

import redis
from django.conf import settings
from rest_framework.exceptions import Throttled

MINUTE = 60
PAUSE = 5  # seconds without asking a Redis that did not answer
_silent_until = 0.0


@dataclass(frozen=True)
class Rate:
    limit: int
    remaining: int
    reset: int  # seconds until the count begins anew

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }


class OverRate(Throttled):
    default_detail = "请求过于频繁，请稍候再试。"
    extra_detail_singular = extra_detail_plural = ""

    def __init__(self, rate: Rate):
        super().__init__(wait=rate.reset)
        self.rate = rate


def count(actor) -> Rate | None:
    """Count one request of `actor`; None when nothing could be counted. Raises OverRate."""
    now = time.time()
    limit = getattr(actor, "rate_per_minute", settings.API_RATE_PER_MINUTE)
    minute = int(now // MINUTE)
    used = _increased(f"api-rate:{actor._meta.model_name}:{actor.pk}:{minute}")
    if used is None:
        return None
    rate = Rate(limit, max(0, limit - used), math.ceil((minute + 1) * MINUTE - now))
    if used > limit:
        raise OverRate(rate)
    return rate


def is_over(key: str, limit: int) -> bool:
    """Count one more of `key`, and whether it came more than `limit` times in this minute."""
    used = _increased(f"page-rate:{key}:{int(time.time() // MINUTE)}")
    return used is not None and used > limit


def _increased(key):
    global _silent_until
    if time.monotonic() < _silent_until:
        return None
    try:
        with _server(settings.REDIS_URL).pipeline(transaction=False) as steps:
            return steps.incr(key).expire(key, 2 * MINUTE).execute()[0]
    except redis.RedisError as error:
        logging.getLogger(__name__).warning("requests are not counted for %s s: %s", PAUSE, error)
        _silent_until = time.monotonic() + PAUSE
        return None


@functools.cache
def _server(url):
    return redis.Redis.from_url(url, socket_connect_timeout=0.5, socket_timeout=0.5)
