"""The web server's settings: one process a core, four threads each; more processes only cost memory (stack.md, 4)."""

import os

bind = os.environ.get("BIND", "0.0.0.0:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES") or os.cpu_count() or 2)
threads = 4
preload_app = True  # a wrong setting stops the start, once; the processes share what was imported
timeout = 60
graceful_timeout = 20
keepalive = 15
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - heartbeats, not data
control_socket_disable = True
