"""Working everything out anew from the rows: for a new counter, for a changed fact, for a doubt.

Facts are drafted in a table beside the stored ones, some at a time, each batch kept: killed, it goes on where it was.
What is folded meanwhile is drafted too. At the end the cells are added up and the draft takes the place of the facts,
in one transaction, so that a reader sees all of the old or all of the new. Several may rebuild the same: each does the
next step, whoever comes last finds nothing left.

What each source and counter was built as is kept (standing.py): `rebuild_outdated` builds what is declared otherwise
now, so that a new counter needs no command.
"""

from collections.abc import Callable, Iterable

from django.db import connection, transaction

from governance.metrics import drafting, sql, standing, summing
from governance.metrics.declaring import SOURCES, STREAMS, Counter, Source
from governance.metrics.folding import hold
from governance.metrics.models import MetricRebuild

BATCH = 50_000
ALL = 2**63 - 1  # the position after which no subject comes
SETTINGS = (  # for sums of many rows at once, each wholly by one worker, several beside each other
    "work_mem = '128MB'",
    "maintenance_work_mem = '256MB'",
    "jit = off",
    "parallel_setup_cost = 0",
    "parallel_tuple_cost = 0",
    summing.EACH_BY_ONE,
)

Told = Callable[[str], None]


def rebuild(source: Source, *, batch: int = BATCH, told: Told = lambda text: None) -> None:
    """Draft every fact of a source anew, then put them and their cells in place."""
    _begin(source)
    drafted = 0
    while reached := _draft_next(source, batch):
        drafted += reached
        told(f"{source.label}：已核算 {drafted} 条")
    while _make_an_index(source):
        pass
    _put_in_place(source)


def rebuild_outdated(*, told: Told = lambda text: None) -> list[str]:
    """Build what was never built as it is declared now, and go on with rebuilds that were stopped. Says what it was."""
    done = []
    outdated = standing.outdated()
    for source in SOURCES.values():
        if source.code in outdated.sources or source.code in _under_way():
            rebuild(source, told=told)
            done.append(source.label)
        elif counters := [one for one in source.counters if sql.named(source, one) in outdated.counters]:
            rebuild_counters(source, counters)
            done.extend(f"{source.label}“{counter.label}”" for counter in counters)
    standing.forget_undeclared()
    return done


@transaction.atomic
def rebuild_counters(source: Source, counters: Iterable[Counter]) -> None:
    """Add counters up anew from the stored facts."""
    counters = list(counters)
    with connection.cursor() as cursor:
        _held(cursor, source)
        _add_up(cursor, source, source.table, counters)
    standing.sign_counters(source, counters)


def _under_way():
    return set(MetricRebuild.objects.values_list("source", flat=True))


@transaction.atomic
def _begin(source):
    with connection.cursor() as cursor:
        hold(cursor, STREAMS[source.stream])
        wanted = standing.digest_of(source)
        going_on = MetricRebuild.objects.filter(source=source.code).first()
        if going_on is None or going_on.digest != wanted:
            drafting.make(cursor, source)
            MetricRebuild.objects.update_or_create(source=source.code, defaults={"position": -1, "digest": wanted})


def _held(cursor, source):
    """The rebuild that goes on, with nobody folding; None when another has ended it."""
    hold(cursor, STREAMS[source.stream])
    for setting in SETTINGS:
        cursor.execute(f"SET LOCAL {setting}")
    return MetricRebuild.objects.filter(source=source.code).first()


@transaction.atomic
def _draft_next(source, batch):
    with connection.cursor() as cursor:
        going_on = _held(cursor, source)
        if going_on is None:
            return 0
        asked = {"after": going_on.position, "most": batch}
        count, last = drafting.write(cursor, source, STREAMS[source.stream].every, asked)
        going_on.position = last if count else ALL  # who comes later is touched, and drafted by the fold
        going_on.save(update_fields=["position"])
    return count


@transaction.atomic
def _make_an_index(source):
    with connection.cursor() as cursor:
        return _held(cursor, source) is not None and drafting.make_an_index(cursor, source)


@transaction.atomic
def _put_in_place(source):
    with connection.cursor() as cursor:
        if _held(cursor, source) is None:
            return
        _add_up(cursor, source, drafting.table_of(source), source.counters)
        drafting.put_in_place(cursor, source)
        MetricRebuild.objects.filter(source=source.code).delete()
    standing.sign(source)


def _add_up(cursor, source, facts, counters):
    for wide in summing.wides(source, facts, counters):
        cursor.execute("DELETE FROM governance_metriccell WHERE counter = ANY(%s)", [wide.names])
        summing.add_up(cursor, wide)
