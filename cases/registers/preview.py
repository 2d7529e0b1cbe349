"""The first rows of a batch as they would come in, in words."""

from dataclasses import dataclass
from datetime import date

from cases.agreements.models import AgreementForm
from cases.docket.codes import DisputeType, Result, Source
from cases.docket.states import Performance
from cases.registers.actions import cells_of
from cases.registers.lines import Line, read_line
from cases.registers.models import RegisterBatch, RegisterRow
from cases.registers.parties import Named


@dataclass(frozen=True)
class Shown:
    row: RegisterRow
    line: Line
    applicants: str
    respondents: str
    dispute: str
    source: str
    result: str
    ended: str


def preview_of(batch: RegisterBatch, *, most: int, today: date) -> list[Shown]:
    rows = batch.rows.ready().select_related("committee__body").order_by("row")[:most]
    return [_shown(row, read_line(cells_of(row), today=today)) for row in rows]


def _shown(row: RegisterRow, line: Line) -> Shown:
    ended = [line.result_on.isoformat(), AgreementForm(line.form).label if line.form else ""]
    if line.performance != Performance.NA:
        ended.append(Performance(line.performance).label)
    return Shown(
        row=row,
        line=line,
        applicants=_names(line.applicants),
        respondents=_names(line.respondents),
        dispute=" · ".join(filter(None, (DisputeType(line.dispute_type).label, line.dispute_subtype))),
        source=Source(line.source).label,
        result=Result(line.result).label,
        ended=" · ".join(filter(None, ended)),
    )


def _names(named: tuple[Named, ...]) -> str:
    return "、".join(one.name if one.members == 1 else f"{one.name}（{one.members} 人）" for one in named) or "—"
