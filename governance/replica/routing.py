"""Which database the ORM and bare SQL read from at this moment; writes always go to the primary."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, connections

PRIMARY, REPLICA = DEFAULT_DB_ALIAS, "replica"
_reading_from = ContextVar("reading_from", default=PRIMARY)


class Router:
    def db_for_read(self, model, **hints):
        return _reading_from.get()

    def db_for_write(self, model, **hints):
        return PRIMARY

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == PRIMARY


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    before = _reading_from.set(alias)
    try:
        yield
    finally:
        _reading_from.reset(before)


def line():
    """The connection that bare SQL of a reading takes."""
    return connections[_reading_from.get()]
