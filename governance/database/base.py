"""The backend that settings name: Django's own, but for its compiler, how it writes JSON, and for when it asks whether
a line stands."""

import json
import select
from functools import partial
from time import monotonic

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool

from governance.database.prepared import Cursor, Prepared, Statements

REST = 10  # seconds: a line that rests longer may be forgotten by what lies between (a firewall), without a word


class Operations(DatabaseOperations):
    compiler_module = "governance.database.compiler"

    def adapt_json_value(self, value, encoder):
        """With characters as they are: six letters for each would be more to send and to read."""
        return Jsonb(value, dumps=partial(json.dumps, cls=encoder, ensure_ascii=False))

    def last_executed_query(self, cursor, sql, params):
        return (
            self.compose_sql(sql, params) if type(sql) is Prepared else super().last_executed_query(cursor, sql, params)
        )


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = Operations

    def get_connection_params(self):
        return super().get_connection_params() | {"cursor_factory": Cursor}

    def get_new_connection(self, conn_params):
        """In place of CONN_HEALTH_CHECKS, which waits for one more answer of the server in every request."""
        connection = super().get_new_connection(conn_params)
        while self.pool and not is_alive(connection):
            self.pool.putconn(connection)
            connection = super().get_new_connection(conn_params)
        if type(connection._prepared) is not Statements:
            connection._prepared = Statements()
        return connection


def is_alive(connection) -> bool:
    """A server that hung up has said so: a silent line that was in use a moment ago is not asked."""
    given_at, connection.given_at = getattr(connection, "given_at", -REST), monotonic()
    if connection.given_at - given_at < REST and _is_silent(connection):
        return True
    try:
        ConnectionPool.check_connection(connection)
    except psycopg.OperationalError:
        return False
    return True


def _is_silent(connection) -> bool:
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return not waiting.poll(0)
