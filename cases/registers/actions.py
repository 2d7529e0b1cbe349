"""Bring an old register, read it, confirm it, import it chunk by chunk, or set it aside. Undoing is `undoing`."""

import json
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from cases.committees.models import MediationCommittee
from cases.docket.models import Case
from cases.numbers.actions import NumberKind, hold_series, number_text
from cases.numbers.models import IssuedNumber
from cases.registers.columns import ROW, Head, require_columns
from cases.registers.committees import Committees
from cases.registers.drafts import Draft
from cases.registers.files import ERRORS, REGISTER
from cases.registers.lines import Line, WrongLine, read_line
from cases.registers.models import BatchState, RegisterBatch, RegisterRow, RowState
from cases.registers.sheets import opened
from cases.registers.writing import write_cases
from governance.audit.trail import record
from governance.copying import copy_new
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.files.actions import expire_file, store_file
from governance.files.models import StoredFile
from governance.jobs.actions import start_job
from governance.jobs.exports import common_place

READ, IMPORT, UNDO = "registers.read", "registers.import", "registers.undo"
RESUMES = {
    BatchState.READING: (READ, "读取登记簿"),
    BatchState.IMPORTING: (IMPORT, "导入登记簿"),
    BatchState.UNDOING: (UNDO, "撤销登记簿导入"),
}
IMPORTS = "register.import"
MOST_ROWS = 200_000
STANDS = (RowState.READY, RowState.IMPORTED, RowState.KEPT)
CORRECTED = ("state", "cells", "problems", "committee", "year", "n", "number")
TAKES_CORRECTIONS = (BatchState.READ, BatchState.IMPORTED)
ENDS = (BatchState.READ, BatchState.FAILED)


def bring_register(upload, *, by, committee: MediationCommittee | None) -> RegisterBatch:
    """Take a workbook and start the job that reads it; nothing becomes a case before somebody confirms.

    Without `committee` each row names its own. Raises NotPermitted, Invalid (file).
    """
    area = committee.area_id if committee else _common_area(by)
    _require_imports(by, area)
    with transaction.atomic():
        batch = RegisterBatch.objects.create(area_id=area, committee=committee, created_by=by)
        _attach(batch, upload, by)
        record("register.brought", batch, by=by, file=batch.file_name)
    return batch


@transaction.atomic
def bring_correction(batch: RegisterBatch, upload, *, by, version: int | None = None) -> RegisterBatch:
    """Take the corrected sheet of the batch's wrong rows, as the next part of it. Raises WrongState, Invalid."""
    batch = locked_batch(batch, by, version)
    if batch.state not in TAKES_CORRECTIONS or batch.is_working:
        raise WrongState("现在不能上传更正表：请等读取或导入完成。")
    if not batch.rows.wrong().exists():
        raise WrongState("没有需要更正的行。")
    batch.is_correction = True
    _attach(batch, upload, by)
    record("register.corrected", batch, by=by, file=batch.file_name)
    return batch


@transaction.atomic
def stage_rows(batch: RegisterBatch, rows: list[tuple[int, dict[str, str]]], *, by) -> int:
    """Check rows of the file and keep them, sealed, as ready or wrong. Rows that are there are not doubled.

    Returns how many were taken; of a correction those alone that are wrong rows of the batch.
    """
    batch = RegisterBatch.objects.locked(batch.pk)
    require_state(batch, BatchState.READING)
    numbered = _of_correction(batch, rows) if batch.is_correction else rows
    taken = {number: cells for number, cells in numbered if cells}
    known = {row.row: row for row in batch.rows.filter(row__in=taken)}
    fresh = [number for number in taken if number not in known or known[number].state == RowState.WRONG]
    found = Committees.of(batch.committee_id, by, IMPORTS)
    made = [_checked(batch, known.get(number), number, taken[number], found) for number in fresh]
    _refuse_doubles(batch, made)
    again = [row for row in made if row.pk is not None]
    copy_new(RegisterRow, [row for row in made if row.pk is None])
    RegisterRow.objects.bulk_update(again, CORRECTED, batch_size=200)
    return len(made)


@transaction.atomic
def finish_reading(batch: RegisterBatch, *, by, notes: list[str]) -> RegisterBatch:
    """All is read: the batch waits for somebody to look at it and confirm."""
    batch = RegisterBatch.objects.locked(batch.pk)
    require_state(batch, BatchState.READING)
    batch.counts = counts_of(batch)
    batch.notes = notes
    if not batch.counts.get("total"):
        return _failed(batch, "表头下面没有数据行。", by)
    batch.state = BatchState.READ
    save(batch)
    record("register.read", batch, by=by, counts=batch.counts)
    return batch


@transaction.atomic
def fail_reading(batch: RegisterBatch, why: str, *, by) -> RegisterBatch:
    """The file cannot be read: the batch says why. A correction that cannot be read leaves the batch as it was."""
    batch = RegisterBatch.objects.locked(batch.pk)
    require_state(batch, BatchState.READING)
    if batch.is_correction:
        batch.state, batch.problem = BatchState.READ, why[:500]
        save(batch)
        return batch
    return _failed(batch, why, by)


@transaction.atomic
def confirm_batch(batch: RegisterBatch, *, by, version: int | None = None) -> RegisterBatch:
    """Start the job that imports the rows that are ready."""
    batch = locked_batch(batch, by, version)
    if batch.is_working or batch.state != BatchState.READ:
        raise WrongState("这一批现在不能导入。")
    if not batch.rows.ready().exists():
        raise WrongState("没有可以导入的行：请先更正有误的行。")
    batch.state, batch.problem = BatchState.IMPORTING, ""
    batch.confirmed_by, batch.confirmed_at = by, timezone.now()
    batch.job = start(IMPORT, batch, by, f"导入登记簿 {batch.file_name}")
    save(batch)
    record("register.confirmed", batch, by=by, ready=batch.counts.get(RowState.READY, 0))
    return batch


@dataclass
class Outcome:
    """What one chunk did: `last` is its last row; `refused` says why not, by row number."""

    last: int = 0
    imported: int = 0
    refused: dict[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.imported and not self.refused


@transaction.atomic
def import_chunk(batch: RegisterBatch, *, by, most: int, today: date) -> Outcome:
    """Make cases of the next rows that are ready: this chunk or nothing of it. An empty outcome: there are no more.

    Numbers are entered into the committees' series, so that the next one goes on after them. A row whose number was
    given meanwhile, or that names a committee out of `by`'s reach, becomes a wrong one.
    """
    batch = RegisterBatch.objects.locked(batch.pk)
    require_state(batch, BatchState.IMPORTING)
    rows = list(batch.rows.ready().select_for_update(of=("self",)).order_by("row")[:most])
    if not rows:
        return Outcome()
    committees = MediationCommittee.objects.select_related("body").in_bulk({row.committee_id for row in rows})
    reached = {one.pk for one in committees.values() if by.holds(IMPORTS, one.area_id)}
    series = hold_series(NumberKind.MEDIATION, {row.series_key for row in rows})
    given = _given(rows)
    refused: dict[int, str] = {}
    drafts: list[Draft] = []
    for row in rows:
        line = _line_of(row, today)
        if row.committee_id not in reached:
            refused[row.pk] = "调委会：不在您的任职范围内。"
        elif why := given.get(row.pk):
            refused[row.pk] = why
        elif isinstance(line, str):
            refused[row.pk] = line
        else:
            drafts.append(Draft(row, line, committees[row.committee_id]))
    refused |= write_cases(batch, drafts, series, by=by, today=today)
    by_pk = {row.pk: row for row in rows}
    for pk, why in refused.items():
        by_pk[pk].state, by_pk[pk].problems = RowState.WRONG, [why]
    RegisterRow.objects.bulk_update([by_pk[pk] for pk in refused], ["state", "problems"])
    told = {by_pk[pk].row: why for pk, why in refused.items()}
    return Outcome(rows[-1].row, len(rows) - len(refused), told)


@transaction.atomic
def finish_import(batch: RegisterBatch, *, by) -> RegisterBatch:
    batch = RegisterBatch.objects.locked(batch.pk)
    require_state(batch, BatchState.IMPORTING)
    batch.counts = counts_of(batch)
    batch.state, batch.imported_at = BatchState.IMPORTED, timezone.now()
    save(batch)
    record("register.imported", batch, by=by, counts=batch.counts)
    return batch


@transaction.atomic
def discard_batch(batch: RegisterBatch, *, by, version: int | None = None) -> RegisterBatch:
    """Set a batch aside of which nothing was imported: its rows and files go."""
    batch = locked_batch(batch, by, version)
    if batch.is_working or batch.state not in (*ENDS, BatchState.READING) or batch.rows.standing().exists():
        raise WrongState("这一批不能放弃：正在处理，或者已经导入（请用撤销）。")
    batch.rows.all().delete()
    batch.state, batch.counts = BatchState.DISCARDED, {}
    expire_files(batch, by=by)
    save(batch)
    record("register.discarded", batch, by=by)
    return batch


@transaction.atomic
def resume_batch(batch: RegisterBatch, *, by, version: int | None = None) -> RegisterBatch:
    """Go on with a job that was stopped: what it did stands, it begins where it stood. Raises WrongState."""
    batch = locked_batch(batch, by, version)
    if not batch.has_stopped:
        raise WrongState("没有中断的任务。")
    kind, what = RESUMES[BatchState(batch.state)]
    batch.job = start(kind, batch, by, f"{what} {batch.file_name}")
    save(batch)
    return batch


@transaction.atomic
def keep_errors(batch: RegisterBatch, upload, *, by) -> RegisterBatch:
    """Keep the sheet of wrong rows in place of the one before; None: there are none. Part of the jobs."""
    batch = RegisterBatch.objects.locked(batch.pk)
    if batch.errors:
        expire_file(batch.errors, by=by)
    batch.errors = upload and store_file(upload, by=by, area=batch.area_id, purpose=ERRORS.code, subject=batch)
    batch.save(update_fields=["errors"])
    return batch


def counts_of(batch: RegisterBatch) -> dict[str, int]:
    """Rows by state, and altogether as "total"."""
    found = dict(batch.rows.order_by().values_list("state").annotate(count=Count("pk")))
    return {**found, "total": sum(found.values())}


def expire_files(batch: RegisterBatch, *, by) -> None:
    """What was brought and what was made of it name people: they are no longer needed."""
    for file in StoredFile.objects.about(batch).kept():
        expire_file(file, by=by)


def cells_of(row: RegisterRow) -> dict[str, str]:
    return json.loads(row.cells.open()) if row.cells else {}


def _checked(batch, row, number, cells, committees) -> RegisterRow:
    row = row or RegisterRow(batch=batch, row=number)
    row.cells = json.dumps(cells, ensure_ascii=False)
    row.state, row.problems = RowState.READY, []
    row.committee, row.year, row.n, row.number = None, None, None, ""
    problems: list[str] = []
    line: Line | None = None
    try:
        line = read_line(cells, today=timezone.localdate())
    except WrongLine as wrong:
        problems += wrong.problems
    try:
        row.committee = committees.find(cells.get("committee", ""))
    except Invalid as refusal:
        problems.append(f"调委会：{refusal.message}")
    if problems:
        row.state, row.problems = RowState.WRONG, problems
    elif line and row.committee:
        row.year, row.n = line.year or line.accepted_on.year, line.n
        plain = number_text(row.committee.sign, NumberKind.MEDIATION, row.year, line.n)
        row.number = line.number if line.year else plain
    return row


def _refuse_doubles(batch, made: list[RegisterRow]) -> None:
    """Rows whose number another row has, or a case: they become wrong ones."""
    ready = [row for row in made if row.state == RowState.READY]
    alike = {name: {getattr(row, name) for row in ready} for name in ("committee_id", "year", "n")}
    staged = batch.rows.filter(state__in=STANDS, **{f"{name}__in": values for name, values in alike.items()})
    staged = staged.exclude(pk__in=[row.pk for row in ready if row.pk])
    first = {(one.committee_id, one.year, one.n): one.row for one in staged}
    given = _given(ready)
    for row in ready:
        key = (row.committee_id, row.year, row.n)
        why = given.get(row.pk if row.pk else -row.row, "")
        if key in first:
            why = f"案号：与第 {first[key]} 行重复。"
        if why:
            row.state, row.problems = RowState.WRONG, [why]
        first.setdefault(key, row.row)


def _given(rows: list[RegisterRow]) -> dict[int, str]:
    """What stands against the number of a row: it was given in the portal. By the row's id, or its number negative."""
    issued = IssuedNumber.objects.filter(
        series__committee__in={row.committee_id for row in rows},
        series__kind=NumberKind.MEDIATION,
        series__year__in={row.year for row in rows},
        n__in={row.n for row in rows},
    )
    taken = set(issued.values_list("series__committee_id", "series__year", "n"))
    texts = Case.objects.filter(
        committee__in={row.committee_id for row in rows}, number__in={row.number for row in rows}
    )
    printed = set(texts.values_list("committee_id", "number"))
    return {
        row.pk or -row.row: "案号：本系统已有这个案号。"
        for row in rows
        if (row.committee_id, row.year, row.n) in taken or (row.committee_id, row.number) in printed
    }


def _line_of(row: RegisterRow, today: date) -> Line | str:
    try:
        return read_line(cells_of(row), today=today)
    except WrongLine as wrong:
        return "；".join(wrong.problems)


def _of_correction(batch, rows):
    """Rows of the sheet to correct, by the number that they have in the batch."""
    wrong = set(batch.rows.wrong().values_list("row", flat=True))
    for _, cells in rows:
        number = cells.pop(ROW, "")
        if number.isascii() and number.isdecimal() and len(number) < 9 and int(number) in wrong:
            yield int(number), cells


def _attach(batch, upload, by) -> None:
    batch.file = store_file(upload, by=by, area=batch.area_id, purpose=REGISTER.code, subject=batch)
    batch.file_name = batch.file.name
    with batch.file.open() as content, opened(content) as sheet:
        _require_head(batch, sheet.head)
        batch.head = [list(each) for each in sheet.head.printed]
    batch.state, batch.problem = BatchState.READING, ""
    batch.job = start(READ, batch, by, f"读取登记簿 {batch.file_name}")
    save(batch)


def _require_head(batch, head: Head) -> None:
    if batch.is_correction and not head.is_correction:
        raise Invalid("请上传本批的更正表（从批次页下载，含“行号”列）。", field="file")
    if head.is_correction and not batch.is_correction:
        raise Invalid("这是更正表，请在原批次的页面上传。", field="file")
    require_columns(head, names_committee=batch.committee_id is None)


def start(kind, batch, by, title):
    return start_job(kind, by=by, area=batch.area_id, title=title, payload={"batch": batch.pk})


def _common_area(by) -> str:
    places = by.scope(IMPORTS).places
    if not places:
        raise NotPermitted("您没有导入登记簿的任职。")
    if not by.holds(IMPORTS, area := common_place(places)):
        raise Invalid("您在几处任职，请选择调委会。", field="committee")
    return area


def _require_imports(by, area) -> None:
    if not by.holds(IMPORTS, area):
        raise NotPermitted("只有本调委会主任、司法所和街道分管负责人可以导入登记簿。")


def locked_batch(batch, by, version) -> RegisterBatch:
    batch = RegisterBatch.objects.locked(batch.pk)
    _require_imports(by, batch.area_id)
    require_version(batch, version)
    return batch


def require_state(batch, state) -> None:
    if batch.state != state:
        raise WrongState(f"这一批{batch.get_state_display()}，不能这样处理。")


def _failed(batch, why, by) -> RegisterBatch:
    batch.state, batch.problem = BatchState.FAILED, why[:500]
    save(batch)
    record("register.read", batch, by=by, problem=why)
    return batch


def save(batch) -> None:
    batch.version += 1
    batch.save()
