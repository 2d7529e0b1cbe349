"""Rotation: bring every sealed value and every digest to the current keys, while the portal serves.

Rows are taken in small batches, each in its own short transaction. A row that somebody holds is passed over and
taken in a later round, so nobody waits for the rotation, and the rotation overwrites nobody's change. What is done
is known from the values themselves (they carry their key id): an interrupted run goes on where it stopped.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast, Concat, Substr

from governance.sealing import blind_index, seal
from governance.sealing.fields import BlindIndexField, SealedField

TEXT = models.TextField()


@dataclass
class SealedTable:
    """The sealed values and digests of one table, rotated together since a digest is made from the opened value."""

    model: type[models.Model]
    sealed: list[SealedField] = field(default_factory=list)
    indexed: list[BlindIndexField] = field(default_factory=list)

    @property
    def fields(self):
        return [*self.sealed, *self.indexed]

    def due(self):
        """Rows with at least one value not under the current key."""
        condition = models.Q(pk__in=[])
        annotations = {}
        for number, one in enumerate(self.fields):
            beginning = expected_prefix(one)
            annotations[f"_begins_{number}"] = Substr(models.F(one.attname), 1, len(beginning), output_field=TEXT)
            condition |= models.Q(**{f"{one.attname}__isnull": False}) & ~models.Q(**{f"_begins_{number}": beginning})
        return self.model._base_manager.alias(**annotations).filter(condition).order_by("pk")


@dataclass(frozen=True)
class Left:
    """How many values of a column are under one key; `is_current` says whether they may stay."""

    column: str
    key: str
    is_current: bool
    count: int


def expected_prefix(one) -> str:
    return seal.current_prefix() if isinstance(one, SealedField) else blind_index.current_prefix()


def sealed_tables() -> list[SealedTable]:
    found = []
    for model in apps.get_models():
        own = model._meta.local_concrete_fields
        table = SealedTable(
            model,
            [one for one in own if isinstance(one, SealedField)],
            [one for one in own if isinstance(one, BlindIndexField)],
        )
        if table.fields:
            found.append(table)
    return found


def rotate_batch(table: SealedTable, *, size: int, after=None, wait: bool = False) -> list:
    """Bring up to `size` rows with keys above `after` to the current keys, and return their primary keys.

    Rows held by others are passed over, unless `wait`.
    """
    with transaction.atomic():
        due = table.due().select_for_update(of=("self",), skip_locked=not wait)
        rows = list((due if after is None else due.filter(pk__gt=after))[:size])
        for row in rows:
            _renew(table, row)
        if rows:
            table.model._base_manager.bulk_update(rows, [one.attname for one in table.fields])
    return [row.pk for row in rows]


def rotate(table: SealedTable, *, size: int) -> Iterator[int]:
    """Rotate a table to the end, yielding the number of rows of each batch.

    One walk along the primary key, then another for what was held by others; a row that is still held is waited for.
    """
    while True:
        walked, last = 0, None
        while done := rotate_batch(table, size=size, after=last):
            walked, last = walked + len(done), done[-1]
            yield len(done)
        if not walked:
            waited = rotate_batch(table, size=1, wait=True)
            if not waited:
                return
            yield 1


def _renew(table, row):
    for one in table.sealed:
        value = getattr(row, one.attname)
        if value is not None and not value.token.startswith(expected_prefix(one)):
            setattr(row, one.attname, value.open())
    for one in table.indexed:
        if not getattr(row, one.attname).startswith(expected_prefix(one)):
            one.pre_save(row, add=False)


def left_per_key(table: SealedTable) -> list[Left]:
    """Count values per column and key (cipher.id of a seal, id of a digest), the current ones too."""
    return [entry for one in table.fields for entry in _left_of(table.model, one)]


def _left_of(model, one):
    stored = Cast(models.F(one.attname), TEXT)
    beginning = _part(stored, 1)
    if isinstance(one, SealedField):
        beginning = Concat(beginning, models.Value("."), _part(stored, 2), output_field=TEXT)
    counted = (
        model._base_manager.filter(**{f"{one.attname}__isnull": False})
        .annotate(_key=beginning)
        .values_list("_key")
        .annotate(count=models.Count("pk"))
        .order_by("_key")
    )
    for key, count in counted:
        yield Left(f"{model._meta.db_table}.{one.column}", key, f"{key}." == expected_prefix(one), count)


def _part(stored, number):
    return models.Func(stored, models.Value("."), models.Value(number), function="split_part", output_field=TEXT)
