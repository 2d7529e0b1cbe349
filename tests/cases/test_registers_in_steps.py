"""A batch is read, imported and undone chunk by chunk: what is broken off goes on, what is undone leaves nothing."""

import pytest
from django.utils import timezone

from cases.archive.models import Volume
from cases.docket.events.models import CaseEvent
from cases.docket.models import Case
from cases.mediation.models import Assignment
from cases.numbers.models import IssuedNumber, NumberSeries
from cases.parties.models import Party
from cases.registers import actions, tasks, undoing
from cases.registers.models import RegisterRow
from cases.search.models import CaseText
from governance.audit.models import TrailEntry
from governance.files.models import StoredFile
from governance.jobs import running
from governance.jobs.models import Job
from governance.organisations.models import Organisation
from governance.persons.models import Person
from tests.cases.factories import make_accepted, make_parties
from tests.cases.registers import ID_OF_LIU, imported_batch, line, read_batch, workbook


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(tasks, "CHUNK", 2)


def test_a_chunk_done_twice_doubles_nothing_and_a_broken_one_leaves_nothing(zhao, committee, monkeypatch):
    batch = actions.confirm_batch(read_batch(zhao, [line(n) for n in (1, 2, 3)], committee=committee), by=zhao)
    today = timezone.localdate()
    assert actions.import_chunk(batch, by=zhao, most=2, today=today).imported == 2

    def break_off(*_, **__):
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr("cases.registers.writing.index_new", break_off)
        with pytest.raises(ConnectionError):
            actions.import_chunk(batch, by=zhao, most=2, today=today)
    after_break = (Case.objects.count(), Person.objects.count(), IssuedNumber.objects.count())

    assert after_break == (2, 4, 2)
    assert actions.import_chunk(batch, by=zhao, most=2, today=today).imported == 1
    assert actions.import_chunk(batch, by=zhao, most=2, today=today).is_empty
    assert (Case.objects.count(), CaseEvent.objects.count(), CaseText.objects.count()) == (3, 3, 3)
    assert NumberSeries.objects.get().last == 3


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_mid_batch_is_followed_by_one_that_goes_on(zhao, committee, small_chunks, monkeypatch):
    batch = actions.confirm_batch(read_batch(zhao, [line(n) for n in range(1, 8)], committee=committee), by=zhao)
    whole, calls = actions.import_chunk, []

    def killed_at_the_third(*args, **kwargs):
        calls.append(1)
        if len(calls) == 3:
            raise SystemExit  # as a worker that is told to go in the middle of a chunk
        return whole(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(actions, "import_chunk", killed_at_the_third)
        with pytest.raises(SystemExit):
            running.run(batch.job_id)
    stood_at = Case.objects.count()
    running.run(batch.job_id)

    batch.refresh_from_db()
    assert (stood_at, Case.objects.count(), batch.state) == (4, 7, "imported")
    assert Job.objects.get(pk=batch.job_id).done == 7
    assert sorted(IssuedNumber.objects.values_list("n", flat=True)) == list(range(1, 8))


@pytest.mark.django_db(transaction=True)
def test_a_reading_that_was_broken_off_goes_on_and_doubles_no_row(zhao, committee, small_chunks, monkeypatch):
    batch = actions.bring_register(workbook([line(n) for n in range(1, 6)]), by=zhao, committee=committee)
    whole, calls = actions.stage_rows, []

    def killed_at_the_second(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        return whole(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(actions, "stage_rows", killed_at_the_second)
        with pytest.raises(SystemExit):
            running.run(batch.job_id)
    running.run(batch.job_id)

    batch.refresh_from_db()
    assert batch.counts == {"ready": 5, "total": 5}


def test_an_undone_batch_leaves_no_case_number_word_person_or_file(zhao, lin, committee, small_chunks):
    before = make_parties(lin)[0].person
    rows = [line(n, 被申请人="嘉定物业管理有限公司") for n in range(1, 5)]
    rows.append(line(5, 申请人="刘桂珍", 申请人身份证号=ID_OF_LIU))
    batch = imported_batch(zhao, rows, committee=committee)
    people_before = Person.objects.count()

    batch = undoing.undo_batch(batch, by=zhao, reason="选错了调委会")
    running.run(batch.job_id)

    batch.refresh_from_db()
    assert (batch.state, batch.counts) == ("undone", {"undone": 5, "total": 5})
    for model in (Case, Party, CaseEvent, CaseText, IssuedNumber, Assignment, Volume, Organisation):
        assert model.objects.count() == 0
    assert (people_before, Person.objects.count()) == (7, 2)
    assert Person.objects.filter(pk=before.pk).exists()
    assert NumberSeries.objects.get().last == 0
    assert not StoredFile.objects.about(batch).kept().exists()
    assert not RegisterRow.objects.filter(cells__isnull=False).exists()
    assert TrailEntry.objects.filter(verb="case.import_undone").count() == 5
    imported_batch(zhao, rows, committee=committee)
    assert Case.objects.count() == 5


def test_a_case_on_which_somebody_has_built_stays_and_is_told(zhao, lin, committee):
    batch = imported_batch(zhao, [line(8), line(9)], committee=committee)
    case = Case.objects.get(number__contains="第8号")
    later = make_accepted(lin, zhao, committee, earlier=case)

    running.run(undoing.undo_batch(batch, by=zhao, reason="重复").job_id)

    batch.refresh_from_db()
    assert (batch.counts, set(Case.objects.all())) == ({"kept": 1, "undone": 1, "total": 2}, {case, later})
    assert batch.rows.get(case=case).problems == [undoing.BUILT_ON]
    assert NumberSeries.objects.get(year=2023).last == 8


@pytest.mark.django_db(transaction=True)
def test_an_undoing_that_was_broken_off_goes_on(zhao, committee, small_chunks, monkeypatch):
    batch = imported_batch(zhao, [line(n) for n in range(1, 6)], committee=committee)
    batch = undoing.undo_batch(batch, by=zhao, reason="重复")

    def killed(*_, **__):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(undoing, "forget_chunk", killed)
        with pytest.raises(SystemExit):
            running.run(batch.job_id)

    running.run(batch.job_id)

    batch.refresh_from_db()
    assert (batch.state, Person.objects.count(), Case.objects.count()) == ("undone", 0, 0)
