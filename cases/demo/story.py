"""A story: events in their order, each done on its own day through the actions that pages and API use."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import time_machine
from django.utils import timezone

RECORDED_AFTER = timedelta(minutes=2)  # people write down what just happened


def at(text: str) -> datetime:
    """`at("2026-03-02 10:12")`: that moment in Shanghai."""
    return timezone.make_aware(datetime.fromisoformat(text))


@dataclass(frozen=True)
class Event:
    """`no` is its line in the scenario; `do(stage, moment)` does it."""

    no: int
    moment: datetime
    do: Callable


class Stage:
    """What a story has on it: the world (committees, people, accounts) and the case as it is by now."""

    def __init__(self, world):
        self.world = world
        self.case = None
        self.kept: dict = {}

    def __getattr__(self, name):
        return getattr(self.world, name)


def event(no: int, moment: str):
    """Mark a function as line `no` of a scenario."""

    def mark(do):
        return Event(no, at(moment), do)

    return mark


def play(stage: Stage, events: Iterable[Event], *, until: int | None = None, after: int = 0) -> Stage:
    """Do the events numbered over `after` up to `until`, each with the clock standing just after it."""
    for one in events:
        if one.no <= after or (until is not None and one.no > until):
            continue
        with time_machine.travel(one.moment + RECORDED_AFTER, tick=True):
            one.do(stage, one.moment)
    return stage
