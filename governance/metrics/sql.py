"""The SQL that all parts share: what a fact adds to the counters, and what that comes to in cells.

Everything here is text from declarations; what callers ask comes in as parameters, elsewhere.
"""

from collections.abc import Iterable

from governance.metrics.declaring import Breakdown, Counter, Source
from governance.metrics.grain import PLACES, STARTS_ON, UNITS

WHOLE = "''"  # the slice that is all of a counter


def named(source: Source, counter: Counter) -> str:
    return f"{source.code}.{counter.code}"


def facts_of(source: Source, chosen: str) -> str:
    """The facts as the rows say now, of the subjects in the SELECT `chosen`."""
    return source.facts_of.format(chosen=chosen)


def slices(breakdowns: Iterable[Breakdown]) -> str:
    """The parts that a fact `f` is in, the whole ('') first."""
    known = list(breakdowns)
    keys = [f"'{one.code}=' || {one.key}" for one in known if not one.is_many]
    several = [f"|| ARRAY(SELECT '{one.code}=' || part FROM unnest({one.key}) part)" for one in known if one.is_many]
    return f"array_remove(ARRAY[{', '.join([WHOLE, *keys])}]::text[], NULL) {' '.join(several)}"


def added(source: Source, counter: Counter, breakdowns: Iterable[Breakdown]) -> str:
    """What a fact `f` adds to a counter: rows of (counter, day, slice, value)."""
    return f"""
        SELECT '{named(source, counter)}' AS counter, f.{counter.day} AS day, slice, ({counter.value})::bigint AS value
        FROM unnest({slices(breakdowns)}) AS slice WHERE f.{counter.day} IS NOT NULL AND ({counter.where})
    """


def kept_of(source: Source, counter: Counter) -> list[Breakdown]:
    return [one for one in source.breakdowns_of(counter) if one.is_kept]


def contributions(source: Source, facts: str, counters: Iterable[Counter], sign: str = "") -> str:
    """All that facts add to counters: rows of (area, counter, day, slice, value)."""
    each = " UNION ALL ".join(added(source, one, kept_of(source, one)) for one in counters)
    return f"""
        SELECT f.area_id AS area, k.counter, k.day, k.slice, {sign}k.value AS value
        FROM {facts} f CROSS JOIN LATERAL ({each}) k
    """


def cells(contributed: str) -> str:
    """What contributions come to: rows of (counter, place, unit, starts_on, total, slices), without empty ones."""
    starts_on = STARTS_ON.format(day="n.day")
    return f"""
        SELECT counter, place, unit, starts_on, coalesce(sum(value) FILTER (WHERE slice = ''), 0)::bigint AS total,
               coalesce(jsonb_object_agg(slice, value) FILTER (WHERE slice <> ''), '{{}}') AS slices
        FROM (
            SELECT n.counter, p.place, kept.unit, {starts_on} AS starts_on, n.slice, sum(n.value)::bigint AS value
            FROM (SELECT area, counter, day, slice, sum(value) AS value FROM ({contributed}) c
                  GROUP BY 1, 2, 3, 4 HAVING sum(value) <> 0) n
            CROSS JOIN LATERAL {PLACES.format(area="n.area")} p
            JOIN {UNITS} ON kept.digits = p.digits
            GROUP BY 1, 2, 3, 4, 5 HAVING sum(n.value) <> 0
        ) summed
        GROUP BY 1, 2, 3, 4
    """


MERGED = """
    coalesce((SELECT jsonb_object_agg(key, value) FROM (
        SELECT key, sum(value::bigint) AS value FROM (
            SELECT * FROM jsonb_each_text(cell.slices) UNION ALL SELECT * FROM jsonb_each_text(excluded.slices)
        ) parts GROUP BY key HAVING sum(value::bigint) <> 0
    ) merged), '{}')
"""
