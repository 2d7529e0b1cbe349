"""Requests by several clients at once: each keeps one connection and asks again as soon as it has its answer."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from stack.ports import LOOPBACK


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    status: int = 200


def at_once(port: int, following: Callable[[], Request | None], clients: int, seconds: float) -> dict:
    """Throughput and times of `clients` who send what `following` gives them, until it gives None or time is up."""
    times: list[float] = []
    errors: list[int] = []
    until = time.monotonic() + seconds

    def ask():
        line = http.client.HTTPConnection(LOOPBACK, port, timeout=60)
        while time.monotonic() < until and (wanted := following()) is not None:
            begun = time.perf_counter()
            line.request(wanted.method, wanted.path, body=wanted.body, headers=wanted.headers)
            answer = line.getresponse()
            answer.read()
            times.append(time.perf_counter() - begun)
            if answer.status != wanted.status:
                errors.append(answer.status)

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    begun = time.monotonic()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    parts = statistics.quantiles(times, n=100)
    shares = {f"p{share}_ms": round(parts[share - 1] * 1000, 1) for share in (50, 95, 99)}
    took = time.monotonic() - begun
    return shares | {"answers": len(times), "per_second": round(len(times) / took, 1), "errors": len(errors)}
