"""Undoing the import of a whole batch, chunk by chunk: cases go, and with them numbers, words, people and files.

What somebody has built upon stays, and is told.
"""

from collections.abc import Iterable

from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils import timezone

from cases.archive.models import Volume
from cases.docket.events.models import CaseEvent
from cases.docket.models import Case
from cases.docket.states import Archive
from cases.mediation.models import Assignment
from cases.numbers.actions import NumberKind, hold_series, take_back_numbers
from cases.numbers.models import IssuedNumber
from cases.parties.models import Party
from cases.registers.actions import UNDO, counts_of, expire_files, locked_batch, require_state, save, start
from cases.registers.models import BatchState, RegisterBatch, RegisterRow, RowState
from cases.search.models import CaseText
from governance.audit.trail import record, record_each
from governance.duplicates.models import DuplicateSuspicion
from governance.errors import WrongState
from governance.files.models import StoredFile
from governance.identifiers.typed import free_text
from governance.organisations.models import Organisation
from governance.persons.models import Person, PersonIdentifier

OF_IMPORT = (Party, CaseEvent, IssuedNumber, CaseText, Assignment, Volume, RegisterRow)  # what an import itself writes
UNDOABLE = (BatchState.IMPORTED, BatchState.IMPORTING, BatchState.READ)
BUILT_ON = "导入后已在本案上办理或者引用，未撤销。"


@transaction.atomic
def undo_batch(batch: RegisterBatch, *, by, reason: str, version: int | None = None) -> RegisterBatch:
    """Start the job that takes every case of the batch back. Raises NotPermitted, WrongState, Invalid (reason)."""
    batch = locked_batch(batch, by, version)
    if not batch.rows.standing().exists() or batch.is_working or batch.state not in UNDOABLE:
        raise WrongState("这一批没有可以撤销的导入，或者正在处理。")
    batch.undo_reason = free_text(reason, field="reason", longest=300, required=True)
    batch.state, batch.undone_by, batch.undone_at = BatchState.UNDOING, by, timezone.now()
    batch.job = start(UNDO, batch, by, f"撤销登记簿导入 {batch.file_name}")
    save(batch)
    record("register.undo_started", batch, by=by, reason=batch.undo_reason)
    return batch


@transaction.atomic
def undo_chunk(batch: RegisterBatch, *, by, most: int) -> tuple[int, list[int]]:
    """Take the next cases back: this chunk or nothing of it. Returns how many rows it looked at, and which stay."""
    batch = RegisterBatch.objects.locked(batch.pk)
    require_state(batch, BatchState.UNDOING)
    imported = batch.rows.filter(state=RowState.IMPORTED).select_for_update(of=("self",)).order_by("-row")
    rows = list(imported.select_related("case")[:most])
    if not rows:
        return 0, []
    cases = [row.case_id for row in rows if row.case_id is not None]
    list(Case.objects.filter(pk__in=cases).select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    series = hold_series(NumberKind.MEDIATION, {row.series_key for row in rows})
    kept = set(_built_on(cases))
    gone = [row for row in rows if row.case_id not in kept]
    record_each("case.import_undone", ((row.case, {"batch": batch.pk, "row": row.row}) for row in gone), by=by)
    _take_back([row.case_id for row in gone], [row.pk for row in gone], series.values())
    stays = [row for row in rows if row.case_id in kept]
    batch.rows.filter(pk__in=[row.pk for row in stays]).update(state=RowState.KEPT, problems=[BUILT_ON])
    return len(rows), [row.row for row in stays]


@transaction.atomic
def forget_chunk(batch: RegisterBatch, *, most: int) -> int:
    """Take out the people and organisations that were registered for rows taken back, and are nobody's else now."""
    batch = RegisterBatch.objects.locked(batch.pk)
    require_state(batch, BatchState.UNDOING)
    left = batch.rows.filter(state=RowState.UNDONE).exclude(persons=[], organisations=[])
    rows = list(left.order_by("row")[:most])
    persons = [pk for row in rows for pk in row.persons]
    DuplicateSuspicion.objects.open().filter(models.Q(earlier__in=persons) | models.Q(later__in=persons)).delete()
    alone = _unused(Person, persons, own=(PersonIdentifier,))
    PersonIdentifier.objects.filter(person__in=alone).delete()
    _raw_delete(Person, alone)
    _raw_delete(Organisation, _unused(Organisation, [pk for row in rows for pk in row.organisations]))
    batch.rows.filter(pk__in=[row.pk for row in rows]).update(persons=[], organisations=[])
    return len(rows)


@transaction.atomic
def finish_undo(batch: RegisterBatch, *, by) -> RegisterBatch:
    """The batch is undone; with rows that stay it is still one that was imported. Its files go."""
    batch = RegisterBatch.objects.locked(batch.pk)
    require_state(batch, BatchState.UNDOING)
    batch.rows.filter(case__isnull=True).update(cells=None)
    batch.counts = counts_of(batch)
    batch.state = BatchState.UNDONE
    expire_files(batch, by=by)
    save(batch)
    record("register.undone", batch, by=by, counts=batch.counts)
    return batch


def _built_on(cases: list[int]) -> Iterable[int]:
    """Which of these cases are more than an import made them: acted on, referred to, or with something of their own."""
    changed = models.Q(version__gt=1) | models.Q(event_count__gt=1) | models.Q(archive=Archive.DESTROYED)
    yield from Case.objects.filter(changed, pk__in=cases).values_list("pk", flat=True)
    for model, field in _pointing_at(Case, but=OF_IMPORT):
        yield from model._base_manager.filter(**{f"{field}__in": cases}).values_list(field, flat=True)
    for own in (Party, Volume):
        for model, field in _pointing_at(own):
            of = f"{field}__case_id"
            yield from model._base_manager.filter(**{f"{of}__in": cases}).values_list(of, flat=True)
    about = StoredFile.objects.filter(subject_type="case", subject_id__in=[str(pk) for pk in cases])
    yield from about.values_list(Cast("subject_id", models.BigIntegerField()), flat=True)


def _take_back(cases, rows, series) -> None:
    RegisterRow.objects.filter(pk__in=rows).update(
        state=RowState.UNDONE, case=None, mediators="", form="", volume_no="", remark=""
    )
    take_back_numbers(IssuedNumber.objects.filter(case__in=cases), series)
    for model in (Assignment, CaseText, CaseEvent, Volume, Party):
        _raw_delete(model, model._base_manager.filter(case__in=cases).values_list("pk", flat=True))
    _raw_delete(Case, cases)


def _unused(model, keys, own=()) -> list[int]:
    """Those of these rows that nothing points at but `own`, and that nobody has changed since."""
    alone = model._base_manager.filter(pk__in=keys, version=1)
    for other, field in _pointing_at(model, but=own):
        alone = alone.exclude(models.Exists(other._base_manager.filter(**{field: models.OuterRef("pk")})))
    return list(alone.values_list("pk", flat=True))


def _pointing_at(model, but=()):
    """(model, field) of every foreign key to `model`, whoever declares it."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, (models.ManyToOneRel, models.OneToOneRel)) and relation.related_model not in but:
            yield relation.related_model, relation.field.attname


def _raw_delete(model, keys) -> None:
    """Without Django's own search for what points at them: that was asked already, and the database asks again."""
    rows = model._base_manager.filter(pk__in=list(keys))
    rows._raw_delete(rows.db)
