"""The rungs that wings declare: what is told, how many days before or after a date, and to whom.

In a feature's `reminders.py`, which is loaded by itself:

    rung(
        "posting.ending", "任职即将到期", "governance.Posting",
        offsets=(-30, -7, -1), due="ends_on", rows=lambda today: Posting.objects.active(today),
        recipients=holders_above("street_supervisor"), text=lambda posting, notice: f"{posting}{notice.when}",
    )

`due` is a column of dates with an index: each offset of each rung is one range of it. A rung without offsets is for
events: an action calls `raising.notify`. Texts are made when they are read, from the row that the reader may see then:
no notice keeps any.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from celery import current_app
from django.apps import apps
from django.db import models

Recipients = Callable[[Sequence, date], Mapping[int, set[int]]]


@dataclass(frozen=True)
class Rung:
    """`rows(today)`: the subjects that still wait; a notice about another one is withdrawn. `recipients(subjects,
    today)`: the accounts of each, by primary key; of them those are told whose postings hold `verb` at the place (the
    subject's own view verb, if none is given). `holds_outside_hours`: quiet hours hold its outside messages back.
    """

    code: str
    label: str
    subject: str
    text: Callable[[Any, Any], str]
    url: Callable[[Any], str]
    offsets: tuple[int, ...] = ()
    due: str = ""
    rows: Callable[[date], models.QuerySet] | None = None
    recipients: Recipients | None = None
    related: tuple[str, ...] = ()
    place: str = "area_id"
    verb: str | None = None
    tone: str = "info"
    holds_outside_hours: bool = True

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.subject)

    @property
    def view_verb(self) -> str:
        """What it takes to be told of a subject; empty where postings do not decide."""
        if self.verb is not None:
            return self.verb
        return getattr(self.model._default_manager.all(), "view_verb", "")


RUNGS: dict[str, Rung] = {}


def rung(code: str, label: str, subject: str, *, text, url=None, **more) -> Rung:
    """Declare a rung; see the head of this module. Raises ValueError for one that could never fire."""
    made = Rung(code, label, subject, text=text, url=url or (lambda row: row.get_absolute_url()), **more)
    is_timed = bool(made.offsets)
    if is_timed != bool(made.due) or is_timed != bool(made.recipients) or (is_timed and not made.rows):
        raise ValueError(f"rung {code}: offsets, due, rows and recipients go together")
    if list(made.offsets) != sorted(set(made.offsets)):
        raise ValueError(f"rung {code}: offsets ascend, each once")
    RUNGS[code] = made
    return made


def find_rung(code: str) -> Rung | None:
    """None for a rung that is no longer declared: its notices stay readable, without a text."""
    if code not in RUNGS:
        _load()
    return RUNGS.get(code)


def all_rungs() -> list[Rung]:
    """Every rung that a feature declares, by code."""
    _load()
    return sorted(RUNGS.values(), key=lambda each: each.code)


def timed_rungs() -> list[Rung]:
    return [each for each in all_rungs() if each.offsets]


@cache
def _load() -> None:
    """Import every feature's `reminders.py`, once."""
    current_app.loader.import_default_modules()
