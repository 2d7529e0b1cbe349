"""What a wing declares: a table, its columns in their order under their heads, who files it, what must hold in it.

declare_table(TableKind("mediation.cases", "人民调解案件情况统计表", groups=(...), units=..., ...))
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from governance.errors import Invalid
from governance.metrics.declaring import MEASURES, breakdowns_of
from governance.returns.rules import define_rules


class Entry(Enum):
    """What is keyed in."""

    COUNT = "count"
    MONEY = "money"


@dataclass(frozen=True)
class Column:
    """One column. It reads `measure`, of which `parts` of the breakdown `by`, or people key it in (`entry`).

    `scale` divides what is shown (10 000: yuan in 万元), to `places`; what is kept is exact. `is_watched`: compared
    with other periods. `measures`: another measure by basis.
    """

    code: str
    label: str
    unit: str = "件"
    measure: str = ""
    by: str = ""
    parts: tuple[str, ...] = ()
    entry: Entry | None = None
    scale: int = 1
    places: int = 0
    is_watched: bool = False
    measures: tuple[tuple[str, str], ...] = ()

    @property
    def is_keyed(self) -> bool:
        return self.entry is not None

    def measure_at(self, basis: str) -> str:
        return dict(self.measures).get(basis, self.measure)


@dataclass(frozen=True)
class Group:
    """Columns under one head; `sheet`: on which sheet of paper, from 1."""

    label: str
    columns: tuple[Column, ...]
    sheet: int = 1


@dataclass(frozen=True)
class TableKind:
    """A table. `periods` are the kinds that it is drawn up for, `bases` (code, label) what may count as of a period,
    the first unless a place's rules say otherwise.

    `units(first, last)` are the places that had to file in those days; `identities(values, basis)` what the figures of
    a row break, each with `said` and `is_certain`; `paper(printed)` the bytes of its PDF; `headline`: the column of
    which 0 makes an empty row.
    """

    code: str
    label: str
    groups: tuple[Group, ...]
    periods: tuple[str, ...]
    bases: tuple[tuple[str, str], ...]
    units: Callable[[date, date], Iterable[str]]
    identities: Callable[[Mapping[str, Decimal], str], Iterable[Any]]
    paper: Callable[[Any], bytes]
    headline: str
    note: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for group in self.groups for column in group.columns)

    def column(self, code: str) -> Column:
        return next(one for one in self.columns if one.code == code)

    @property
    def keyed(self) -> tuple[Column, ...]:
        return tuple(one for one in self.columns if one.is_keyed)

    @property
    def every_rule(self) -> str:
        return f"returns.{self.code}.every"

    @property
    def basis_rule(self) -> str:
        return f"returns.{self.code}.basis"


TABLES: dict[str, TableKind] = {}


def declare_table(kind: TableKind) -> None:
    """Make a table known. A measure, part or head that there is not stops the start, and a measure of sensitive groups:

    a table and its later differences show every figure exactly.
    """
    for column in kind.columns:
        for basis, _ in kind.bases:
            _require_read(column, column.measure_at(basis))
    twice = {one.code for one in kind.columns if [each.code for each in kind.columns].count(one.code) > 1}
    if twice:
        raise ValueError(f"{kind.code}: columns {sorted(twice)} are there twice")
    if [group.sheet for group in kind.groups] != sorted(group.sheet for group in kind.groups):
        raise ValueError(f"{kind.code}: groups are in the order of their sheets")
    define_rules(kind)
    TABLES[kind.code] = kind


def _require_read(column, measure):
    if column.is_keyed:
        return
    if MEASURES[measure].is_sensitive:
        raise ValueError(f"column {column.code}: {measure} is withheld where it is small, a table shows all")
    offered = {one.code for one in breakdowns_of(MEASURES[measure])}
    if column.by and column.by not in offered:
        raise ValueError(f"column {column.code}: {measure} is not divided by {column.by}")


def kind_of(code: str) -> TableKind:
    """Raises Invalid (field "kind") for a table that nobody declares."""
    if code not in TABLES:
        raise Invalid("没有这种报表。", field="kind")
    return TABLES[code]


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.code, kind.label) for kind in TABLES.values()]
