"""Statements that the server reads and plans once a connection: those that are answered by a key, whatever it is.

Of such a statement more than half of the time went into reading and planning it. What asks by ranges, words or
conditions that hold for few rows here and for millions there is planned anew each time, for its own values: the text
of no other statement is `Prepared`.
"""

from django.db.backends.postgresql import base
from psycopg._preparing import Prepare, PrepareManager
from psycopg._queries import PostgresQuery
from psycopg.adapt import PyFormat
from psycopg.pq import DiagnosticField

USELESS = (b"0A000", b"26000")  # what it answers with is not what its tables hold now; the server does not know it


class Prepared(str):
    """The text of a statement, with %s or %(name)s, that has one best plan for all values. One statement alone."""


class Apart(PostgresQuery):
    """Text and values as they go to the server. All values are sent as text, of the types of the columns that they are
    compared with or written to: so None, or a larger number, needs no plan of its own."""

    def dump(self, vars):
        self._want_formats = [PyFormat.TEXT] * len(self._want_formats or ())
        super().dump(vars)
        self.types = ()


class Cursor(base.Cursor):
    """Django's own, which merges values into the text; but of a `Prepared` one, which sends them apart."""

    def _convert_query(self, query, params=None):
        if type(query) is not Prepared:
            return super()._convert_query(query, params)
        found = Apart(self._tx)
        found.convert(query, params)
        return found

    def _get_prepared(self, pgq, prepare=None):
        if type(pgq) is not Apart:
            return super()._get_prepared(pgq, prepare)
        return self._conn._prepared.get(pgq, prepare=True)


class Statements(PrepareManager):
    """What the server keeps for one connection. Psycopg would count every other text, and forget all at a rollback,
    which may take back a new table; here tables change by migrations alone. What these made useless is forgotten when
    it fails, once."""

    prepare_threshold = 0
    prepared_max = 250  # some 80 kB each: a day's pages and acts use more than psycopg's 100, which would go round

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
