"""While a world is made, its server does not wait for the disk: a machine that dies meanwhile takes the world with it.

Only the bench's own server (.data/bench) is hurried, and for no longer: what is measured writes as production does.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from stack.disk import DataDir
from stack.keeper import servers_of
from stack.keys import keys_of
from stack.postgres import Postgres

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
