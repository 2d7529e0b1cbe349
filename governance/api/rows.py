"""Lists read rows, not instances: where a shape says nothing but columns, a page makes no objects of the model."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet

from governance.api.shapes import ASKED_OF_THE_ROW, Shape, teller


class NotColumns(Exception):
    """A field of a shape asks more of a row than its columns."""


@dataclass(frozen=True)
class Reading:
    """How a page is fetched and told. Without `columns` its rows are instances."""

    columns: tuple[str, ...]
    tell: Callable[[Any], dict]  # row → what is sent
    place: Callable[[Any], list]  # row → the values after which a cursor goes on

    def fetched(self, queryset: QuerySet) -> list:
        rows = queryset.prefetch_related(None).values_list(*self.columns) if self.columns else queryset
        return list(rows)


@lru_cache(maxsize=500)
def reading_of(shape_class: type[Shape], only: frozenset[str] | None, model, order: tuple[str, ...]) -> Reading:
    """Worked out once for a shape, narrowed to `only`, whose cursor goes by the columns `order`."""
    shape = shape_class(only=only)
    plan = _Plan(model)
    try:
        tell = plan.object(shape, "")
    except NotColumns:
        ways = [attrgetter(column.replace("__", ".")) for column in order]
        return Reading((), shape.to_representation, lambda row: [read(row) for read in ways])
    places = [plan.column(column) for column in order]
    return Reading(tuple(plan.columns), tell, lambda row: [row[place] for place in places])


class _Plan:
    """The columns that a shape needs, each once, and functions from a row of them."""

    def __init__(self, model):
        self.model, self.columns = model, {}

    def column(self, path: str) -> int:
        """Where the row has it. Raises NotColumns for what is none of the model or of what it points to."""
        model, names = self.model, path.split("__")
        for name in names:
            try:
                field = model._meta.pk if name == "pk" else model._meta.get_field(name)
            except (FieldDoesNotExist, AttributeError):
                raise NotColumns(path) from None
            if not field.concrete or field.many_to_many:
                raise NotColumns(path)
            model = field.related_model
        return self.columns.setdefault(path, len(self.columns))

    def object(self, shape, prefix):
        told = [(name, self.field(shape, name, field, prefix)) for name, field in shape.fields.items()]
        return lambda row: {name: tell(row) for name, tell in told}

    def field(self, shape, name, field, prefix):
        if name in shape.computed:
            compute, columns = shape.computed[name]
            places, tell = [self.column(prefix + column) for column in columns], teller(field)
            return lambda row: tell(compute(*(row[place] for place in places)))
        if field.source == ASKED_OF_THE_ROW:
            raise NotColumns(name)
        path = prefix + "__".join(field.source_attrs)
        if isinstance(field, Shape):
            key, tell = self.column(f"{path}_id"), self.object(field, f"{path}__")
            return lambda row: None if row[key] is None else tell(row)
        place, tell = self.column(path), teller(field)
        return lambda row: tell(row[place])
