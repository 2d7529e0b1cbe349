"""As what each source and counter was built: a digest of its declaration, so that what is declared otherwise now, or
new, is found and built without anybody thinking of it (rebuilding.rebuild_outdated)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q

from governance.metrics import sql
from governance.metrics.declaring import SOURCES, STREAMS, Counter, Source
from governance.metrics.grain import APART, APART_SIGN, KEPT
from governance.metrics.models import MetricCell, MetricStanding


@dataclass(frozen=True)
class Outdated:
    """Names of sources whose facts, and of counters whose cells, are not what is declared now."""

    sources: frozenset[str]
    counters: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.sources or self.counters)


def outdated() -> Outdated:
    """What has to be built: one query."""
    built = dict(MetricStanding.objects.values_list("name", "digest"))
    new = {name for name, digest in declared().items() if built.get(name) != digest}
    return Outdated(frozenset(new & set(SOURCES)), frozenset(new - set(SOURCES)))


def declared() -> dict[str, str]:
    """What each source and counter is built as today."""
    told = {source.code: digest_of(source) for source in SOURCES.values()}
    for source in SOURCES.values():
        told |= {sql.named(source, counter): digest_of_counter(source, counter) for counter in source.counters}
    return told


def sign(source: Source) -> None:
    """Facts and cells of the source are what is declared now."""
    _sign({source.code: digest_of(source)})
    sign_counters(source, source.counters)


def sign_counters(source: Source, counters: Iterable[Counter]) -> None:
    _sign({sql.named(source, counter): digest_of_counter(source, counter) for counter in counters})


def sign_new_database(**_) -> None:
    """After migrations: of a stream without subjects everything is built, for there is nothing to add up."""
    if not set(_tables()) <= set(connection.introspection.table_names()):
        return  # migrated to somewhere before
    for code, stream in STREAMS.items():
        with connection.cursor() as cursor:
            cursor.execute(stream.every, {"after": -1, "most": 1})
            if cursor.fetchone():
                continue
        for source in SOURCES.values():
            if source.stream == code:
                sign(source)


def _tables():
    yield MetricStanding._meta.db_table
    for source in SOURCES.values():
        yield source.table


def forget_undeclared() -> None:
    """Cells of counters that nobody declares any more go."""
    gone = list(MetricStanding.objects.exclude(name__in=declared()).values_list("name", flat=True))
    if gone:
        apart = reduce(or_, (Q(counter__startswith=f"{name}{APART_SIGN}") for name in gone))
        MetricCell.objects.filter(Q(counter__in=gone) | apart).delete()
        MetricStanding.objects.filter(name__in=gone).delete()


def digest_of(source: Source) -> str:
    return _digest(source.table, source.key, source.facts_of, *source.columns)


def digest_of_counter(source: Source, counter: Counter) -> str:
    kept = [f"{one.code}={one.key}" for one in sql.kept_of(source, counter)]
    apart = [f"{one.code}={one.key}{APART_SIGN}{APART}" for one in sql.apart_of(source, counter)]
    return _digest(str(KEPT), counter.day, counter.where, counter.value, *kept, *apart)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _sign(digests: dict[str, str]) -> None:
    MetricStanding.objects.bulk_create(
        (MetricStanding(name=name, digest=digest) for name, digest in digests.items()),
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["digest", "built_at"],
    )
