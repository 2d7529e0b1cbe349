"""Lists of which a saved filter can be watched. A feature declares its own in its `watched.py`, loaded by itself.

    watched("cases:cases", filterset=CaseFilter, rows=lambda actor: Case.objects.visible_to(actor), stirred=stirred)

`stirred(since, until)` gives the primary keys of all rows that may have come to match in that time, in cost
proportional to their number: those that somebody changed, and those whose day came (`stirring` says most in one line).
A list of which nobody needs to be told says so there: unwatched("jobs:jobs", "任务结束时已有提醒。").
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
    """`private`: filters that name people, which are not shared. `by_actor`: the filterset takes `actor`."""

    page: str
    filterset: Callable[..., Any]
    rows: Callable[..., models.QuerySet]
    stirred: Callable[[datetime, datetime], Iterable[int]]
    private: tuple[str, ...] = ()
    by_actor: bool = False

    def matches(self, actor, query: str) -> models.QuerySet | None:
        """The rows that `actor` sees and `query` lets through; None when the list does not understand it."""
        more = {"actor": actor} if self.by_actor else {}
        filters = self.filterset(QueryDict(query), queryset=self.rows(actor), **more)
        return filters.qs if filters.is_valid() else None


_lists: dict[str, WatchedList] = {}
_unwatched: dict[str, str] = {}


def watched(page: str, *, filterset, rows, stirred, private: tuple[str, ...] = (), by_actor: bool = False) -> None:
    """Declare a list; see the head of this module."""
    _lists[page] = WatchedList(page, filterset, rows, stirred, private, by_actor)


def unwatched(page: str, why: str) -> None:
    """Declare a list that can be filtered and saved, and of which nobody needs to be told: `why`, for its users."""
    _unwatched[page] = why


def why_unwatched(page: str) -> str:
    """The reason; "" for a list that can be watched, or declares nothing."""
    current_app.loader.import_default_modules()
    return _unwatched.get(page, "")


def unwatched_pages() -> list[str]:
    current_app.loader.import_default_modules()
    return sorted(_unwatched)


def find_list(page: str) -> WatchedList | None:
    if page not in _lists:
        current_app.loader.import_default_modules()
    return _lists.get(page)


def watched_pages() -> list[str]:
    current_app.loader.import_default_modules()
    return sorted(_lists)
