"""A whole list in one answer, row by row: NDJSON and CSV for programs, in memory that does not grow with the list.

Asked for by `Accept`. A stream that broke off is taken up behind its last row with `after=`.
"""

import csv
from collections.abc import Iterator
from functools import partial

from django.core.exceptions import ValidationError as BadValue
from django.http import StreamingHttpResponse
from rest_framework.serializers import BaseSerializer

from governance.api import lists
from governance.api.rows import reading_of
from governance.api.shapes import Choice, Shape
from governance.api.wire import Renderer, encode
from governance.jobs.cells import safe_text

AFTER = "after"
CHUNK = 1000  # rows read at once


class Ndjson(Renderer):
    media_type, format = "application/x-ndjson", "ndjson"


class Csv(Renderer):
    media_type, format = "text/csv", "csv"


STREAMED = (Ndjson, Csv)


def answer(view) -> StreamingHttpResponse:
    """The rows of the list that `view` would page through, all of them, by their keys."""
    query, filterset = view.request.query_params, getattr(view, "filterset_class", None)
    lists.require_known(query, {AFTER, lists.FIELDS, *lists.inputs_of(filterset)})
    rows = lists.filtered(view.get_queryset(), query, filterset, view.request)
    only = lists.fields_asked(query, view.shape)
    told = _told(view, rows, reading_of(rows, view.shape, only, ("pk",)), _after(query, rows.model))
    if isinstance(view.request.accepted_renderer, Ndjson):
        return StreamingHttpResponse((encode(row) + b"\n" for row in told), content_type=Ndjson.media_type)
    lines = _csv_lines(columns_of(view.shape(only=only)), told)
    return StreamingHttpResponse(lines, content_type=f"{Csv.media_type}; charset=utf-8")


def _after(query, model):
    if AFTER not in query:
        return None
    try:
        return model._meta.pk.run_validators(value := model._meta.pk.to_python(query[AFTER])) or value
    except BadValue:
        lists.refuse(AFTER, "请给出上次收到的最后一条的编号。", "bad-value")


def _told(view, rows, reading, after) -> Iterator[dict]:
    while True:
        rest = rows if after is None else rows.filter(pk__gt=after)
        chunk = view.source.ask(partial(_read_chunk, view, reading, rest.order_by("pk")[:CHUNK]))
        yield from (line for line, _ in chunk)
        if len(chunk) < CHUNK:
            return
        after = chunk[-1][1]


def _read_chunk(view, reading, rows):
    """Each row as it is told, with its key."""
    found = reading.fetched(rows.all())
    if not reading.columns:
        view.prepare(found)
    return [(reading.tell(row), reading.place(row)[-1]) for row in found]


def columns_of(shape: BaseSerializer, prefix="") -> list[str]:
    """The columns of a CSV: what lies in another object is named with a dot."""
    names = []
    for name, field in shape.fields.items():
        if isinstance(field, Shape):
            names += columns_of(field, f"{prefix}{name}.")
        elif isinstance(field, Choice):
            names += [f"{prefix}{name}.{part}" for part in field.parts]
        else:
            names.append(f"{prefix}{name}")
    return names


class _Line:
    def write(self, text):
        return text


def _csv_lines(columns, rows) -> Iterator[str]:
    """RFC 4180 in UTF-8; a list stands as JSON in its cell, a text that a spreadsheet would run is made plain."""
    writer = csv.writer(_Line())
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([_cell(row, column) for column in columns])


def _cell(row, column):
    value = row
    for name in column.split("."):
        value = None if value is None else value[name]
    if isinstance(value, (list, dict)):
        return encode(value).decode()
    return safe_text(value) if isinstance(value, str) else value
