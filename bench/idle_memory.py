"""`python -m stack bench idle_memory`: web, worker, beat, database and broker idle together, on the data of `make run`.

Started as `make run` starts them and left alone for SECONDS. Memory is the sum of PSS: what processes
share is counted once.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.concurrency import memory_of
from bench.say import say
from stack.disk import ROOT, DataDir
from stack.keeper import servers_of
from stack.ports import LOOPBACK, free_port

SECONDS, AT_MOST = 30, 600
DATABASE = "bench_idle"


def once() -> int:
    servers = servers_of(DataDir.for_running())
    if servers is None:
        raise SystemExit("没有在运行的自带数据库。")
    with tempfile.TemporaryDirectory() as folder:
        settings = os.environ | {
            "BIND": f"{LOOPBACK}:{free_port()}",
            "BEAT_SCHEDULE": str(Path(folder, "beat")),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
        }
        start = ["/bin/sh", str(ROOT / "deploy" / "start.sh")]
        running = [
            subprocess.Popen(
                [*start, name], cwd=ROOT, env=settings, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )
            for name in ("web", "worker", "beat")
        ]
        try:
            time.sleep(SECONDS)
            parts = {name: memory_of(each.pid) for name, each in zip(("web", "worker", "beat"), running, strict=True)}
            if not all(parts.values()):
                raise SystemExit(f"没有都在运行：{parts}")
            parts["database and broker"] = memory_of(servers.keeper)
        finally:
            for each in running:
                each.terminate()
            for each in running:
                each.wait()
    whole = sum(parts.values())
    told = "，".join(f"{name} {size}" for name, size in parts.items())
    say(f"{'✓' if whole <= AT_MOST else '✗'} 空闲内存：{whole} MB（{told}；不高于 {AT_MOST}）")
    return 0 if whole <= AT_MOST else 1
