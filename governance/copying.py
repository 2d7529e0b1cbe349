"""Many new rows at once by COPY, which takes a fraction of what INSERT takes; triggers and constraints hold as ever."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

Row = TypeVar("Row", bound=models.Model)
IDS = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"


def copy_new(model: type[Row], rows: Iterable[Row]) -> list[Row]:
    """Write rows that are new, in their order, and give each its id. What the database sets by default is left to it.

    Rows may point at others that were copied before: their ids are known by then.
    """
    made = list(rows)
    if not made:
        return made
    table, key = model._meta.db_table, model._meta.pk
    fields = [field for field in model._meta.concrete_fields if not isinstance(_first(made, field), DatabaseDefault)]
    with connection.cursor() as cursor:
        if isinstance(key, models.AutoField):
            cursor.execute(IDS, [f'"{table}"', key.column, len(made)])
            for row, (pk,) in zip(made, cursor.fetchall(), strict=True):
                row.pk = pk
        for row in made:
            _point_again(row, fields)
        columns = ", ".join(f'"{field.column}"' for field in fields)
        with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            for row in made:
                copy.write_row([field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields])
    for row in made:
        row._state.adding = False
    return made


def _first(rows, field):
    return getattr(rows[0], field.attname)


def _point_again(row, fields) -> None:
    """A row that was made before the one at which it points was written takes up its id now."""
    for field in fields:
        if field.is_relation and field.is_cached(row) and getattr(row, field.attname) is None:
            setattr(row, field.attname, getattr(field.get_cached_value(row), field.target_field.attname, None))
