"""Lists read rows, not instances: where a shape says nothing but columns, a page makes no objects of the model."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Prefetch, QuerySet
from rest_framework.serializers import ListSerializer

from governance.api.shapes import ASKED_OF_THE_ROW, Shape, teller


class NotColumns(Exception):
    """A field of a shape asks more of a row than its columns."""


@dataclass(frozen=True)
class Brought:
    """Rows that come along with each row of a page (the parties of a case), in one more query for all."""

    attribute: str  # `to_attr` of the Prefetch that says which, and in what order
    key: str  # the column by which they point at the row
    columns: tuple[str, ...]

    def of(self, queryset: QuerySet, keys: list) -> dict[Any, list]:
        (prefetch,) = (one for one in _prefetches(queryset) if one.to_attr == self.attribute)
        found = defaultdict(list)
        for row in prefetch.queryset.filter(**{f"{self.key}__in": keys}).values_list(*self.columns, self.key):
            found[row[-1]].append(row)
        return found


@dataclass(frozen=True)
class Reading:
    """How a page is fetched and told. Without `columns` its rows are instances."""

    columns: tuple[str, ...]
    tell: Callable[[Any], dict]  # row → what is sent
    place: Callable[[Any], list]  # row → the values after which a cursor goes on, the key last
    brought: tuple[Brought, ...] = ()

    def fetched(self, queryset: QuerySet) -> list:
        if not self.columns:
            return list(queryset)
        rows = list(queryset.prefetch_related(None).values_list(*self.columns))
        keys = [self.place(row)[-1] for row in rows]
        along = [each.of(queryset, keys) for each in self.brought] if rows else []
        return [(*row, *(found[key] for found in along)) for row, key in zip(rows, keys, strict=True)]


def reading_of(queryset: QuerySet, shape_class: type[Shape], only: frozenset[str] | None, order: tuple[str, ...]):
    """How rows of `queryset` are read as a shape narrowed to `only`; a cursor goes by the columns `order`."""
    brings = tuple((one.to_attr, one.prefetch_through) for one in _prefetches(queryset))
    return _worked_out(shape_class, only, queryset.model, order, brings)


def _prefetches(queryset):
    return [one for one in queryset._prefetch_related_lookups if isinstance(one, Prefetch) and one.queryset is not None]


@lru_cache(maxsize=500)
def _worked_out(shape_class, only, model, order, brings) -> Reading:
    shape = shape_class(only=only)
    plan = _Plan(model, dict(brings))
    try:
        tell = plan.object(shape, "")
    except NotColumns:
        ways = [attrgetter(column.replace("__", ".")) for column in order]
        return Reading((), shape.to_representation, lambda row: [read(row) for read in ways])
    places = [plan.column(column) for column in order]
    return Reading(tuple(plan.columns), tell, lambda row: [row[place] for place in places], tuple(plan.brought))


class _Plan:
    """The columns that a shape needs, each once, and functions from a row of them."""

    def __init__(self, model, brings):
        self.model, self.brings = model, brings
        self.columns: dict[str, int] = {}
        self.brought: list[Brought] = []

    def column(self, path: str) -> int:
        """Where the row has it. Raises NotColumns for what is none of the model or of what it points to."""
        model = self.model
        for name in path.split("__"):
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
        if isinstance(field, ListSerializer):
            return self.rows(path, field.child)
        if isinstance(field, Shape):
            key, tell = self.column(f"{path}_id"), self.object(field, f"{path}__")
            return lambda row: None if row[key] is None else tell(row)
        place, tell = self.column(path), teller(field)
        return lambda row: tell(row[place])

    def rows(self, attribute, shape):
        """What a Prefetch brings: it stands behind the columns of the row."""
        if attribute not in self.brings:
            raise NotColumns(attribute)
        relation = self.model._meta.get_field(self.brings[attribute])
        if not relation.one_to_many:
            raise NotColumns(attribute)
        inner = _Plan(relation.related_model, {})
        tell, number = inner.object(shape, ""), len(self.brought)
        self.brought.append(Brought(attribute, relation.field.attname, tuple(inner.columns)))
        return lambda row: [tell(one) for one in row[len(self.columns) + number]]
