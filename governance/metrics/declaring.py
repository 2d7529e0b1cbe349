"""What a wing declares: sources (facts of its rows), counters (what is kept of them), measures (what people read).

A source has one narrow fact row per subject and the SELECT that makes it from the wing's tables; a counter adds up
facts by day; a measure is one counter, a ratio of two, a mean or a median. See cases/metrics for a wing's own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Breakdown:
    """A way to divide a counter: `key` is SQL over the fact `f`, as text; null is in no part.

    `labels` names the parts, in order; a part that is not named is shown by `name_of(keys)`. What has more parts
    than cells of large places can hold `is_apart`: in cells of its own, of districts alone (grain.APART).
    """

    code: str
    label: str
    key: str
    labels: Mapping[str, str] = field(default_factory=dict)
    name_of: Callable[[list[str]], dict[str, str]] | None = None
    is_many: bool = False  # `key` is an array: a fact may be in several parts
    is_apart: bool = False
    is_common: bool = True  # of every counter of its source that names none of its own


@dataclass(frozen=True)
class Counter:
    """What is added up: `value` of each fact for which `where` holds, on the day `day`, a column of the facts.

    `value` and `where` are SQL over the fact `f`. Whole numbers: money is in fen, shares have two counters.
    """

    code: str
    label: str
    day: str
    where: str = "true"
    value: str = "1"
    breakdowns: tuple[str, ...] | None = None  # None: the common ones of its source


@dataclass(frozen=True)
class Watched:
    """A table that facts are made from. `subject` is SQL for the subject's id over `changed`, the row, and `joins`.

    With `columns`, an UPDATE that leaves them as they were touches nothing. Rows that nothing can point at before they
    are committed need no trigger for "insert".
    """

    model: str
    subject: str
    joins: str = ""
    columns: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ("insert", "update", "delete")


@dataclass(frozen=True)
class Stream:
    """What is touched together: the tables that lead to one kind of subject, and the stars that are made of it.

    `every` is SQL for the ids of all subjects above `%(after)s`, `%(most)s` of them in order.
    """

    code: str
    label: str
    watched: tuple[Watched, ...]
    every: str


@dataclass(frozen=True)
class Source:
    """One star. `facts_of`: a SELECT of the columns of `facts`, in order, of the subjects in `{chosen}`, each once.

    Its facts are those of the subjects of a stream: one each, or several of which `key` names the column that says
    whose (the visits of a case). `page` is the route of the list that shows them, a row each, with a BehindFilter, and
    `place` what it calls its place; without a page no figure leads to them.
    """

    code: str
    label: str
    stream: str
    facts: type[models.Model]
    facts_of: str
    breakdowns: tuple[Breakdown, ...]
    counters: tuple[Counter, ...]
    key: str = "subject"
    page: str = ""
    place: str = "area"

    @property
    def table(self) -> str:
        return self.facts._meta.db_table

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.facts._meta.concrete_fields]

    def counter(self, code: str) -> Counter:
        return next(one for one in self.counters if one.code == code)

    def breakdown(self, code: str) -> Breakdown:
        return next(one for one in self.breakdowns if one.code == code)

    def breakdowns_of(self, counter: Counter) -> list[Breakdown]:
        """Those that a counter can be divided by."""
        if counter.breakdowns is None:
            return [one for one in self.breakdowns if one.is_common]
        return [one for one in self.breakdowns if one.code in counter.breakdowns]


class Flow(Enum):
    FLOW = "flow"  # of the days of a period
    STOCK = "stock"  # as of the last day of a period: all that was added up until then
    NOW = "now"  # as of this moment; of a day that is past nothing is known


class Unit(Enum):
    CASES = "件"
    PEOPLE = "人"
    TIMES = "次"
    BODIES = "个"
    YUAN = "元"
    DAYS = "天"
    POINTS = "分"
    PERCENT = "%"
    PER_10000 = "件/万人"


@dataclass(frozen=True)
class Measure:
    """What people read. `top` over `bottom`, each a sum of counters ("cases.accepted"; "-cases.ended" is taken off).

    Without `bottom` it is a number. `scale` divides it (100: fen to yuan). `median` names the breakdown by value of
    `top` whose middle is read. `bottom` may be POPULATION. `area` says whose place, `day` which date decides the
    period. `is_better` up or down. `parts_scale` divides numerator and denominator where they are told.
    """

    code: str
    label: str
    formula: str
    group: str
    top: tuple[str, ...]
    bottom: tuple[str, ...] = ()
    unit: Unit = Unit.CASES
    flow: Flow = Flow.FLOW
    scale: int = 1
    parts_scale: int = 1
    median: str = ""
    variant: str = ""  # "A", "B": the same name by different denominators
    area: str = "调委会所在区域"
    day: str = ""
    basis: str = ""
    is_better: str = ""
    lines: tuple[str, ...] = ()  # target and warning line until a place sets its own (targets.py)
    is_sensitive: bool = False  # people of sensitive groups: sensitive.py says what is offered
    rows: tuple[str, ...] = ()  # the counters whose subjects the list behind it shows, where not those of `top`

    @property
    def counters(self) -> tuple[str, ...]:
        """Every counter that it reads, once."""
        named = [one.removeprefix("-") for one in (*self.top, *self.bottom) if one != POPULATION]
        return tuple(dict.fromkeys(named))

    @property
    def is_ratio(self) -> bool:
        return bool(self.bottom)

    @property
    def told(self) -> str:
        """ "A" and "B" are names of ways to count; what says itself how it counts needs no such word."""
        if not self.variant:
            return self.label
        return f"{self.label}（口径{self.variant}）" if self.variant.isascii() else f"{self.label}（{self.variant}）"


POPULATION = "population"
STREAMS: dict[str, Stream] = {}
SOURCES: dict[str, Source] = {}
MEASURES: dict[str, Measure] = {}


def declare_sources(stream: Stream, *sources: Source) -> None:
    STREAMS[stream.code] = stream
    SOURCES.update({source.code: source for source in sources})


def stars_of(stream: Stream) -> list[Source]:
    return [source for source in SOURCES.values() if source.stream == stream.code]


def declare_measures(*measures: Measure) -> None:
    """Make measures known. Each names counters that a source has: an unknown one stops the start."""
    for one in measures:
        for name in one.counters:
            source, _, counter = name.partition(".")
            SOURCES[source].counter(counter)
        MEASURES[one.code] = one


def source_of(measure: Measure) -> Source:
    """The source whose breakdowns it offers: that of its first counter."""
    return SOURCES[measure.counters[0].partition(".")[0]]


def breakdowns_of(measure: Measure) -> list[Breakdown]:
    """Those that all its counters can be divided by; a ratio against population has places alone."""
    if POPULATION in measure.bottom or measure.median:
        return []
    offered: list[Any] = []
    for name in measure.counters:
        code, _, counter = name.partition(".")
        source = SOURCES[code]
        offered.append({one.code for one in source.breakdowns_of(source.counter(counter))})
    return [one for one in source_of(measure).breakdowns if all(one.code in codes for codes in offered)]
