"""`python -m stack bench concurrency`: 1, 8 and 32 clients at once on four requests: throughput, p50, p95, p99, memory.

Each client keeps one connection and asks again as soon as it has its answer, for SECONDS. The servers are those of
production: gunicorn with as many processes as the machine has cores. Accepting writes: its cases are made before.
"""

import http.client
import json
import os
import statistics
import threading
import time
from pathlib import Path

from bench.asking import Asked, unhurried
from bench.say import say
from bench.serving import Served
from stack.disk import ROOT

CLIENTS, SECONDS = (1, 8, 32), 5.0
COMMITTEE, DISTRICT = "310114001001", "310114000000"


def once() -> int:
    from django.db import connection
    from django.urls import reverse

    from cases.docket.models import Case

    unhurried()
    case = Case.objects.filter(area_id=COMMITTEE, procedure="agreed").order_by("pk")[0]
    asked = (
        Asked("案件列表", reverse("cases:cases"), (), "jiedao"),
        Asked("案件页", case.get_absolute_url(), (), "zhuren"),
        Asked("看板", f"{reverse('metrics:board')}?place={DISTRICT}", (), "qugong"),
        Asked("接口案件列表", f"{reverse('api:cases')}?limit=50", ()),
    )
    headers = {each: each.headers() for each in asked}
    connection.close()
    portal = Served("governance.wsgi", WEB_PROCESSES=str(os.cpu_count() or 1))
    told, errors = [], 0
    for each in asked:
        portal.get(each.path, **headers[each])
        for clients in CLIENTS:
            found = _at_once(portal.port, each.path, headers[each], clients)
            found |= {"request": each.name, "clients": clients, "memory_mb": memory_of(portal.process.pid)}
            errors += found["errors"]
            told.append(found)
            say(
                f"{each.name}，{clients} 个客户端：每秒 {found['per_second']} 次，p50 {found['p50_ms']}，"
                f"p95 {found['p95_ms']}，p99 {found['p99_ms']} 毫秒，{found['errors']} 个错误，{found['memory_mb']} MB"
            )
    path = Path(os.environ.get("BENCH_RESULTS", ROOT / ".data" / "bench.json"))
    path.write_text(json.dumps({"concurrency": told}, ensure_ascii=False, indent=1))
    return 1 if errors else 0


def _at_once(port: int, path: str, headers: dict[str, str], clients: int) -> dict:
    times: list[float] = []
    errors: list[int] = []
    until = time.monotonic() + SECONDS

    def ask():
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.monotonic() < until:
            begun = time.perf_counter()
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            answer.read()
            times.append(time.perf_counter() - begun)
            if answer.status != 200:
                errors.append(answer.status)

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    begun = time.monotonic()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    parts = statistics.quantiles(times, n=100)
    shares = {f"p{share}_ms": round(parts[share - 1] * 1000, 1) for share in (50, 95, 99)}
    return shares | {"per_second": round(len(times) / (time.monotonic() - begun), 1), "errors": len(errors)}


def memory_of(pid: int) -> int:
    """What a process and its children hold by themselves, and their shares of what they hold together (PSS), in MB."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (ProcessLookupError, FileNotFoundError):
        return 0  # it has ended meanwhile
    own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024
    return own + sum(memory_of(int(child)) for child in children)
