"""The floor as a WSGI application: bare SQL through psycopg, a pool, JSON; nothing else.

`/2` answers with the rows of all statements of the third entry in the file that BENCH_FLOORS names.
"""

import json
import os
from pathlib import Path

import orjson
from psycopg.rows import tuple_row
from psycopg_pool import ConnectionPool

STATEMENTS = json.loads(Path(os.environ["BENCH_FLOORS"]).read_text())
_pool: list[ConnectionPool] = []


def pool() -> ConnectionPool:
    """Opened on the first request: threads do not survive the fork."""
    if not _pool:
        settings = {"row_factory": tuple_row, "prepare_threshold": None, "autocommit": True}
        _pool.append(ConnectionPool(os.environ["DATABASE_URL"], kwargs=settings, min_size=1, max_size=4, open=True))
    return _pool[0]


def application(environ, start_response):
    with pool().connection() as connection:
        answers = [connection.execute(each).fetchall() for each in STATEMENTS[int(environ["PATH_INFO"].strip("/"))]]
    body = orjson.dumps({"results": answers}, default=str)
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
