"""An edition as it is read, on page, spreadsheet and paper: its head, its columns, a line for each place, the total."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

from governance.metrics.values import rounded
from governance.returns.declaring import Column, Group
from governance.returns.figures import Values, totals
from governance.returns.models import ReturnEdition, ReturnRow

TOTAL = "合计"


@dataclass(frozen=True)
class PrintedRow:
    """`values` are exact, by column; `row` is None for the total."""

    label: str
    note: str
    values: Values
    row: ReturnRow | None = None


@dataclass(frozen=True)
class Printed:
    """`number` of the edition; `day` is that of its submission, None before it."""

    title: str
    unit: str
    period: str
    basis: str
    note: str
    groups: tuple[Group, ...]
    rows: tuple[PrintedRow, ...]
    number: int
    state: str
    head: str
    reviewer: str
    filler: str
    day: date | None
    drawn_at: datetime
    digest: str
    missing: tuple[str, ...] = ()
    missing_reason: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for group in self.groups for column in group.columns)

    @property
    def notes(self) -> list[str]:
        """What stands below the figures."""
        said = [f"注：{self.note}"]
        if self.missing:
            said.append(f"发布时未报齐的单位（数据由系统生成）：{'；'.join(self.missing)}。原因：{self.missing_reason}")
        return said

    @property
    def sheets(self) -> list[tuple[Group, ...]]:
        """The groups of each sheet of paper."""
        numbers = sorted({group.sheet for group in self.groups})
        return [tuple(group for group in self.groups if group.sheet == number) for number in numbers]

    @property
    def edition(self) -> str:
        return f"第 {self.number} 版（更正）" if self.number > 1 else f"第 {self.number} 版"


def printed(edition: ReturnEdition) -> Printed:
    filed, kind = edition.filed, edition.filed.declared
    rows = sorted(edition.rows.all(), key=lambda one: one.order)
    lines = [PrintedRow(row.label, row.note, row.values, row) for row in rows]
    lines.append(PrintedRow(TOTAL, "", totals(rows, kind.columns)))
    return Printed(
        title=kind.label,
        unit=filed.area.name,
        period=filed.span.label,
        basis=filed.basis_label,
        note=kind.note,
        groups=kind.groups,
        rows=tuple(lines),
        number=edition.number,
        state=edition.get_state_display(),
        head=edition.head,
        reviewer=edition.reviewed_by.name if edition.reviewed_by else "",
        filler=edition.submitted_by.name if edition.submitted_by else "",
        day=timezone.localdate(edition.submitted_at) if edition.submitted_at else None,
        drawn_at=edition.drawn_at,
        digest=edition.digest,
        missing=tuple(edition.missing),
        missing_reason=edition.missing_reason,
    )


def at_output(column: Column, values: Values) -> Decimal | None:
    """In the column's unit, rounded half up for the first time; None where nobody keyed anything in."""
    if column.code not in values:
        return None
    return rounded(Fraction(values[column.code]) / column.scale, column.places)


def shown(column: Column, values: Values) -> str:
    """As text: zero is 0, nothing keyed in is –."""
    value = at_output(column, values)
    if value is None:
        return "–"
    return f"{value:,}" if value else "0"


def head_of(column: Column) -> str:
    return f"{column.label}（{column.unit}）" if column.unit != "件" else column.label
