"""The portal's settings contract (`.env.example`), filled in for the embedded servers."""

import os
from collections.abc import Mapping

from stack.disk import ROOT, DataDir
from stack.keeper import Servers
from stack.keys import Keys, keys_of


def names_its_own_servers(environment: Mapping[str, str] = os.environ) -> bool:
    return bool(environment.get("DATABASE_URL") and environment.get("REDIS_URL"))


def for_running(data: DataDir, servers: Servers) -> dict[str, str]:
    """For `make run` and `manage`: demo data, on this machine. What the caller has set already wins."""
    keys = keys_of(data)
    here = {
        "DATABASE_URL": servers.database_url(keys),
        "REDIS_URL": servers.redis_url(keys),
        "DEMO": "1",
        "LOG_FORMAT": "console",
    }
    return here | _on_disk(data) | _secrets(keys) | dict(os.environ)


def for_tests(data: DataDir, servers: Servers, *, slot: int, worker: int = 0) -> dict[str, str]:
    """For one pytest process: a database and a Redis number of its own. What the caller has set already wins."""
    keys = keys_of(data)
    here = {
        "DATABASE_URL": servers.database_url(keys, f"slot{slot}"),
        "REDIS_URL": servers.redis_url(keys, redis_number(slot, worker)),
    }
    plain = {
        "DEBUG": "0",
        "DEMO": "0",
        "HTTPS": "0",
        "STATIC_FROM_SOURCE": "1",
    }  # tests turn on what they need, whatever the shell says
    return here | _on_disk(data) | _secrets(keys) | dict(os.environ) | plain


WORKERS_A_SLOT = 32


def redis_number(slot: int, worker: int) -> int:
    """Number 0 of a slot is pytest itself (or its only process), the others its xdist workers."""
    return slot * WORKERS_A_SLOT + worker


def _secrets(keys: Keys) -> dict[str, str]:
    return {
        "SECRET_KEY": keys.secret_key,
        "SEALING_KEYS": keys.sealing_keys,
        "INDEX_KEYS": keys.index_keys,
        "TRAIL_KEY": keys.trail_key,
    }


def _on_disk(data: DataDir) -> dict[str, str]:
    return {
        "FILES_ROOT": str(data.path / "files"),
        "STATIC_ROOT": str(data.path / "static-root"),
        "PYTHONPATH": str(ROOT),
    }
