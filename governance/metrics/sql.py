"""The SQL that all parts share: what a fact adds to the counters, and what that comes to in cells.

Everything here is text from declarations; what callers ask comes in as parameters, elsewhere.
"""

from collections.abc import Iterable

from governance.metrics.declaring import Breakdown, Counter, Source
from governance.metrics.grain import APART_SIGN, OF_EACH_PLACE, OF_PLACES_APART

WHOLE = "''"  # the slice that is all of a counter


def named(source: Source, counter: Counter, apart: Breakdown | None = None) -> str:
    """The name of a counter; with `apart` that of the cells which hold its parts by that."""
    return f"{source.code}.{counter.code}{f'{APART_SIGN}{apart.code}' if apart else ''}"


def facts_of(source: Source, chosen: str) -> str:
    """The facts as the rows say now, of the subjects in the SELECT `chosen`."""
    return source.facts_of.format(chosen=chosen)


def slices(breakdowns: Iterable[Breakdown]) -> str:
    """The parts that a fact `f` is in, the whole ('') first."""
    known = list(breakdowns)
    keys = [f"'{one.code}=' || {one.key}" for one in known if not one.is_many]
    several = [f"|| ARRAY(SELECT '{one.code}=' || part FROM unnest({one.key}) part)" for one in known if one.is_many]
    return f"array_remove(ARRAY[{', '.join([WHOLE, *keys])}]::text[], NULL) {' '.join(several)}"


def added(source: Source, counter: Counter, breakdowns: Iterable[Breakdown], apart: Breakdown | None = None) -> str:
    """What a fact `f` adds to a counter: rows of (counter, day, slice, value)."""
    return f"""
        SELECT '{named(source, counter, apart)}' AS counter, f.{counter.day} AS day, slice,
               ({counter.value})::bigint AS value
        FROM unnest({slices(breakdowns)}) AS slice WHERE f.{counter.day} IS NOT NULL AND ({counter.where})
    """


def counts_of(counters: Iterable[Counter]) -> list[str]:
    """Columns of a fact `f`: whether it counts (c0 …), and for how much (v0 …) where that is not 1."""
    found = []
    for no, counter in enumerate(counters):
        found.append(f"({counter.where}) AS c{no}")
        if counter.value != "1":
            found.append(f"({counter.value}) AS v{no}")
    return found


def sum_of(counter: Counter, no: int) -> str:
    """What a counter comes to, over rows `w` with counts_of() where it is the one numbered `no`."""
    return (
        f"{'count(*)' if counter.value == '1' else f'sum(w.v{no})'} FILTER (WHERE w.c{no})::{type_of(counter)} AS n{no}"
    )


def type_of(counter: Counter) -> str:
    """Of what a counter comes to: the database adds up int at half the cost of bigint, and so many cases fit."""
    return "int" if counter.value == "1" else "bigint"


def sums_of(counters: Iterable[Counter]) -> str:
    """What counters come to (n0 …), beside each other, over rows `w` with counts_of()."""
    return ", ".join(sum_of(counter, no) for no, counter in enumerate(counters))


def kept_of(source: Source, counter: Counter) -> list[Breakdown]:
    return [one for one in source.breakdowns_of(counter) if not one.is_apart]


def apart_of(source: Source, counter: Counter) -> list[Breakdown]:
    return [one for one in source.breakdowns_of(counter) if one.is_apart]


def changes(source: Source, come: str, go: str) -> str:
    """What facts of the table `come` add to the cells of all counters and those of `go` take off, as rows of cells."""
    kept = [added(source, one, kept_of(source, one)) for one in source.counters]
    apart = [added(source, one, [by], by) for one in source.counters for by in apart_of(source, one)]
    told = [
        _cells(each, come, go, places) for each, places in ((kept, OF_EACH_PLACE), (apart, OF_PLACES_APART)) if each
    ]
    return " UNION ALL ".join(told)


def _cells(each: list[str], come: str, go: str, places: str) -> str:
    """Rows of (counter, place, unit, starts_on, total, slices), without empty ones."""
    contributed = " UNION ALL ".join(
        f"""SELECT f.area_id AS area, k.counter, k.day, k.slice, {sign}k.value AS value
            FROM {facts} f CROSS JOIN LATERAL ({" UNION ALL ".join(each)}) k"""
        for facts, sign in ((come, ""), (go, "-"))
    )
    return f"""
        SELECT counter, place, unit, starts_on, coalesce(sum(value) FILTER (WHERE slice = ''), 0)::bigint AS total,
               coalesce(jsonb_object_agg(slice, value) FILTER (WHERE slice <> ''), '{{}}') AS slices
        FROM (
            SELECT n.counter, p.place, p.unit, p.starts_on, n.slice, sum(n.value)::bigint AS value
            FROM (SELECT area, counter, day, slice, sum(value) AS value FROM ({contributed}) c
                  GROUP BY 1, 2, 3, 4 HAVING sum(value) <> 0) n
            CROSS JOIN LATERAL {places} p
            GROUP BY 1, 2, 3, 4, 5 HAVING sum(n.value) <> 0
        ) summed
        GROUP BY 1, 2, 3, 4
    """


MERGED = """
    (SELECT (cell.slices || coalesce(jsonb_object_agg(key, value), '{}'))
            - coalesce(array_agg(key) FILTER (WHERE value = 0), '{}')
     FROM (
         SELECT key, coalesce((cell.slices ->> key)::bigint, 0) + value::bigint AS value
         FROM jsonb_each_text(excluded.slices)
     ) changed)
"""  # what did not change is copied, however many parts there are
