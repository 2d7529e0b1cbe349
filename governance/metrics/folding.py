"""The fold: what was touched is worked out anew, and the difference goes into facts and cells.

One transaction: the touches of some subjects go, then, in later snapshots that see at least what was written with
them, facts and cells of each star change together, in one statement. Killed anywhere, nothing happened. A subject that
is touched meanwhile keeps its touch and is folded again: a fold asks how things are, so twice is as good as once.

One folder works on a stream at a time (the cells of a province belong to every case in it); others find nothing to do.
"""

from django.db import connection, transaction

from governance.metrics import drafting, sql
from governance.metrics.declaring import STREAMS, Source, Stream, stars_of
from governance.metrics.models import MetricRebuild

BATCH = 1000  # subjects of one fold: some tenths of a second

TAKE = """
    WITH chosen AS (
        SELECT DISTINCT subject FROM (
            SELECT subject FROM governance_metrictouch WHERE source = %(source)s ORDER BY id LIMIT %(most)s
        ) first
    ), taken AS (
        DELETE FROM governance_metrictouch WHERE id IN (
            SELECT t.id FROM governance_metrictouch t JOIN chosen USING (subject) WHERE t.source = %(source)s
            FOR UPDATE OF t SKIP LOCKED
        ) RETURNING subject
    )
    SELECT array_agg(DISTINCT subject) FROM taken
"""


def fold_all() -> int:
    """Fold whatever waits, a batch at a time. Returns how many subjects were folded."""
    return sum(fold_stream(stream) for stream in STREAMS.values())


def fold_stream(stream: Stream, batch: int = BATCH) -> int:
    folded = 0
    while found := fold(stream, batch):
        folded += found
    return folded


@transaction.atomic
def fold(stream: Stream, batch: int = BATCH) -> int:
    """Fold one batch. 0 when nothing waits, or when somebody else folds this stream."""
    with connection.cursor() as cursor:
        if not hold(cursor, stream, or_leave=True):
            return 0
        cursor.execute(TAKE, {"source": stream.code, "most": batch})
        (subjects,) = cursor.fetchone()
        if subjects:
            apply(cursor, stream, subjects)
    return len(subjects or ())


def apply(cursor, stream: Stream, subjects: list[int]) -> None:
    """Of every star: take off what the stored facts of `subjects` add, add what fresh ones do, and store these."""
    for source in stars_of(stream):
        cursor.execute(_statement(source), {"subjects": subjects})
        going_on = MetricRebuild.objects.filter(source=source.code).first()
        if going_on and (drafted := [subject for subject in subjects if subject <= going_on.position]):
            drafting.write(cursor, source, drafting.THESE, {"subjects": drafted})


def hold(cursor, stream: Stream, *, or_leave: bool = False) -> bool:
    """Be the one who changes the cells of a stream, until the transaction ends."""
    if or_leave:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('governance.metrics'), hashtext(%s))", [stream.code])
        return cursor.fetchone()[0]
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('governance.metrics'), hashtext(%s))", [stream.code])
    return True


def _statement(source: Source) -> str:
    columns = ", ".join(source.columns)
    changes = ", ".join(f"{column} = excluded.{column}" for column in source.columns if column != "subject")
    return f"""
        WITH chosen AS MATERIALIZED (SELECT unnest(%(subjects)s::bigint[]) AS subject),
        fresh AS MATERIALIZED ({sql.facts_of(source, "SELECT subject FROM chosen")}),
        stored AS MATERIALIZED (
            SELECT {columns} FROM {source.table} WHERE {source.key} IN (SELECT subject FROM chosen)
        ),
        summed AS MATERIALIZED ({sql.changes(source, come="fresh", go="stored")}),
        added AS (
            INSERT INTO governance_metriccell AS cell (counter, place, unit, starts_on, total, slices)
            SELECT counter, place, unit, starts_on, total, slices FROM summed
            ON CONFLICT (counter, place, unit, starts_on)
            DO UPDATE SET total = cell.total + excluded.total, slices = {sql.MERGED}
        ),
        gone AS (
            DELETE FROM {source.table}
            WHERE subject IN (SELECT subject FROM stored EXCEPT SELECT subject FROM fresh)
        )
        INSERT INTO {source.table} ({columns}) SELECT {columns} FROM fresh
        ON CONFLICT (subject) DO UPDATE SET {changes}
    """
