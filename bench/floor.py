"""The floor as a WSGI application: bare SQL through psycopg, a pool, JSON; nothing else."""

import os

import orjson
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

PLACES = """
    SELECT a.code, a.name, a.level, a.valid_from, a.valid_to, a.version, p.code AS parent_code, p.name AS parent_name
    FROM governance_area a LEFT JOIN governance_area p ON p.code = a.parent_id
    ORDER BY a.code LIMIT 51
"""
_pool: list[ConnectionPool] = []


def pool() -> ConnectionPool:
    """Opened on the first request: threads do not survive the fork."""
    if not _pool:
        settings = {"row_factory": dict_row, "prepare_threshold": None, "autocommit": True}
        _pool.append(ConnectionPool(os.environ["DATABASE_URL"], kwargs=settings, min_size=1, max_size=4, open=True))
    return _pool[0]


def application(environ, start_response):
    with pool().connection() as connection:
        body = orjson.dumps({"results": connection.execute(PLACES).fetchall()})
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
