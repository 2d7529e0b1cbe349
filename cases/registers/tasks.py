"""The jobs around old registers. Each goes on where it stood: rows say themselves what became of them."""

import os
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.core.files.base import File
from django.utils import timezone

from cases.registers import actions, undoing
from cases.registers.models import BatchState, RegisterBatch, RowState
from cases.registers.sheets import opened
from cases.registers.workbooks import write_errors
from governance.errors import Invalid
from governance.jobs.registry import job

CHUNK = 1000  # rows of one transaction


@job(actions.READ, resumable=True)
def read(running_job, progress):
    """Check and keep the rows of the file. A file that turns out unreadable fails the batch, not the portal."""
    batch, by = _batch_of(running_job), running_job.starter
    if batch.state == BatchState.READING:
        try:
            left_out = _read_rows(batch, by, progress)
        except Invalid as refusal:
            return _shown(actions.fail_reading(batch, refusal.message, by=by))
        notes = [f"更正表中有 {left_out:,} 行不是本批待更正的行，未采用。"] if left_out else []
        batch = actions.finish_reading(batch, by=by, notes=notes)
    return _shown(_keep_errors(batch, by))


@job(actions.IMPORT, resumable=True)
def import_rows(running_job, progress):
    """Make cases of the rows that are ready, a chunk in each transaction."""
    batch, by = _batch_of(running_job), running_job.starter
    if batch.state == BatchState.IMPORTING:
        progress.expect(progress.done + batch.rows.ready().count())
        while True:
            with progress.step(position={}):
                outcome = actions.import_chunk(batch, by=by, most=CHUNK, today=timezone.localdate())
                progress.done += outcome.imported + len(outcome.refused)
                for row, why in outcome.refused.items():
                    progress.problem(row, batch.file_name, why)
            if outcome.is_empty:
                break
        batch = actions.finish_import(batch, by=by)
    return _shown(_keep_errors(batch, by))


@job(actions.UNDO, resumable=True)
def undo(running_job, progress):
    """Take the cases of the batch back, then the people that came with them."""
    batch, by = _batch_of(running_job), running_job.starter
    if batch.state == BatchState.UNDOING:
        progress.expect(progress.done + batch.rows.filter(state=RowState.IMPORTED).count())
        looked_at = forgotten = 1
        while looked_at:
            with progress.step(position={}):
                looked_at, kept = undoing.undo_chunk(batch, by=by, most=CHUNK)
                progress.done += looked_at
                for row in kept:
                    progress.problem(row, batch.file_name, undoing.BUILT_ON)
        while forgotten:
            with progress.step(position={}):
                forgotten = undoing.forget_chunk(batch, most=CHUNK)
        batch = undoing.finish_undo(batch, by=by)
    return _shown(batch)


def _read_rows(batch, by, progress) -> int:
    """Stage every row of the file; returns how many of them were not taken."""
    position = progress.job.position or {"row": 0, "left_out": 0}
    left_out, count = position["left_out"], 0
    with batch.file.open() as content, opened(content) as sheet:
        progress.expect(sheet.file_rows)
        for rows in _chunks(sheet.rows()):
            count += len(rows)
            if count > actions.MOST_ROWS:
                raise Invalid(f"一批最多 {actions.MOST_ROWS:,} 行，请分成几个文件上传。")
            last = rows[-1][0]
            if last <= position["row"]:
                continue
            with progress.step(position={"row": last, "left_out": left_out}):
                left_out += len(rows) - actions.stage_rows(batch, rows, by=by)
                progress.done = last
    return left_out


def _chunks(rows) -> Iterator[list]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _keep_errors(batch, by) -> RegisterBatch:
    """Make the sheet of wrong rows anew, outside any transaction but that of its keeping."""
    if not batch.counts.get(RowState.WRONG):
        return actions.keep_errors(batch, None, by=by) if batch.errors else batch
    wrong = batch.rows.wrong().order_by("row").iterator(chunk_size=2000)
    keys = {key for _, key in batch.head if key}
    with tempfile.TemporaryDirectory(prefix="register-") as folder:
        path = Path(folder, f"更正表-批次{batch.pk}.xlsx")
        write_errors(str(path), ((row.row, row.problems, actions.cells_of(row)) for row in wrong), keys)
        with open(path, "rb") as content:
            upload = File(content, name=path.name)
            upload.size = os.path.getsize(path)
            return actions.keep_errors(batch, upload, by=by)


def _batch_of(running_job) -> RegisterBatch:
    return RegisterBatch.objects.select_related("file", "errors").get(pk=running_job.payload["batch"])


def _shown(batch) -> dict:
    counts = batch.counts
    figures = [[state.label, f"{counts[state]:,}"] for state in RowState if counts.get(state)]
    return {"url": batch.get_absolute_url(), "figures": figures}
