"""Lists of which a saved filter can be watched. A feature declares its own in its `watched.py`, loaded by itself.

    watched("cases:cases", filterset=CaseFilter, rows=lambda actor: Case.objects.visible_to(actor), stirred=stirred)

`stirred(since, until)` gives the primary keys of all rows that may have come to match in that time, in cost
proportional to their number: those that somebody changed, and those whose day came.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import models
from django.http import QueryDict


@dataclass(frozen=True)
class WatchedList:
    """`private`: filters that name people, which are not shared. `filterset` takes `actor`."""

    page: str
    filterset: Callable[..., Any]
    rows: Callable[..., models.QuerySet]
    stirred: Callable[[datetime, datetime], Iterable[int]]
    private: tuple[str, ...] = ()

    def matches(self, actor, query: str) -> models.QuerySet | None:
        """The rows that `actor` sees and `query` lets through; None when the list does not understand it."""
        filters = self.filterset(QueryDict(query), queryset=self.rows(actor), actor=actor)
        return filters.qs if filters.is_valid() else None


_lists: dict[str, WatchedList] = {}


def watched(page: str, *, filterset, rows, stirred, private: tuple[str, ...] = ()) -> None:
    """Declare a list; see the head of this module."""
    _lists[page] = WatchedList(page, filterset, rows, stirred, private)


def find_list(page: str) -> WatchedList | None:
    if page not in _lists:
        current_app.loader.import_default_modules()
    return _lists.get(page)


def watched_pages() -> list[str]:
    current_app.loader.import_default_modules()
    return sorted(_lists)
