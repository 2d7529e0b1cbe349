"""`python -m stack bench concurrency`: 1, 8 and 32 clients at once: throughput, p50, p95, p99, errors, memory.

Each client keeps one connection and asks again as soon as it has its answer, for SECONDS. The servers are those of
production: gunicorn with as many processes as the machine has cores. Cases to be accepted are made before, ACCEPTED of
them for each number of clients, and stay in the world.
"""

import os
from itertools import repeat
from pathlib import Path
from queue import Empty, SimpleQueue

from bench import results
from bench.asking import Asked, unhurried
from bench.say import say
from bench.sending import Request, at_once
from bench.serving import Served

CLIENTS, SECONDS, ACCEPTED = (1, 8, 32), 5.0, 100
COMMITTEE, DISTRICT = "310114001001", "310114000000"


def once() -> int:
    from django.db import connection
    from django.urls import reverse

    from bench.accepting import waiting
    from cases.docket.models import Case
    from governance.metrics.folding import fold_all

    unhurried()
    case = Case.objects.filter(area_id=COMMITTEE, procedure="agreed").order_by("pk")[0]
    asked = (
        Asked("案件列表", reverse("cases:cases"), "jiedao"),
        Asked("案件页", case.get_absolute_url(), "zhuren"),
        Asked("看板", f"{reverse('metrics:board')}?place={DISTRICT}", "qugong"),
        Asked("接口案件列表", f"{reverse('api:cases')}?limit=50"),
    )
    requests = {each.name: Request("GET", each.path, each.headers()) for each in asked}
    accepted = {clients: waiting(ACCEPTED) for clients in CLIENTS}
    fold_all()  # as the worker does within seconds
    connection.close()
    portal = Served("governance.wsgi", WEB_PROCESSES=str(os.cpu_count() or 1))
    errors = 0
    for name in (*requests, "受理案件"):
        for clients in CLIENTS:
            if name in requests:
                portal.get(requests[name].path, **requests[name].headers)
                following = repeat(requests[name]).__next__
            else:
                following = _one_by_one(accepted[clients])
            found = {"request": name, "clients": clients} | at_once(portal.port, following, clients, SECONDS)
            found["memory_mb"] = memory_of(portal.process.pid)
            errors += found["errors"]
            results.keep("concurrency", "concurrency", found)
            say(
                f"{name}，{clients} 个客户端：每秒 {found['per_second']} 次，p50 {found['p50_ms']}，"
                f"p95 {found['p95_ms']}，p99 {found['p99_ms']} 毫秒，{found['errors']} 个错误，{found['memory_mb']} MB"
            )
    fold_all()
    return 1 if errors else 0


def _one_by_one(requests: list[Request]):
    """Each once, whichever client comes; None when there are no more."""
    left: SimpleQueue[Request] = SimpleQueue()
    for each in requests:
        left.put(each)

    def following():
        try:
            return left.get_nowait()
        except Empty:
            return None

    return following


def memory_of(pid: int) -> int:
    """What a process and its children hold by themselves, and their shares of what they hold together (PSS), in MB."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (ProcessLookupError, FileNotFoundError):
        return 0  # it has ended meanwhile
    own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024
    return own + sum(memory_of(int(child)) for child in children)
