"""Lists of the API: filters, order, pages by cursor, `fields=`, `count=exact`. What is not known is refused by name.

A cursor says after which row to go on (keyset): page 10,000 costs what page 1 costs, and rows that come or go in
between shift nothing. It is signed for one actor, one list and one set of filters.
"""

from copy import deepcopy
from functools import cache, lru_cache

import orjson
from django.core import signing
from django.db.models import Q
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import BasePagination

from governance.api.rows import reading_of
from governance.api.shapes import inside_of
from governance.pages.filters import reversed_periods

DEFAULT, MOST = 50, 200
LIMIT, CURSOR, SORT, COUNT, FIELDS = "limit", "cursor", "sort", "count", "fields"
LIST_PARAMETERS = (LIMIT, CURSOR, SORT, COUNT, FIELDS)
PASSED_BY_CURSOR = {LIMIT, CURSOR, COUNT, FIELDS}  # may differ from page to page


class CursorPages(BasePagination):
    """Reads one page of a list. `view.sorts` maps names to columns that are never null; the first is the default."""

    def paginate_queryset(self, queryset, request, view=None):
        query = request.query_params
        filterset_class = getattr(view, "filterset_class", None)
        require_known(query, {*LIST_PARAMETERS, *inputs_of(filterset_class)})
        order = _Order(query.get(SORT) or next(iter(view.sorts)), view)
        reading = reading_of(queryset, view.shape, fields_asked(query, view.shape), order.columns)
        queryset = filtered(reading.of(queryset), query, filterset_class, request)
        self.count = _count(query, queryset)
        limit = limit_asked(query)
        cursor = _Cursor(request, order)
        after = order.after(queryset, cursor.place(query[CURSOR]) if CURSOR in query else None)
        rows = reading.fetched(after[: limit + 1])
        if not reading.columns:
            view.prepare(rows)
        self.next = cursor.address(reading.place(rows[limit - 1])) if len(rows) > limit else None
        return [reading.tell(row) for row in rows[:limit]]

    def body(self, items) -> dict:
        counted = {} if self.count is None else {"count": self.count}
        return {"results": items, "next": self.next, **counted}

    def get_paginated_response_schema(self, schema):
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {
                "results": {**schema, "description": "这一页的记录"},
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "下一页的完整地址；没有下一页时为 null",
                },
                "count": {"type": "integer", "description": "符合条件的总数；仅在 count=exact 时给出"},
            },
        }

    def get_schema_operation_parameters(self, view):
        names = [name for sort in view.sorts for name in (sort, f"-{sort}")]
        return [
            parameter(LIMIT, "每页条数", {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}),
            parameter(CURSOR, "上一页 next 中的游标；只对同一个调用方、同一组筛选条件有效", {"type": "string"}),
            parameter(SORT, "排序；前加 - 为倒序", {"type": "string", "enum": names, "default": names[0]}),
            parameter(COUNT, "exact：同时给出精确总数（较慢）", {"type": "string", "enum": ["exact"]}),
        ]


class _Order:
    """One column and the primary key, both up or both down."""

    def __init__(self, asked, view):
        name = asked.removeprefix("-")
        if name not in view.sorts:
            refuse(SORT, f"不能按“{asked[:40]}”排序；可用：{'、'.join(view.sorts)}。", "unknown")
        self.asked, self.column, self.is_down = asked, view.sorts[name], asked.startswith("-")
        self.columns = (self.column, "pk")

    def after(self, queryset, place):
        columns = dict.fromkeys(self.columns)
        ordered = queryset.order_by(*(f"-{column}" if self.is_down else column for column in columns))
        return ordered if place is None else ordered.filter(self._beyond(*place))

    def _beyond(self, value, pk):
        past = "lt" if self.is_down else "gt"
        if self.column == "pk":
            return Q(**{f"pk__{past}": pk})
        reached = Q(**{f"{self.column}__{past}e": value})  # said twice: the first half is a range of the index
        return reached & (Q(**{f"{self.column}__{past}": value}) | Q(**{f"pk__{past}": pk}))


class _Cursor:
    def __init__(self, request, order):
        self.request, self.order = request, order
        asked = sorted((name, texts) for name, texts in request.query_params.lists() if name not in PASSED_BY_CURSOR)
        actor = f"{request.user._meta.model_name}:{request.user.pk}"
        bound = orjson.dumps([request.path, actor, order.asked, asked]).hex()
        self.signer = signing.Signer(salt=f"api-cursor:{bound}", sep=".")

    def address(self, place):
        query = self.request.query_params.copy()
        query[CURSOR] = self.signer.sign(signing.b64_encode(orjson.dumps(place)).decode())
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")

    def place(self, text):
        try:
            return orjson.loads(signing.b64_decode(self.signer.unsign(text).encode()))
        except signing.BadSignature:
            refuse(CURSOR, "游标无效，或属于另一个列表、另一组条件或另一个调用方。请从第一页重新读取。", "bad-cursor")


@cache
def inputs_of(filterset_class) -> dict[str, str]:
    """The parameters that a FilterSet reads, and by which filter: a range has one for each end."""
    filters = deepcopy(filterset_class.base_filters) if filterset_class else {}
    suffixes = {name: getattr(found.field.widget, "suffixes", None) for name, found in filters.items()}
    return {f"{name}_{end}" if end else name: name for name, ends in suffixes.items() for end in ends or ("",)}


@lru_cache(maxsize=500)
def narrowed(filterset_class, asked: frozenset[str]):
    """The FilterSet with the filters that are asked for alone: making all of them costs more than the query."""
    narrow = type(filterset_class.__name__, (filterset_class,), {})
    narrow.base_filters = {name: found for name, found in narrow.base_filters.items() if name in asked}
    return narrow


def filtered(queryset, query, filterset_class, request):
    if filterset_class is None:
        return queryset
    inputs = inputs_of(filterset_class)
    asked = frozenset(inputs[name] for name in query if name in inputs)
    filters = narrowed(filterset_class, asked)(query, queryset=queryset, request=request)
    if not filters.is_valid():
        raise ValidationError(
            {name: [ErrorDetail(text, "bad-value") for text in texts] for name, texts in filters.errors.items()}
        )
    for end in reversed_periods(filters.form.cleaned_data):
        refuse(end, "结束日早于开始日。", "bad-value")
    return filters.qs


def require_known(query, names) -> None:
    """Refuse parameters that are not known, and one given twice."""
    unknown = {name[:100]: ErrorDetail("没有这个参数。", "unknown") for name in query if name not in names}
    twice = {name: ErrorDetail("这个参数只能给一次。", "repeated") for name, texts in query.lists() if len(texts) > 1}
    if unknown or twice:
        raise ValidationError(twice | unknown)


def fields_asked(query, shape_class) -> frozenset[str] | None:
    """The names in `fields=`, None for all. Refuses names that the shape does not have."""
    if FIELDS not in query:
        return None
    asked = dict.fromkeys(name.strip() for name in query[FIELDS].split(","))
    known = names_of(shape_class)
    for name in asked:
        outer = name.partition(".")[0]
        inside = [each for each in known if each.startswith(f"{outer}.")]
        if name not in known and inside:
            refuse(FIELDS, f"“{outer}”中没有“{name[:40]}”；可用：{'、'.join(inside)}。", "unknown")
        if name not in known:
            whole = "、".join(each for each in known if "." not in each)
            refuse(FIELDS, f"没有“{name[:40]}”这个字段；可用：{whole}。", "unknown")
    return frozenset(asked)


@cache
def names_of(shape_class) -> dict[str, None]:
    """All that `fields=` may name of a shape: its fields, and with a dot what is inside of them."""
    inside = inside_of(shape_class)
    return dict.fromkeys(path for name, more in inside.items() for path in (name, *(f"{name}.{each}" for each in more)))


def refuse(name, text, code):
    raise ValidationError({name: ErrorDetail(text, code)})


def _count(query, queryset):
    if COUNT not in query:
        return None
    if query[COUNT] != "exact":
        refuse(COUNT, "只能是 exact。", "bad-value")
    return queryset.order_by().count()


def limit_asked(query):
    text = query.get(LIMIT, str(DEFAULT))
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    if not 1 <= number <= MOST:
        refuse(LIMIT, f"请给出 1 到 {MOST} 之间的整数。", "bad-value")
    return number


def parameter(name, text, schema):
    return {"name": name, "in": "query", "required": False, "description": text, "schema": schema}
