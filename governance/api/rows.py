"""Lists read rows, not instances: where a shape says nothing but columns, a page makes no objects of the model."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Prefetch, QuerySet
from rest_framework.serializers import ListSerializer

from governance.api.shapes import ASKED_OF_THE_ROW, Shape, as_it_is, teller


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

    def of(self, queryset: QuerySet) -> QuerySet:
        """Without what would come along for instances, before each filter copies it."""
        return queryset.select_related(None) if self.columns else queryset

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


def _taker(places: tuple[int, ...]) -> Callable[[Any], tuple]:
    """A function from a row to what stands at `places`, always a tuple."""
    if len(places) == 1:
        return lambda row: (row[places[0]],)
    return itemgetter(*places)


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
        """A function from a row: what is sent as it stands in the row is taken at once, the rest made one by one."""
        places, made, asked = {}, [], []
        for name, field in shape.fields.items():
            place, tell = self.field(shape, name, field, prefix)
            places[name] = place or 0
            if place is None:
                asked.append((name, tell))
            elif tell is not as_it_is:
                made.append((name, place, tell))
        names, taken = tuple(places), _taker(tuple(places.values()))

        def tell_row(row):
            told = dict(zip(names, taken(row), strict=True))
            for name, place, tell in made:
                told[name] = tell(row[place])
            for name, tell in asked:
                told[name] = tell(row)
            return told

        return tell_row

    def field(self, shape, name, field, prefix):
        """Where the row has it, and a function from what stands there; or None, and a function from the row."""
        if name in shape.computed:
            compute, columns = shape.computed[name]
            inputs, tell = _taker(tuple([self.column(prefix + column) for column in columns])), teller(field)
            return None, lambda row: tell(compute(*inputs(row)))
        if field.source == ASKED_OF_THE_ROW:
            raise NotColumns(name)
        path = prefix + "__".join(field.source_attrs)
        if isinstance(field, ListSerializer):
            return None, self.rows(path, field.child)
        if isinstance(field, Shape):
            key, tell = self.column(f"{path}_id"), self.object(field, f"{path}__")
            return None, lambda row: None if row[key] is None else tell(row)
        return self.column(path), teller(field)

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
