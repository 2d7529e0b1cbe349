"""All cells of a source from its facts, in few passes: for a rebuild and for a check, where a fold adds differences.

Counters of one day column are added up beside each other, as columns of one wide row per place, unit and slice. Facts
are read only for units that no smaller place and no smaller unit keeps (grain.KEPT: years of committees, months of
streets, ten days of districts, days of provinces); all else is added up from those. So it is with what is kept apart.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from governance.areas.codes import LEVEL_DIGITS
from governance.metrics import sql
from governance.metrics.declaring import Breakdown, Counter, Source
from governance.metrics.grain import APART, DAY, FIRST_DAYS, KEPT, MONTH, TEN_DAYS, YEAR

FINEST_FIRST = (DAY, TEN_DAYS, MONTH, YEAR)
A_DAY, FIRST = 10**6, "DATE '0001-01-01'"
PLACE = f"lpad((w.spot / {A_DAY})::text, 12, '0')"
STARTS_ON = f"({FIRST} + mod(w.spot, {A_DAY})::int)"
EACH_BY_ONE = "min_parallel_table_scan_size = '4TB'"  # of many SELECTs side by side each is wholly one worker's


@dataclass(frozen=True)
class Grain:
    """The cells of one unit at places of one level."""

    level: int
    unit: str

    @property
    def name(self) -> str:
        return f"level{self.level}{self.unit}"

    def finer(self, grains: "tuple[Grain, ...]") -> "Grain | None":
        """Of `grains` that it is added up from: a smaller unit, else the same unit of smaller places; None: facts."""
        smaller = [Grain(self.level, unit) for unit in FINEST_FIRST[: FINEST_FIRST.index(self.unit)]]
        below = Grain(self.level + 1, self.unit)
        return next((one for one in (*reversed(smaller), below) if one in grains), None)

    def of_facts(self, grains: "tuple[Grain, ...]") -> "Grain":
        """Of `grains` the one, added up from facts, that it comes from in the end."""
        finer = self.finer(grains)
        return finer.of_facts(grains) if finer else self

    def spot(self, code: str, day: str) -> str:
        """The place that holds `code` and the first day of the unit that holds `day`, as one number: what the sums are
        sorted and found by, in one comparison."""
        place = f"rpad(left({code}, {LEVEL_DIGITS[self.level]}), 12, '0')::bigint"
        return f"{place} * {A_DAY} + ({FIRST_DAYS[self.unit].format(day=day)} - {FIRST})"

    @property
    def is_of_its_level(self) -> str:
        """Not of a larger place: facts of a street have no committee."""
        return f"mod(w.spot / {A_DAY}, {10 ** (12 - LEVEL_DIGITS[self.level - 1])}) <> 0"


def _grains(kept: dict[int, tuple[str, ...]]) -> tuple[Grain, ...]:
    return tuple(
        Grain(level, unit) for level in sorted(kept, reverse=True) for unit in FINEST_FIRST if unit in kept[level]
    )


GRAINS, APART_GRAINS = _grains(KEPT), _grains(APART)


@dataclass(frozen=True)
class Wide:
    """Counters of one day column of a source, as the columns n0, n1 … of a row; with `apart` what is kept by that."""

    source: Source
    facts: str
    day: str
    counters: list[Counter] = field(default_factory=list)
    apart: Breakdown | None = None

    @property
    def names(self) -> list[str]:
        return [sql.named(self.source, counter, self.apart) for counter in self.counters]

    @property
    def grains(self) -> tuple[Grain, ...]:
        return APART_GRAINS if self.apart else GRAINS

    @property
    def grains_of_facts(self) -> list[Grain]:
        return [grain for grain in self.grains if grain.finer(self.grains) is None]

    def parts_of(self, counter: Counter) -> list[Breakdown]:
        return [self.apart] if self.apart else sql.kept_of(self.source, counter)

    @property
    def breakdowns(self) -> list[Breakdown]:
        named = {one.code for counter in self.counters for one in self.parts_of(counter)}
        return [one for one in self.source.breakdowns if one.code in named]

    def sums(self) -> str:
        return ", ".join(f"sum(w.n{no})::{sql.type_of(one)} AS n{no}" for no, one in enumerate(self.counters))

    def counted(self) -> str:
        """What the facts count, as rows of (year, spot by grain, c0 …, v0 …, k0 …)."""
        of_grains = [f"{grain.spot('f.area_id', f'f.{self.day}')} AS {grain.name}" for grain in self.grains_of_facts]
        keys = [f"{one.key} AS k{no}" for no, one in enumerate(self.breakdowns)]
        made = ", ".join([*of_grains, *sql.counts_of(self.counters), *keys])
        return f"""SELECT date_part('year', f.{self.day})::int AS year, {made}
                   FROM {self.facts} f WHERE f.{self.day} IS NOT NULL"""

    def from_counted(self, grain: Grain, counted: str) -> str:
        """Rows of (spot, slice, n0 …) from rows of counted(); the whole has no slice.

        Parts of the same counters are added up together; other counters are NULL in them.
        """
        several = [no for no, one in enumerate(self.breakdowns) if one.is_many]
        by_counters: dict[tuple[int, ...], list[int]] = {tuple(range(len(self.counters))): []}
        for key in (no for no, _ in enumerate(self.breakdowns) if no not in several):
            by_counters.setdefault(self._counters_by(key), []).append(key)
        parts = [self._summed(grain, counted, nos, keys) for nos, keys in by_counters.items()]
        return " UNION ALL ".join([*parts, *(self._unnested(grain, counted, key) for key in several)])

    def _counters_by(self, key):
        """The numbers of the counters that are divided by a breakdown."""
        by = self.breakdowns[key]
        return tuple(no for no, counter in enumerate(self.counters) if by in self.parts_of(counter))

    def _summed(self, grain, counted, nos, keys):
        spot = f"w.{grain.name}"
        sets = [f"({spot}, w.k{key})" for key in keys]
        told = " ".join(f"WHEN grouping(w.k{key}) = 0 THEN {self._slice(key, f'w.k{key}')}" for key in keys)
        known = "".join(f" AND (grouping(w.k{key}) = 1 OR w.k{key} IS NOT NULL)" for key in keys)
        if is_of_all := len(nos) == len(self.counters):
            sets.append(f"({spot})")
        counts = "" if is_of_all else f"WHERE {' OR '.join(f'w.c{no}' for no in nos)}"
        return f"""
            SELECT {spot} AS spot, {f"CASE {told} END" if told else "NULL::text"} AS slice, {self._sums(nos)}
            FROM ({counted}) w {counts} GROUP BY GROUPING SETS ({", ".join(sets)}) HAVING true{known}
        """

    def _unnested(self, grain, counted, key):
        return f"""
            SELECT w.{grain.name} AS spot, {self._slice(key, "part")} AS slice, {self._sums(self._counters_by(key))}
            FROM ({counted}) w CROSS JOIN LATERAL unnest(w.k{key}) part GROUP BY 1, 2
        """

    def _slice(self, key, part):
        """The name of a part as it stands in the JSON of a cell."""
        return f"to_json('{self.breakdowns[key].code}=' || {part})::text || ':'"

    def _sums(self, nos):
        return ", ".join(
            sql.sum_of(counter, no) if no in nos else f"NULL::{sql.type_of(counter)} AS n{no}"
            for no, counter in enumerate(self.counters)
        )

    def from_finer(self, grain: Grain, finer: str) -> str:
        """Rows as of from_counted() from such rows of a finer grain."""
        return f"SELECT {grain.spot(PLACE, STARTS_ON)} AS spot, w.slice, {self.sums()} FROM {finer} w GROUP BY 1, 2"

    def cells(self, grain: Grain, wide: str) -> str:
        """Rows of (counter, place, unit, starts_on, total, slices) from the wide rows, without empty ones."""
        columns, values = [], []
        for no, name in enumerate(self.names):
            columns.append(f"sum(w.n{no}) FILTER (WHERE w.slice IS NULL) AS t{no}")
            columns.append(
                f"string_agg(w.slice || w.n{no}, ',') FILTER (WHERE w.n{no} <> 0 AND w.slice IS NOT NULL) AS s{no}"
            )
            values.append(f"('{name}', t{no}::bigint, s{no})")
        is_its_own = grain.is_of_its_level if grain.level > self.grains[-1].level else "true"
        return f"""
            SELECT v.counter, {PLACE} AS place, '{grain.unit}' AS unit, {STARTS_ON} AS starts_on,
                   coalesce(v.total, 0) AS total, ('{{' || coalesce(v.slices, '') || '}}')::jsonb AS slices
            FROM (
                SELECT w.spot, {", ".join(columns)} FROM {wide} w WHERE {is_its_own} GROUP BY 1
            ) w CROSS JOIN LATERAL (VALUES {", ".join(values)}) AS v (counter, total, slices)
            WHERE v.total <> 0 OR v.slices IS NOT NULL
        """


def wides(source: Source, facts: str, counters: Iterable[Counter]) -> Iterator[Wide]:
    """`counters` by their day columns, over the facts of the table `facts`."""
    by_day: dict[str, list[Counter]] = {}
    for counter in counters:
        by_day.setdefault(counter.day, []).append(counter)
    for day, several in by_day.items():
        yield Wide(source, facts, day, several)
        for apart in (one for one in source.breakdowns if one.is_apart):
            if divided := [one for one in several if apart in sql.apart_of(source, one)]:
                yield Wide(source, facts, day, divided, apart)


def cells(wide: Wide) -> str:
    """One SELECT of all their cells: (counter, place, unit, starts_on, total, slices)."""
    tables = [
        f"{grain.name} AS MATERIALIZED ({wide.from_counted(grain, wide.counted())})" for grain in wide.grains_of_facts
    ]
    pairs = ((grain, grain.finer(wide.grains)) for grain in wide.grains)
    tables += [
        f"{grain.name} AS MATERIALIZED ({wide.from_finer(grain, finer.name)})" for grain, finer in pairs if finer
    ]
    return f"WITH {', '.join(tables)} {' UNION ALL '.join(wide.cells(grain, grain.name) for grain in wide.grains)}"


def add_up(cursor, wide: Wide) -> None:
    """Write all their cells, in steps that the database gives to several of its workers."""
    names = [f"draft_{what}_{wide.source.code}" for what in ("counted", "finest", "others", "cells")]
    counted, finest, others, made = names
    _read_facts(cursor, wide, counted)
    _sum_facts(cursor, wide, counted, finest)
    _sum_sums(cursor, wide, finest, others)
    _write_cells(cursor, wide, finest, others, made)
    cursor.execute(f"DROP TABLE {', '.join(names)}")


def _read_facts(cursor, wide, counted):
    """What counts, once. It lies by year, so that its sums fit into memory: of all at once the database would sort the
    facts for each breakdown; and by area, so that the sums of a place are near each other while its facts go by."""
    finest = wide.grains_of_facts[0]
    cursor.execute("SET LOCAL min_parallel_table_scan_size TO DEFAULT")
    cursor.execute(f"CREATE UNLOGGED TABLE {counted} AS {wide.counted()} ORDER BY 1, {finest.name}", {})
    cursor.execute(f"SET LOCAL {EACH_BY_ONE}")
    cursor.execute(f"CREATE INDEX ON {counted} USING brin (year)")
    cursor.execute(f"ANALYZE {counted}")


def _sum_facts(cursor, wide, counted, finest):
    cursor.execute(f"SELECT DISTINCT year FROM {counted}")
    years = [year for (year,) in cursor.fetchall()] or [0]
    sums = (
        f"SELECT '{grain.name}' AS grain, x.* FROM ({wide.from_counted(grain, of_year)}) x"
        for grain in wide.grains_of_facts
        for of_year in (f"SELECT * FROM {counted} WHERE year = {year}" for year in years)
    )
    cursor.execute("SET LOCAL hash_mem_multiplier = 8")
    cursor.execute(f"CREATE UNLOGGED TABLE {finest} AS {_side_by_side(sums)}")
    cursor.execute(f"ANALYZE {finest} (grain)")
    cursor.execute(f"TRUNCATE {counted}")  # its disk is free at once; that of a dropped table, when all is done


def _sum_sums(cursor, wide, finest, others):
    known = wide.grains_of_facts
    pairs = [(grain, grain.finer(wide.grains)) for grain in wide.grains if grain not in known]
    tables = (
        f"{grain.name} AS MATERIALIZED ({wide.from_finer(grain, from_)})"
        for grain, finer in pairs
        for from_ in [f"({_of_grain(finest, finer)})" if finer in known else finer.name]
    )
    told = (f"SELECT '{grain.name}' AS grain, * FROM {grain.name}" for grain, _ in pairs)
    cursor.execute(f"CREATE UNLOGGED TABLE {others} AS WITH {', '.join(tables)} {' UNION ALL '.join(told)}")
    cursor.execute("SET LOCAL hash_mem_multiplier TO DEFAULT")


def _write_cells(cursor, wide, finest, others, made):
    cursor.execute(f"ANALYZE {others} (grain)")
    tables = {grain: finest if grain in wide.grains_of_facts else others for grain in wide.grains}
    told = (wide.cells(grain, f"({_of_grain(table, grain)})") for grain, table in tables.items())
    cursor.execute("SET LOCAL enable_hashagg = off")  # the slices of one cell after another, not of all at once
    cursor.execute(f"CREATE UNLOGGED TABLE {made} AS {_side_by_side(told)}")
    cursor.execute("SET LOCAL enable_hashagg TO DEFAULT")
    cursor.execute(f"TRUNCATE {finest}, {others}")
    cursor.execute(
        f"""INSERT INTO governance_metriccell (counter, place, unit, starts_on, total, slices)
            SELECT counter, place, unit, starts_on, total, slices FROM {made}"""
    )
    cursor.execute(f"TRUNCATE {made}")


def _of_grain(wides, grain):
    return f"SELECT * FROM {wides} WHERE grain = '{grain.name}'"


def _side_by_side(selects):
    """An appended relation, which workers share out among them; a bare UNION ALL they would not."""
    return f"SELECT * FROM ({' UNION ALL '.join(f'({each})' for each in selects)}) side"
