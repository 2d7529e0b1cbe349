"""Exports: any list as a spreadsheet, made by a job in the scope that its starter holds when it runs.

A feature declares in its `exports.py`:

    @export("people.persons", "人员名单", page="persons:persons", verb="person.view", columns=COLUMNS)
    def persons(actor, query):
        return PersonFilter(query, Person.objects.visible_to(actor).for_list()).qs

and its list page, `page` by URL name, includes `components/export_menu.html` with that name and the query of the page.
A list of one's own (jobs, notices) takes no verb: OWN.
"""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from operator import attrgetter
from pathlib import Path

from celery import current_app
from django.core.files.base import File
from django.db import models
from django.http import QueryDict

from governance.access.scope import Scope
from governance.areas import codes
from governance.areas.models import Area
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted
from governance.files.actions import store_file
from governance.jobs.actions import start_job
from governance.jobs.models import Job
from governance.jobs.registry import job
from governance.jobs.spreadsheets import WRITERS
from governance.replica.source import source_for

FORMATS = {"xlsx": "Excel 工作簿", "csv": "CSV 文本"}
OWN = ""  # the verb of lists that show everybody their own rows alone
SHOWN_AT_ONCE = 500  # rows that `shown` makes ready in one go
EXPORTS: dict[str, "Export"] = {}


@dataclass(frozen=True)
class Column:
    """`value`: an attribute path, or a function of the row. It gives what a list page shows: masks, not identifiers."""

    label: str
    value: str | Callable

    def of(self, row):
        return (attrgetter(self.value) if isinstance(self.value, str) else self.value)(row)


@dataclass(frozen=True)
class Export:
    """`rows(actor, query)` is a scoped queryset, ordered; `verb` is what it takes to see the list, `page` its URL name.

    `shown(rows, actor)` makes rows ready that a reader sees in words of their own.
    """

    name: str
    label: str
    verb: str
    columns: tuple[Column, ...]
    rows: Callable[..., models.QuerySet]
    page: str
    shown: Callable | None = None


def export(name: str, label: str, *, verb: str, columns: tuple[Column, ...], page: str = "", shown=None):
    """Declare an export; see the head of this module."""

    def declare(rows):
        EXPORTS[name] = Export(name, label, verb, columns, rows, page, shown)
        return rows

    return declare


def find_export(name: str) -> Export | None:
    if name not in EXPORTS:
        current_app.loader.import_default_modules()
    return EXPORTS.get(name)


def all_exports() -> list[Export]:
    """Every export that a feature declares."""
    current_app.loader.import_default_modules()
    return list(EXPORTS.values())


def start_export(found: Export, *, by, query: str, format: str) -> Job:
    """Queue the export of the rows that `query` (the list page's own query string) filters.

    Raises NotPermitted when `by` holds the list's verb nowhere, Invalid for an unknown format.
    """
    if format not in FORMATS:
        raise Invalid("不支持这种导出格式。", field="format")
    scope = require_scope(found, by)
    payload = {"export": found.name, "query": _without_paging(query), "format": format}
    title = f"导出{found.label}（{FORMATS[format]}）"
    return start_job("list.export", by=by, area=common_place(scope.places), title=title, payload=payload)


def require_scope(found: Export, actor):
    scope = actor.scope(found.verb) if found.verb else Scope.of(posting.area_id for posting in actor.postings_today)
    if not scope:
        raise NotPermitted(f"您目前没有查看{found.label}的任职，不能导出。")
    return scope


def _without_paging(query: str) -> str:
    kept = QueryDict(query, mutable=True)
    for name in ("page", "size", "cursor", "before", "sort"):
        kept.pop(name, None)
    return kept.urlencode()


def common_place(places: tuple[str, ...]) -> str:
    """The narrowest place that holds all of `places`."""
    shared = set.intersection(*({*codes.ancestors(place), place} for place in places))
    return Area.objects.filter(code__in=shared).order_by("-level").values_list("code", flat=True)[0]


@job("list.export")
def export_list(running_job, progress):
    """The rows that the starter may see now: postings may have changed since the list was on the screen."""
    asked = running_job.payload
    found = find_export(asked["export"])
    actor = running_job.starter
    scope = require_scope(found, actor)
    places = scope.places if found.verb else ()
    rows = found.rows(actor, QueryDict(asked["query"]))
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder, f"{found.label}-{running_job.pk}.{asked['format']}")
        write = partial(_write, found, rows, actor, progress, path, asked["format"])
        source_for(actor).ask(write)
        with open(path, "rb") as content:
            upload = File(content, name=path.name)
            upload.size = os.path.getsize(path)
            file = store_file(
                upload, by=actor, area=running_job.area_id, purpose="export", verb=found.verb, places=places
            )
    details = {"export": found.name, "query": asked["query"], "rows": progress.done, "digest": file.digest}
    record("list.exported", running_job, by=actor, file=file.pk, **details)
    return {"file": file.pk, "figures": [["导出行数", progress.done]]}


def _write(found, rows, actor, progress, path, format):
    progress.done = 0
    progress.expect(rows.count())
    WRITERS[format](path, [column.label for column in found.columns], _cells(found, rows, actor, progress))


def _cells(found, rows, actor, progress):
    read = rows.iterator(chunk_size=2000)
    while ready := list(islice(read, SHOWN_AT_ONCE)):
        for row in found.shown(ready, actor) if found.shown else ready:
            yield [column.of(row) for column in found.columns]
            progress.advance()
