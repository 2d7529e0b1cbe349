"""Asking the replica, where there is one that knows what the asker wrote, else the primary.

source = source_for(request.user)
answer = source.ask(lambda: …)  # asked again, of the primary, when the replica is lost on the way
"""

import functools
import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, connections

from governance.replica.lag import Marks
from governance.replica.routing import PRIMARY, REPLICA, reading_from

PAUSE = 5.0  # seconds without asking a replica that was lost
NOW_AND_OWN = """
    SELECT (pg_current_wal_lsn() - '0/0')::bigint, (SELECT position FROM governance_ownwrite WHERE actor = %s)
"""
REPLAYED = "SELECT pg_is_in_recovery(), (pg_last_wal_replay_lsn() - '0/0')::bigint"
NOTE = """
    INSERT INTO governance_ownwrite AS known (actor, position) VALUES (%s, (pg_current_wal_lsn() - '0/0')::bigint)
    ON CONFLICT (actor) DO UPDATE SET position = greatest(known.position, excluded.position)
"""
LOST = (OperationalError, InterfaceError)
Answer = TypeVar("Answer")
_marks = Marks()
_silent_until = 0.0


class Source:
    """Where the questions of one request go."""

    def __init__(self, alias: str):
        self.alias = alias

    def ask(self, question: Callable[[], Answer]) -> Answer:
        """Put it to the source. A lost replica costs the second try and is let alone for a while."""
        if self.alias == PRIMARY:
            return question()
        try:
            with reading_from(self.alias):
                return question()
        except LOST as error:
            _lose(error)
            self.alias = PRIMARY
            return question()


def source_for(actor) -> Source:
    """The replica, if it shows all that `actor` wrote and a state of the last seconds; else the primary."""
    if not is_configured() or time.monotonic() < _silent_until:
        return Source(PRIMARY)
    with connection.cursor() as cursor:
        cursor.execute(NOW_AND_OWN, [_name(actor)])
        primary, own = cursor.fetchone()
    try:
        replayed = _replayed()
    except LOST as error:
        _lose(error)
        return Source(PRIMARY)
    getattr(actor, "postings_today", None)  # who may see what is asked of the primary, before
    is_young = _marks.is_young(replayed, primary=primary, now=time.monotonic())
    return Source(REPLICA if is_young and replayed >= (own or 0) else PRIMARY)


def reads(view):
    """A page that only reads, and may read from the replica."""

    @functools.wraps(view)
    def asked(request, *args, **kwargs):
        return source_for(request.user).ask(lambda: view(request, *args, **kwargs))

    return asked


def note_written(actor) -> None:
    """After a request by which `actor` wrote: what they read from now on shows it."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [_name(actor)])


def is_configured() -> bool:
    return REPLICA in settings.DATABASES


def _replayed() -> int:
    """How far the replica has come; nothing at all when what answers is no replica."""
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(REPLAYED)
        is_replica, position = cursor.fetchone()
    return position if is_replica else -1


def _lose(error) -> None:
    global _silent_until
    logging.getLogger(__name__).warning("the replica is not asked for %s s: %s", PAUSE, error)
    _silent_until = time.monotonic() + PAUSE


def _name(actor) -> str:
    return f"{actor._meta.model_name}:{actor.pk}"
