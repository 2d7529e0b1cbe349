"""The web server's settings: one process a core, four threads each; more processes only cost memory (stack.md, 4)."""

import gc
import os
import sys
import tempfile

# before anything imports prometheus_client: each process counts into a file there, /metrics adds them up
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="portal-metrics-"))

bind = os.environ.get("BIND") or "0.0.0.0:8000"
worker_class = "gthread"
processes = os.environ.get("WEB_PROCESSES") or str(os.cpu_count() or 2)
if not processes.isdecimal() or int(processes) < 1:
    sys.exit("WEB_PROCESSES 应是不小于 1 的整数。")
workers = int(processes)
threads = 4
preload_app = True  # a wrong setting stops the start, once; the processes share what was imported
timeout = 60
graceful_timeout = 20
keepalive = 15
limit_request_line = 0  # a long question is answered by naming what is too long in it; the proxy bounds it before
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - heartbeats, not data
control_socket_disable = True


def when_ready(server):
    """Before the processes are forked: the collector leaves alone, and so shared, what was imported."""
    gc.collect()
    gc.freeze()


def child_exit(server, worker):
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server):
    import shutil

    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
