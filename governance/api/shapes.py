"""Shapes of resources: what goes out (`Shape`) and what comes in (`Order`). They hold no rule and ask no query."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter

from django.utils import timezone
from rest_framework import serializers

PLAIN = (
    serializers.CharField,
    serializers.IntegerField,
    serializers.BooleanField,
    serializers.DateField,
)  # the renderer writes these as they are
ASKED_OF_THE_ROW = "*"  # DRF's source for a field that reads the whole row


class Shape(serializers.Serializer):
    """One resource as it is sent. Reads attributes that the queryset brought; `only` narrows it (`fields=`), to whole
    fields and, with a dot, to parts of them (`area.name`).

    `computed` names the fields that are no column: a pure function and the columns it takes. A shape of columns and
    computed fields is read from rows instead of instances (governance/api/rows.py).
    """

    computed: dict[str, tuple[Callable, tuple[str, ...]]] = {}

    def __init__(self, *args, only=None, **kwargs):
        super().__init__(*args, **kwargs)
        if only is not None:
            self.narrow(only)

    def narrow(self, only: Iterable[str]) -> None:
        parts = parts_of(only)
        for name in set(self.fields) - set(parts):
            self.fields.pop(name)
        for name, inside in parts.items():
            if inside:
                field = self.fields[name]
                (field.child if isinstance(field, serializers.ListSerializer) else field).narrow(inside)

    def to_representation(self, instance):
        return {name: read(instance) for name, read in self._readers()}

    def _readers(self):
        if not hasattr(self, "_read"):
            self._read = [(name, self._reader(name, field)) for name, field in self.fields.items()]
        return self._read

    def _reader(self, name, field):
        """A function from the row to the field's value: DRF's own way, without asking each field again for each row."""
        if field.source == ASKED_OF_THE_ROW:
            return field.to_representation
        get, told = attrgetter(".".join(field.source_attrs)), teller(field)
        if name in self.computed:
            compute, columns = self.computed[name]
            inputs = [attrgetter(column.replace("__", ".")) for column in columns]
            return lambda row: told(compute(*(read(row) for read in inputs)))
        return lambda row: told(get(row))


def parts_of(names: Iterable[str]) -> dict[str, frozenset[str]]:
    """Fields by name, each with what is wanted inside of it; empty for the whole."""
    parts, whole = defaultdict(set), set()
    for name in names:
        outer, dot, inner = name.partition(".")
        parts[outer].add(inner)
        whole |= set() if dot else {outer}
    return {name: frozenset() if name in whole else frozenset(inside) for name, inside in parts.items()}


def inside_of(shape: type[serializers.Serializer]) -> dict[str, Iterable[str]]:
    """The names that `fields=` may give of a shape, each with those inside of it, empty where it is no object."""
    return {name: _names_inside(field) for name, field in shape._declared_fields.items()}


def _names_inside(field) -> Iterable[str]:
    one = field.child if isinstance(field, serializers.ListSerializer) else field
    if isinstance(one, Choice):
        return Choice.PARTS
    if not isinstance(one, Shape):
        return ()
    inner = inside_of(type(one))
    return [path for name, more in inner.items() for path in (name, *(f"{name}.{each}" for each in more))]


def teller(field) -> Callable:
    """A function from a field's value to what is sent; null stays null. `as_it_is` for what the renderer knows."""
    if isinstance(field, Choice):
        return field.known().__getitem__
    if isinstance(field, serializers.DateTimeField):
        return _local
    if isinstance(field, serializers.DecimalField):
        return _decimal(field)
    if isinstance(field, serializers.ListSerializer):
        return lambda rows: [field.child.to_representation(one) for one in rows]
    if isinstance(field, PLAIN):
        return as_it_is
    return lambda value: None if value is None else field.to_representation(value)


def as_it_is(value):
    return value


def _local(moment):
    return moment.astimezone(timezone.get_default_timezone()) if moment else None


def _decimal(field):
    """Money comes from its column with as many digits as it is sent with."""
    point = -field.decimal_places - 1

    def told(value):
        text = str(value)
        if field.coerce_to_string and text[point : point + 1] == ".":
            return text
        return None if value is None else field.to_representation(value)

    return told


class Known(dict):
    """What is sent for each code of a Choice; one that left the choices since is told as it is."""

    def __init__(self, choice: "Choice"):
        super().__init__({code: choice.to_representation(code) for code in choice.labels}, **{"": None})
        self[None], self.choice = None, choice

    def __missing__(self, code):
        return self.choice.to_representation(code)


class Choice(serializers.Field):
    """A code with its label: `{"code": "mediator", "label": "人民调解员"}`; null where there is none."""

    PARTS = ("code", "label")

    def __init__(self, choices, **kwargs):
        super().__init__(read_only=True, **kwargs)
        self.labels = {code: str(label) for code, label in choices}
        self.parts = self.PARTS

    def narrow(self, only: Iterable[str]) -> None:
        self.parts = tuple(part for part in self.PARTS if part in set(only))

    def known(self) -> Known:
        return Known(self)

    def to_representation(self, value):
        if value == "":
            return None
        whole = {"code": value, "label": self.labels.get(value, str(value))}
        return whole if len(self.parts) == len(whole) else {part: whole[part] for part in self.parts}


class PlaceShape(Shape):
    """A place where another resource mentions it."""

    code = serializers.CharField(source="pk", help_text="12 位区划代码")
    name = serializers.CharField(help_text="名称")


class Order(serializers.Serializer):
    """What a caller sends. A field that is not known is refused by its name, so that no typing error is lost."""

    def to_internal_value(self, data):
        unknown = set(data) - set(self.fields) if isinstance(data, Mapping) else set()
        if unknown:
            told = "没有这个字段。"
            raise serializers.ValidationError({name[:100]: [told] for name in sorted(unknown)}, code="unknown")
        return super().to_internal_value(data)


class Moment(serializers.DateTimeField):
    """A moment that a caller sends; one that no clock here can show (year 1) is refused, not an error."""

    default_error_messages = {"overflow": "时间超出可用范围。"}

    def enforce_timezone(self, value):
        try:
            return super().enforce_timezone(value)
        except OverflowError:
            self.fail("overflow")


def place_code(**kwargs):
    """An input field for the code of a place."""
    told = {"invalid": "请给出 12 位区划代码。"}
    return serializers.RegexField(r"^[0-9]{12}\Z", error_messages=told, **{"help_text": "12 位区划代码", **kwargs})
