"""SIGKILL of a real worker in the midst of long work; another goes on: nothing doubled, nothing half written."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from cases.archive.actions import start_binding
from cases.archive.models import Volume
from cases.bulk.actions import start_bulk
from cases.docket.events.models import CaseEvent
from cases.docket.models import Case
from cases.mediation.models import Assignment
from cases.numbers.models import IssuedNumber
from cases.parties.models import Party
from cases.registers.actions import confirm_batch
from cases.registers.models import RegisterBatch
from cases.registers.undoing import undo_batch
from governance.audit.models import TrailEntry
from governance.files.models import StoredFile
from governance.files.sweeping import ORPHAN_AGE, remove_orphans
from governance.invariants.registry import all_invariants
from governance.jobs import running
from governance.jobs.models import LEASE, Job, JobState
from governance.notices.models import Notice
from governance.persons.models import Person
from tests.cases.registers import imported_batch, line, read_batch
from tests.cases.test_bulk_acts import accepted, states, to_assign
from tests.governance.broker import kill, until
from tests.governance.conftest import broker, celery_process
from tests.governance.planting import found

pytestmark = pytest.mark.django_db(transaction=True)
FIXTURES = (accepted, broker, celery_process)
ROWS = 8


@pytest.fixture
def files(tmp_path, settings):
    """The workers' folder is the test's own."""
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages


@pytest.fixture
def killed_in(files, celery_process, tmp_path):
    """Kills the worker that does `job` where `place` says, and gives the job to the next after its lease."""

    def start(place, mark):
        arguments = ("--concurrency=1", "--include=tests.cases.lingering", "--without-mingle")
        return celery_process("worker", *arguments, LINGER_IN=place, LINGER_MARK=str(mark))

    def do(place, job_id):
        mark = tmp_path / f"lingers-in-{place}"
        worker = start(place, mark)
        until(mark.exists, f"lingers in {place}")
        kill(worker)
        job = Job.objects.get(pk=job_id)
        assert (job.state, job.attempts) == (JobState.RUNNING, 1)
        yield job  # what stands after the kill is looked at here
        long_ago = timezone.now() - LEASE - timedelta(seconds=5)
        Job.objects.filter(pk=job_id).update(heartbeat_at=long_ago, sent_at=long_ago)
        start(place, mark)
        running.sweep()
        until(lambda: Job.objects.get(pk=job_id).state == JobState.DONE, "done")
        yield Job.objects.get(pk=job_id)

    return do


def told(verb):
    return TrailEntry.objects.filter(verb=verb).count()


def faults():
    """What the nightly check finds; bytes without a row are the sweep's, a day later."""
    checks = [each.code for each in all_invariants() if each.code != "files.bytes"]
    return {code: what for code in checks if (what := found(code))}


def page(client, by, url):
    client.force_login(by)
    return client.get(url).content.decode()


def test_an_import_goes_on_after_the_last_whole_chunk(killed_in, client, zhao, committee):
    batch = confirm_batch(read_batch(zhao, [line(n) for n in range(1, ROWS + 1)], committee=committee), by=zhao)

    run = killed_in("import", batch.job_id)
    next(run)
    assert (Case.objects.count(), told("case.imported")) == (3, 3)
    job = next(run)

    batch.refresh_from_db()
    assert (batch.state, batch.counts, job.done) == ("imported", {"imported": ROWS, "total": ROWS}, ROWS)
    assert [model.objects.count() for model in (Case, CaseEvent, IssuedNumber, Volume)] == [ROWS] * 4
    assert (Party.objects.count(), Person.objects.count()) == (2 * ROWS, 2 * ROWS)
    assert (told("case.imported"), told("register.imported"), told("job.done")) == (ROWS, 1, 2)
    assert sorted(IssuedNumber.objects.values_list("n", flat=True)) == list(range(1, ROWS + 1))
    assert f"<strong>{ROWS}</strong> 行" in page(client, zhao, batch.get_absolute_url())
    assert faults() == {}


def test_an_undoing_goes_on_and_leaves_nothing(killed_in, client, zhao, committee):
    batch = imported_batch(zhao, [line(n) for n in range(1, ROWS + 1)], committee=committee)
    batch = undo_batch(batch, by=zhao, reason="选错了调委会")

    run = killed_in("undo", batch.job_id)
    next(run)
    assert (Case.objects.count(), told("case.import_undone")) == (ROWS - 3, 3)
    next(run)

    batch = RegisterBatch.objects.get()
    assert (batch.state, batch.counts) == ("undone", {"undone": ROWS, "total": ROWS})
    left = (Case, Party, CaseEvent, IssuedNumber, Volume, Person)
    assert {model.__name__: model.objects.count() for model in left} == dict.fromkeys(
        (model.__name__ for model in left), 0
    )
    assert (told("case.import_undone"), told("register.undone")) == (ROWS, 1)
    assert "选错了调委会" in page(client, zhao, batch.get_absolute_url())
    assert faults() == {}


def test_a_bulk_assignment_goes_on_with_the_case_that_was_under_hand(killed_in, client, accepted, zhao, lin):
    act = start_bulk(to_assign(zhao, *accepted, hosts=[lin]), by=zhao)

    run = killed_in("assign", act.job_id)
    next(run)
    assert (states(act).count("done"), Assignment.objects.filter(role="host").count()) == (1, 1)
    job = next(run)

    assert (states(act), job.done, job.total) == (["done", "done", "done", "refused"], 4, 4)
    assert Assignment.objects.filter(role="host", account=lin, ended_at=None).count() == 3
    assert CaseEvent.objects.filter(verb="mediators_assigned").count() == 3
    assert Notice.objects.filter(rung="case.assigned", recipient=lin).count() == 3
    shown = page(client, zhao, act.get_absolute_url())
    assert (shown.count("由林晓主持"), "<strong>3</strong>" in shown) == (3, True)
    assert faults() == {}


def test_a_volume_is_bound_once_and_the_bytes_of_the_killed_run_are_swept(killed_in, client, closed_case, lin):
    documents = closed_case.documents.count()
    job = start_binding(closed_case, by=lin, statement="照片一张缺损")

    run = killed_in("bind", job.pk)
    next(run)
    assert (Volume.objects.count(), closed_case.documents.count()) == (0, documents)
    job = next(run)

    volume = Volume.objects.get()
    kept = StoredFile.objects.filter(purpose="volume").get()
    assert (volume.pdf, volume.state, job.result["file"]) == (kept, "bound", kept.pk)
    with volume.pdf.open() as content:
        assert content.read(5) == b"%PDF-"
    made = list(closed_case.documents.values_list("form", "about"))
    assert len(made) == len(set(made))
    assert CaseEvent.objects.filter(case=closed_case, verb="volume_bound").count() == 1
    assert "案卷 PDF" in page(client, lin, closed_case.get_absolute_url())
    assert faults() == {}
    assert without_row() > 0
    remove_orphans()
    assert without_row() == 0
    assert found("files.bytes") == []


def without_row():
    """How many stored files no row knows; made older than any transaction, as they are the next day."""
    root = Path(default_storage.location)
    stored = [path for path in root.rglob("*") if path.is_file() and path.parent.name.isdecimal()]
    known = set(StoredFile.objects.values_list("path", flat=True))
    orphans = [path for path in stored if str(path.relative_to(root)) not in known]
    then = time.time() - ORPHAN_AGE.total_seconds() - 60
    for path in orphans:
        os.utime(path, (then, then))
    return len(orphans)
