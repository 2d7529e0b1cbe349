"""Working everything out anew from the rows: for a new measure, for a changed fact, for a doubt.

Facts are drafted beside the stored ones, some at a time, each batch kept: killed, it goes on where it was. What is
folded meanwhile is drafted too. At the end facts and cells change in one transaction, so that a reader sees all of the
old or all of the new. The database does the work; no more than a batch is in anybody's memory.
"""

from collections.abc import Callable, Iterator

from django.db import connection, transaction

from governance.metrics import sql
from governance.metrics.declaring import STREAMS, Counter, Source
from governance.metrics.folding import draft, hold
from governance.metrics.models import MetricRebuild

BATCH = 5000


def rebuild(source: Source, *, batch: int = BATCH, told: Callable[[str], None] = lambda text: None) -> None:
    """Draft every fact of a source anew, then put them and their cells in place."""
    MetricRebuild.objects.get_or_create(source=source.code)
    drafted = 0
    while reached := _draft_next(source, batch):
        drafted += reached
        told(f"{source.label}：已核算 {drafted} 条")
    _put_in_place(source)


@transaction.atomic
def rebuild_counter(source: Source, counter: Counter) -> None:
    """Add a counter up anew from the stored facts."""
    with connection.cursor() as cursor:
        hold(cursor, STREAMS[source.stream])
        _add_up(cursor, source, counter)


@transaction.atomic
def _draft_next(source, batch):
    stream = STREAMS[source.stream]
    with connection.cursor() as cursor:
        hold(cursor, stream)
        going_on = MetricRebuild.objects.get(source=source.code)
        cursor.execute(stream.every, {"after": going_on.position, "most": batch})
        subjects = [subject for (subject,) in cursor.fetchall()]
        if subjects:
            draft(cursor, source, subjects)
            going_on.position = subjects[-1]
            going_on.save(update_fields=["position"])
    return len(subjects)


@transaction.atomic
def _put_in_place(source):
    with connection.cursor() as cursor:
        hold(cursor, STREAMS[source.stream])
        for statement in _replacing(source):
            cursor.execute(statement, {"source": source.code})
        for counter in source.counters:
            _add_up(cursor, source, counter)
        MetricRebuild.objects.filter(source=source.code).delete()


def _replacing(source) -> Iterator[str]:
    columns = ", ".join(source.columns)
    changes = ", ".join(f"{column} = excluded.{column}" for column in source.columns if column != "subject")
    drafts = "FROM governance_metricdraft d WHERE d.source = %(source)s"
    rows = f"SELECT r.* FROM governance_metricdraft d, jsonb_populate_record(NULL::{source.table}, d.fact) r"
    yield f"DELETE FROM {source.table} t WHERE NOT EXISTS (SELECT {drafts} AND d.subject = t.subject)"
    yield f"""
        INSERT INTO {source.table} AS t ({columns}) SELECT {columns} FROM ({rows} WHERE d.source = %(source)s) fresh
        ON CONFLICT (subject) DO UPDATE SET {changes} WHERE t.* IS DISTINCT FROM excluded.*
    """
    yield f"DELETE {drafts}"


def _add_up(cursor, source, counter):
    cursor.execute("DELETE FROM governance_metriccell WHERE counter = %s", [sql.named(source, counter)])
    contributed = sql.contributions(source, source.table, [counter])
    cursor.execute(
        f"INSERT INTO governance_metriccell (counter, place, unit, starts_on, total, slices) {sql.cells(contributed)}",
        {},
    )
