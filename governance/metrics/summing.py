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


@dataclass(frozen=True)
class Grain:
    """The cells of one unit at places of one level."""

    level: int
    unit: str

    @property
    def name(self) -> str:
        return f"level{self.level}{self.unit}"

    def finer(self, grains: "tuple[Grain, ...]") -> "Grain | None":
        """Of `grains` that it is added up from: the same unit of smaller places, else a smaller unit; None: facts."""
        smaller = [Grain(self.level, unit) for unit in FINEST_FIRST[: FINEST_FIRST.index(self.unit)]]
        below = Grain(self.level + 1, self.unit)
        return next((one for one in (below, *reversed(smaller)) if one in grains), None)

    def place(self, code: str) -> str:
        digits = LEVEL_DIGITS[self.level]
        return f"rpad(left({code}, {digits}), 12, '0')"

    def first_day(self, day: str) -> str:
        return FIRST_DAYS[self.unit].format(day=day)

    @property
    def is_of_its_level(self) -> str:
        """Not of a larger place: facts of a street have no committee."""
        return f"w.place <> rpad(left(w.place, {LEVEL_DIGITS[self.level - 1]}), 12, '0')"


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
        return ", ".join(f"sum(w.n{no})::bigint AS n{no}" for no, _ in enumerate(self.counters))

    def from_facts(self, grain: Grain, year: int | None = None) -> str:
        """Rows of (place, starts_on, slice, n0 …) as the facts say, of one `year` or all; the whole has no slice."""
        single = [one for one in self.breakdowns if not one.is_many]
        several = [one for one in self.breakdowns if one.is_many]
        keys = [f"k{no}" for no, _ in enumerate(single)]
        place, starts_on = grain.place("f.area_id"), grain.first_day(f"f.{self.day}")
        made = ", ".join(
            [
                f"{place} AS place, {starts_on} AS starts_on",
                *sql.counts_of(self.counters),
                *(f"{one.key} AS {key}" for one, key in zip(single, keys, strict=True)),
                *(f"{one.key} AS m{no}" for no, one in enumerate(several)),
            ]
        )
        sums = sql.sums_of(self.counters)
        days = "IS NOT NULL" if year is None else f"BETWEEN '{year:04}-01-01' AND '{year:04}-12-31'"
        facts = f"(SELECT {made} FROM {self.facts} f WHERE f.{self.day} {days}) w"
        sets = ", ".join(["(w.place, w.starts_on)", *(f"(w.place, w.starts_on, w.{key})" for key in keys)])
        told = " ".join(
            f"WHEN grouping(w.{key}) = 0 THEN '{one.code}=' || w.{key}" for one, key in zip(single, keys, strict=True)
        )
        slice_ = f"CASE {told} END" if told else "NULL"
        known = "".join(f" AND (grouping(w.{key}) = 1 OR w.{key} IS NOT NULL)" for key in keys)
        parts = [
            f"""SELECT w.place, w.starts_on, {slice_}::text AS slice, {sums} FROM {facts}
                GROUP BY GROUPING SETS ({sets}) HAVING true{known}"""
        ]
        parts += [
            f"""SELECT w.place, w.starts_on, '{one.code}=' || part AS slice, {sums}
                FROM {facts} CROSS JOIN LATERAL unnest(w.m{no}) part GROUP BY 1, 2, 3"""
            for no, one in enumerate(several)
        ]
        return " UNION ALL ".join(parts)

    def from_finer(self, grain: Grain, finer: Grain) -> str:
        place, starts_on = grain.place("w.place"), grain.first_day("w.starts_on")
        return f"""
            SELECT {place} AS place, {starts_on} AS starts_on, w.slice, {self.sums()}
            FROM {finer.name} w GROUP BY 1, 2, 3
        """

    def cells(self, grain: Grain, wide: str = "") -> str:
        """Rows of (counter, place, unit, starts_on, total, slices) from the wide rows, without empty ones."""
        columns, values = [], []
        for no, (name, counter) in enumerate(zip(self.names, self.counters, strict=True)):
            columns.append(f"sum(w.n{no}) FILTER (WHERE w.slice IS NULL) AS t{no}")
            columns.append(
                f"""string_agg(w.named || w.n{no}, ',') FILTER (WHERE {self._is_part(no, counter)}) AS s{no}"""
            )
            values.append(f"('{name}', t{no}::bigint, s{no})")
        return f"""
            SELECT v.counter, x.place, '{grain.unit}' AS unit, x.starts_on, coalesce(v.total, 0) AS total,
                   ('{{' || coalesce(v.slices, '') || '}}')::jsonb AS slices
            FROM (
                SELECT w.place, w.starts_on, {", ".join(columns)}
                FROM (
                    SELECT *, to_json(slice)::text || ':' AS named, split_part(slice, '=', 1) AS by
                    FROM {wide or grain.name}
                ) w WHERE {grain.is_of_its_level if grain.level > self.grains[-1].level else "true"} GROUP BY 1, 2
            ) x CROSS JOIN LATERAL (VALUES {", ".join(values)}) AS v (counter, total, slices)
            WHERE v.total <> 0 OR v.slices IS NOT NULL
        """

    def _is_part(self, no, counter):
        own = [one.code for one in self.parts_of(counter)]
        told = f"w.n{no} <> 0 AND w.slice IS NOT NULL"
        if len(own) == len(self.breakdowns):
            return told
        codes = ", ".join(f"'{code}'" for code in own)
        return f"{told} AND w.by IN ({codes})" if own else "false"


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
    tables = [f"{grain.name} AS MATERIALIZED ({_rows(wide, grain)})" for grain in wide.grains]
    return f"WITH {', '.join(tables)} {' UNION ALL '.join(wide.cells(grain) for grain in wide.grains)}"


def add_up(cursor, wide: Wide) -> None:
    """Write all their cells. In steps that the database gives to several of its workers; facts of a year together,
    so that their sums fit into memory: of all at once the database would sort the facts for each breakdown."""
    wides, made = f"draft_wide_{wide.source.code}", f"draft_cells_{wide.source.code}"
    years = _years(cursor, wide)
    of_facts = _side_by_side(
        f"SELECT '{grain.name}' AS grain, x.* FROM ({wide.from_facts(grain, year)}) x"
        for grain in wide.grains_of_facts
        for year in years
    )
    cursor.execute("SET LOCAL hash_mem_multiplier = 32")  # it expects ten times the sums that there are
    cursor.execute(f"CREATE UNLOGGED TABLE {wides} AS {of_facts}", {})
    cursor.execute("SET LOCAL hash_mem_multiplier TO DEFAULT")
    drafted, rest = wide.grains_of_facts, [grain for grain in wide.grains if grain not in wide.grains_of_facts]
    read = [f"{grain.name} AS MATERIALIZED (SELECT * FROM {wides} WHERE grain = '{grain.name}')" for grain in drafted]
    added = [f"{grain.name} AS MATERIALIZED ({_rows(wide, grain)})" for grain in rest]
    told = " UNION ALL ".join(f"SELECT '{grain.name}', * FROM {grain.name}" for grain in rest)
    cursor.execute(f"INSERT INTO {wides} WITH {', '.join(read + added)} {told}", {})
    cursor.execute(f"ANALYZE {wides} (grain)")
    of_wides = (
        wide.cells(grain, f"(SELECT * FROM {wides} WHERE grain = '{grain.name}') {grain.name}") for grain in wide.grains
    )
    cursor.execute(f"CREATE UNLOGGED TABLE {made} AS {_side_by_side(of_wides)}", {})
    cursor.execute(f"TRUNCATE {wides}")  # its disk is free at once; that of a dropped table, when all is done
    cursor.execute(
        f"""INSERT INTO governance_metriccell (counter, place, unit, starts_on, total, slices)
            SELECT counter, place, unit, starts_on, total, slices FROM {made} ORDER BY 1, 2, 3, 4"""
    )
    cursor.execute(f"TRUNCATE {made}")
    cursor.execute(f"DROP TABLE {wides}, {made}")


def _years(cursor, wide):
    """Those in which something counts, one at least."""
    cursor.execute(f"SELECT DISTINCT date_part('year', {wide.day})::int FROM {wide.facts} WHERE {wide.day} IS NOT NULL")
    return sorted(year for (year,) in cursor.fetchall()) or [1]


def _rows(wide, grain):
    finer = grain.finer(wide.grains)
    return wide.from_finer(grain, finer) if finer else wide.from_facts(grain)


def _side_by_side(selects):
    """An appended relation, which workers share out among them; a bare UNION ALL they would not."""
    return f"SELECT * FROM ({' UNION ALL '.join(f'({each})' for each in selects)}) side"
