"""Rows of a model by one INSERT … SELECT."""

from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True)
class Rows:
    """`told`: expressions by column; `source`: what stands after FROM. A column that is not told gets what its model
    says."""

    model: type[models.Model]
    told: dict[str, str]
    source: str
    name: str = ""

    def insert(self, cursor) -> None:
        columns: list[str] = []
        values: list[str] = []
        defaults: list = []
        for field in self.model._meta.concrete_fields:
            if field.column in self.told:
                columns.append(str(field.column))
                values.append(self.told[field.column])
            elif not (field.primary_key or field.null or field.has_db_default()):
                columns.append(str(field.column))
                values.append("%s")
                defaults.append(field.get_db_prep_save(field.get_default(), cursor.db))
        into = f"INSERT INTO {self.model._meta.db_table} ({', '.join(columns)})"
        cursor.execute(f"{into} SELECT {', '.join(values)} FROM {self.source}", defaults)
