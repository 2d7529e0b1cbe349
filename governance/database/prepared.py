"""Statements that the server reads and plans once a connection: those that are answered by a key, whatever it is.

Of such a statement more than half of the time went into reading and planning it. What asks by ranges, words or
conditions that hold for few rows here and for millions there is planned anew each time, for its own values: the text
of no other statement is `Prepared`.
"""

from django.db.backends.postgresql import base
from psycopg._preparing import Prepare, PrepareManager
from psycopg._queries import PostgresQuery
from psycopg.pq import DiagnosticField

USELESS = (b"0A000", b"26000")  # what it answers with is not what its tables hold now; the server does not know it


class Prepared(str):
    """The text of a statement, with %s or %(name)s, that has one best plan for all values. One statement alone."""


class Written(Prepared):
    """One that puts its values into columns. These say of what type each is, so that None needs no plan of its own; all
    are sent as text (%t), which every type reads."""

    def __new__(cls, text):
        return super().__new__(cls, text.replace("%s", "%t"))


class Cursor(base.Cursor):
    """Django's own, which merges values into the text; a `Prepared` text and its values go to the server apart."""

    def _convert_query(self, query, params=None):
        if not isinstance(query, Prepared):
            return super()._convert_query(query, params)
        found = PostgresQuery(self._tx)
        found.convert(query, params)
        if isinstance(query, Written):
            found.types = ()
        return found

    def _get_prepared(self, pgq, prepare=None):
        if type(pgq) is not PostgresQuery:
            return super()._get_prepared(pgq, prepare)
        return self._conn._prepared.get(pgq, prepare=True)


class Statements(PrepareManager):
    """What the server keeps for one connection. Psycopg would count every other text, and forget all at a rollback,
    which may take back a new table; here tables change by migrations alone. What these made useless is forgotten when
    it fails, once."""

    prepare_threshold = 0

    def maybe_add_to_cache(self, query, prep, name):
        if prep is Prepare.NO:
            return None
        return super().maybe_add_to_cache(query, prep, name) or self.key(query)

    def validate(self, key, prep, name, results):
        if results[0].error_field(DiagnosticField.SQLSTATE) in USELESS:
            self._names.pop(key, None)
        else:
            self._rotate()

    def clear(self) -> bool:
        return False
