"""While a world is made, its server does not wait for the disk: a machine that dies meanwhile takes the world with it.

Only the bench's own server (.data/bench) is hurried, and for no longer: what is measured writes as production does.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from stack.disk import DataDir
from stack.keeper import servers_of
from stack.keys import keys_of
from stack.postgres import Postgres

PATIENT = 19  # takes what time of a core the others leave
HURRIED = ("fsync", "full_page_writes", "autovacuum")


@contextmanager
def in_haste() -> Iterator[None]:
    data = DataDir.for_bench()
    servers = servers_of(data)
    if servers is None:  # DATABASE_URL names another server
        yield
        return
    postgres = Postgres(data, keys_of(data), servers.postgres_port)
    for name in HURRIED:
        postgres.sql(f"ALTER SYSTEM SET {name} = off")
    postgres.sql("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        for name in HURRIED:
            postgres.sql(f"ALTER SYSTEM RESET {name}")
        postgres.sql("SELECT pg_reload_conf()")
        postgres.sql("CHECKPOINT")
        os.sync()


def behind_others(act: Callable) -> Callable:
    """The same act, by a process of the bench's own server that gives way; on another server as it is."""

    def do(cursor):
        servers = servers_of(DataDir.for_bench())
        if servers and cursor.connection.info.port == servers.postgres_port:
            os.setpriority(os.PRIO_PROCESS, cursor.connection.info.backend_pid, PATIENT)
        act(cursor)

    return do
