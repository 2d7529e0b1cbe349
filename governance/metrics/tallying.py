"""What counters come to at places in periods, exactly, at this moment: one SQL statement, so one snapshot.

A tally is what the cells say, plus what the facts say of odd days, plus fresh less stored facts of the subjects that
were touched and not folded yet. Time does not depend on how many cases there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from governance.areas import codes
from governance.metrics import sql
from governance.metrics.declaring import SOURCES, Counter, Source
from governance.metrics.grain import APART, APART_SIGN, KEPT
from governance.metrics.periods import parts_of
from governance.replica.routing import line

MOST_PENDING = 20_000  # touched subjects that a reading works out itself; above that it says how many are missing


@dataclass(frozen=True)
class Piece:
    """Days of a place that count `weight` times in a spot: 1, less for a share of a place that was divided.

    `is_alone`: what lies below the place does not count.
    """

    spot: int
    place: str
    first: date
    last: date
    weight: Decimal = Decimal(1)
    is_alone: bool = False

    @property
    def span(self) -> codes.CodeRange:
        return codes.CodeRange(self.place, self.place) if self.is_alone else codes.code_range(self.place)


@dataclass(frozen=True)
class Ask:
    """One counter ("cases.accepted") in one spot, whole or also divided `by` a breakdown."""

    counter: str
    spot: int
    by: str = ""


@dataclass(frozen=True)
class Tally:
    """Of each ask its slices, the whole under ''; of each source how many touched subjects are not in it yet."""

    slices: list[dict[str, Decimal]]
    pending: dict[str, int]

    @property
    def is_settled(self) -> bool:
        return not any(self.pending.values())


def tally(asks: Sequence[Ask], pieces: Iterable[Piece]) -> Tally:
    """Answer all asks at once."""
    found: list[dict[str, Decimal]] = [{} for _ in asks]
    pending: dict[str, int] = {}
    if not asks:
        return Tally(found, pending)
    statement, parameters = _statement(asks, list(pieces))
    with line().cursor() as cursor:
        cursor.execute(statement, parameters)
        for number, part, value in cursor.fetchall():
            if number < 0:
                pending[part] = int(value) if value > MOST_PENDING else 0
            elif value or part == "":
                found[number][part] = value
    return Tally(found, pending)


def _statement(asks, pieces):
    by_source: dict[str, list[tuple[int, Ask]]] = defaultdict(list)
    for number, ask in enumerate(asks):
        by_source[ask.counter.partition(".")[0]].append((number, ask))
    parameters = {**_columns("w", WHOLE, _wholes(pieces)), **_columns("c", CELLS, _cells(pieces))}
    parameters |= _columns("d", DAYS, [*_days(pieces, False), *_days(pieces, True)])
    parameters |= _columns("a", APART_CELLS, _apart_cells(pieces))
    ctes = [_table("whole", "w", WHOLE), _table("cellpart", "c", CELLS), _table("daypart", "d", DAYS)]
    ctes.append(_table("apartpart", "a", APART_CELLS))
    branches: list[str] = []
    for code, numbered in by_source.items():
        reading = _Reading(SOURCES[code], numbered)
        parameters |= _columns(code, ASKED, reading.rows())
        ctes += [_table(f"asked_{code}", code, ASKED), *reading.ctes()]
        branches += reading.branches()
    body = " UNION ALL ".join(branches)
    return f"WITH {', '.join(ctes)} SELECT no, slice, sum(value) FROM ({body}) x GROUP BY 1, 2", parameters


WHOLE = {"spot": "int", "low": "text", "high": "text", "first": "date", "last": "date", "weight": "numeric"}
CELLS = {"spot": "int", "place": "text", "unit": "text", "first": "date", "last": "date", "weight": "numeric"}
APART_CELLS = WHOLE | {"unit": "text", "ending": "text"}
DAYS = WHOLE | {"is_apart": "bool"}
ASKED = {"no": "int", "spot": "int", "counter": "text", "by": "text", "is_apart": "bool"}


def _table(name, key, columns):
    arrays = ", ".join(f"%({key}_{column})s::{kind}[]" for column, kind in columns.items())
    return f"{name} ({', '.join(columns)}) AS MATERIALIZED (SELECT * FROM unnest({arrays}))"


def _columns(key, columns, rows):
    turned = list(zip(*rows, strict=True)) or [()] * len(columns)
    return {f"{key}_{column}": list(values) for column, values in zip(columns, turned, strict=True)}


def _wholes(pieces):
    return [(one.spot, one.span.first, one.span.last, one.first, one.last, one.weight) for one in pieces]


def _cells(pieces):
    return [
        (piece.spot, piece.place, part.unit, part.first, part.last, piece.weight * part.sign)
        for piece in pieces
        for part in _parts(piece)
        if part.unit
    ]


def _apart_cells(pieces):
    return [
        (*_span(piece, part), part.unit, "0" * (len(piece.place) - codes.LEVEL_DIGITS[_level_apart(piece)]))
        for piece in pieces
        for part in _parts(piece, is_apart=True)
        if part.unit
    ]


def _days(pieces, is_apart):
    return [(*_span(piece, part), is_apart) for piece in pieces for part in _parts(piece, is_apart) if not part.unit]


def _span(piece, part):
    return piece.spot, piece.span.first, piece.span.last, part.first, part.last, piece.weight * part.sign


def _level_apart(piece):
    """Of the places whose cells are read of what is kept apart: what is larger is made of districts."""
    return max(codes.level(piece.place), min(APART))


def _parts(piece, is_apart=False):
    """How its days are read."""
    level = codes.level(piece.place)
    units = APART.get(_level_apart(piece), ()) if is_apart else KEPT[level]
    return parts_of(piece.first, piece.last, () if piece.is_alone and level != codes.COMMITTEE else units)


class _Reading:
    """What is asked of one source, as SQL."""

    def __init__(self, source: Source, numbered: list[tuple[int, Ask]]):
        self.source, self.numbered = source, numbered
        self.asked: dict[str, set[str]] = defaultdict(set)
        for _, ask in numbered:
            self.asked[ask.counter.partition(".")[2]].add(ask.by)

    def rows(self):
        return [(number, ask.spot, ask.counter, ask.by, ask.by in self._apart()) for number, ask in self.numbered]

    def _apart(self):
        return {one.code for one in self.source.breakdowns if one.is_apart}

    def ctes(self):
        code, source = self.source.code, self.source
        few = f"SELECT subject FROM touched_{code} WHERE (SELECT count(*) FROM touched_{code}) <= {MOST_PENDING}"
        yield f"""touched_{code} AS MATERIALIZED (
            SELECT DISTINCT subject FROM governance_metrictouch WHERE source = '{source.stream}')"""
        yield f"fresh_{code} AS MATERIALIZED ({sql.facts_of(source, few)})"
        yield f"""stored_{code} AS MATERIALIZED (
            SELECT {", ".join(source.columns)} FROM {source.table} WHERE {source.key} IN ({few}))"""

    def branches(self):
        code = self.source.code
        yield f"SELECT -1 AS no, '{code}' AS slice, count(*)::numeric AS value FROM touched_{code}"
        yield self._cells()
        if any(by in self._apart() for breakdowns in self.asked.values() for by in breakdowns):
            yield self._apart_cells()
        for day, counters in self._by_day().items():
            yield self._facts(day, counters)
        yield self._changes()

    def _by_day(self) -> dict[str, list[Counter]]:
        """The counters that are asked, by their day column."""
        found: dict[str, list[Counter]] = defaultdict(list)
        for name in self.asked:
            counter = self.source.counter(name)
            found[counter.day].append(counter)
        return found

    def _cells(self):
        return f"""
            SELECT a.no, v.slice, p.weight * v.value
            FROM asked_{self.source.code} a JOIN cellpart p ON p.spot = a.spot AND NOT a.is_apart
            JOIN governance_metriccell c ON c.counter = a.counter AND c.place = p.place AND c.unit = p.unit
                AND c.starts_on BETWEEN p.first AND p.last
            CROSS JOIN LATERAL (
                SELECT '' AS slice, c.total AS value UNION ALL
                SELECT s.key, s.value::bigint
                FROM jsonb_each_text(CASE WHEN a.by = '' THEN '{{}}'::jsonb ELSE c.slices END) s
                WHERE split_part(s.key, '=', 1) = a.by
            ) v
        """

    def _apart_cells(self):
        return f"""
            SELECT a.no, v.slice, p.weight * v.value
            FROM asked_{self.source.code} a JOIN apartpart p ON p.spot = a.spot AND a.is_apart
            JOIN governance_metriccell c ON c.counter = a.counter || '{APART_SIGN}' || a.by
                AND c.place BETWEEN p.low AND p.high AND c.unit = p.unit AND c.starts_on BETWEEN p.first AND p.last
                AND c.place LIKE '%%' || p.ending
            CROSS JOIN LATERAL (
                SELECT '' AS slice, c.total AS value UNION ALL
                SELECT s.key, s.value::bigint FROM jsonb_each_text(c.slices) s
            ) v
        """

    def _facts(self, day, counters):
        """Of odd days; of what is kept apart at small places, of all days. Each fact is read once for all counters,
        which are added up beside each other."""
        told = ", ".join(f"('{sql.named(self.source, one)}', w.weight * w.n{no})" for no, one in enumerate(counters))
        return f"""
            (WITH w AS MATERIALIZED ({self._added_up(day, counters)})
             SELECT a.no, w.slice, v.value
             FROM w CROSS JOIN LATERAL (VALUES {told}) v (counter, value)
             JOIN asked_{self.source.code} a ON (a.spot, a.is_apart, a.counter) = (w.spot, w.is_apart, v.counter)
             WHERE v.value <> 0 AND (w.slice = '' OR split_part(w.slice, '=', 1) = a.by))
        """

    def _added_up(self, day, counters):
        """Rows of (spot, is_apart, weight, slice, n0 …): what each counter comes to, whole and by all that is asked."""
        asked = {by for counter in counters for by in self.asked[counter.code]}
        breakdowns = [one for one in self.source.breakdowns if one.code in asked]
        single = [one.code for one in breakdowns if not one.is_many]
        several = [one.code for one in breakdowns if one.is_many]
        facts = self._facts_of_days(day, counters, breakdowns)
        piece, sums = "spot, is_apart, weight", sql.sums_of(counters)
        sets = ", ".join([f"({piece})", *(f"({piece}, by_{by})" for by in single)])
        told = " ".join(f"WHEN grouping(by_{by}) = 0 THEN '{by}=' || by_{by}" for by in single)
        parts = [
            f"""SELECT {piece}, {f"CASE {told} ELSE '' END" if told else "''"} AS slice, {sums}
                FROM {facts} w GROUP BY GROUPING SETS ({sets})"""
        ]
        parts += [
            f"""SELECT {piece}, '{by}=' || part AS slice, {sums}
                FROM {facts} w CROSS JOIN LATERAL unnest(by_{by}) part GROUP BY 1, 2, 3, 4"""
            for by in several
        ]
        return " UNION ALL ".join(parts)

    def _facts_of_days(self, day, counters, breakdowns):
        """Of each fact what it counts for (sql.counts_of), and in which parts."""
        names = ", ".join(f"'{sql.named(self.source, one)}'" for one in counters)
        columns = sql.counts_of(counters)
        columns += [f"CASE WHEN p.is_apart = {one.is_apart} THEN {one.key} END AS by_{one.code}" for one in breakdowns]
        return f"""
            (SELECT p.spot, p.is_apart, p.weight, {", ".join(columns)}
             FROM daypart p
             JOIN {self.source.table} f ON f.area_id BETWEEN p.low AND p.high AND f.{day} BETWEEN p.first AND p.last
             WHERE (p.spot, p.is_apart) IN (
                 SELECT spot, is_apart FROM asked_{self.source.code} WHERE counter IN ({names})))
        """

    def _changes(self):
        """What was written and is not folded: the fresh facts come, the stored ones go; most is as it was."""
        added = self._added(self.source.counter(name) for name in self.asked)
        both = " UNION ALL ".join(
            f"""SELECT f.area_id, k.counter, k.day, k.slice, {sign}k.value AS value
                FROM {facts}_{self.source.code} f CROSS JOIN LATERAL ({added}) k"""
            for facts, sign in (("fresh", ""), ("stored", "-"))
        )
        return f"""
            SELECT a.no, k.slice, w.weight * k.value
            FROM (
                SELECT area_id, counter, day, slice, sum(value) AS value FROM ({both}) k
                GROUP BY 1, 2, 3, 4 HAVING sum(value) <> 0
            ) k JOIN whole w ON k.area_id BETWEEN w.low AND w.high AND k.day BETWEEN w.first AND w.last
            JOIN asked_{self.source.code} a ON (a.spot, a.counter) = (w.spot, k.counter)
            WHERE k.slice = '' OR split_part(k.slice, '=', 1) = a.by
        """

    def _added(self, counters: Iterable[Counter]):
        return " UNION ALL ".join(
            sql.added(
                self.source, counter, [self.source.breakdown(by) for by in sorted(self.asked[counter.code]) if by]
            )
            for counter in counters
        )
