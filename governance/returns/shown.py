"""A table on the screen: its groups with a cell for every figure, each leading to the rows behind it."""

from collections.abc import Callable
from dataclasses import dataclass

from governance.areas import codes
from governance.metrics.api import rows_url
from governance.metrics.drilling import SEVERAL
from governance.metrics.reading import Question
from governance.returns.declaring import Column, Group
from governance.returns.models import Return, ReturnEdition, ReturnRow
from governance.returns.printing import PrintedRow, printed, shown


@dataclass(frozen=True)
class Cell:
    label: str
    text: str
    url: str
    is_keyed: bool


@dataclass(frozen=True)
class ShownRow:
    """`url` leads to the table of the unit below that the row was taken from."""

    label: str
    note: str
    cells: list[Cell]
    url: str
    is_total: bool


@dataclass(frozen=True)
class ShownGroup:
    group: Group
    rows: list[ShownRow]

    @property
    def is_wide(self) -> bool:
        return len(self.group.columns) > 9


def groups_of(edition: ReturnEdition, may_open: Callable[[str], bool]) -> list[ShownGroup]:
    """A single row needs no total."""
    filed, lines = edition.filed, printed(edition).rows
    lines = lines[:-1] if len(lines) == 2 else lines
    return [
        ShownGroup(group, [_row(filed, line, group, may_open) for line in lines]) for group in filed.declared.groups
    ]


def _row(filed: Return, line: PrintedRow, group: Group, may_open):
    cells = [
        Cell(one.label, shown(one, line.values), _openable(drill_url(filed, one, line.row), may_open), one.is_keyed)
        for one in group.columns
    ]
    fed = line.row.fed_by if line.row else None
    return ShownRow(line.label, line.note, cells, fed.filed.get_absolute_url() if fed else "", line.row is None)


def drill_url(filed: Return, column: Column, row: ReturnRow | None) -> str | None:
    """The list behind a figure as the portal has it now; of the total that of the whole place."""
    if column.is_keyed:
        return None
    place = row.area_id if row else filed.area_id
    is_alone = row is not None and row.is_own and codes.level(place) < codes.COMMITTEE
    question = Question(column.measure_at(filed.basis), place, filed.span, column.by, is_alone=is_alone)
    return rows_url(question, f"{column.by}={SEVERAL.join(column.parts)}" if column.by else "")


def _openable(url, may_open):
    return url if url and may_open(url) else ""
