"""Celery's shells around reports, and the export of one as a job."""

import os
import tempfile
from pathlib import Path

from celery import shared_task
from django.core.files.base import File
from django.utils import timezone

from governance.audit.trail import record
from governance.files.actions import store_file
from governance.jobs.registry import job
from governance.jobs.spreadsheets import write_csv, write_xlsx
from governance.metrics.reports import issuing, mailing
from governance.metrics.reports.asking import asked_by
from governance.metrics.reports.grid import make_grid
from governance.metrics.reports.models import VERB
from governance.metrics.reports.showing import about, sheet_head, sheet_rows


@shared_task
def issue():
    """Every five minutes: issue what is due, whatever the broker lost. May run twice."""
    issuing.issue_due(timezone.now())


@shared_task
def send():
    """Told when something was issued, and by the clock: mail what waits."""
    mailing.send_due()


@job("report.export")
def export_report(running_job, progress):
    """The figures that the starter may see now: postings may have changed since the table was on the screen."""
    asked, actor = running_job.payload, running_job.starter
    grid = make_grid(asked_by(actor, asked["query"], timezone.localdate(), own=running_job.area))
    progress.expect(len(grid.rows))
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder, f"报表-{running_job.pk}.{asked['format']}")
        if asked["format"] == "csv":
            write_csv(str(path), sheet_head(grid), sheet_rows(grid))
        else:
            write_xlsx(str(path), sheet_head(grid), sheet_rows(grid), about=about(grid, asked["name"]))
        with open(path, "rb") as content:
            upload = File(content, name=path.name)
            upload.size = os.path.getsize(path)
            places = tuple(place.code for place in grid.question.places)
            file = store_file(upload, by=actor, area=running_job.area_id, purpose="export", verb=VERB, places=places)
    progress.advance(len(grid.rows))
    details = {"query": asked["query"], "rows": len(grid.rows), "digest": file.digest}
    record("report.exported", running_job, by=actor, file=file.pk, **details)
    return {"file": file.pk, "figures": [["导出行数", len(grid.rows)]]}
