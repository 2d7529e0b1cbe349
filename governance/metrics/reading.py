"""Readings: what measures say at places in periods. What pages, tables and the API stand on.

    answers = read([Question("cases.accepted", "310114000000", parse("2026-03"), by="type")])

Any number of questions takes the same number of queries: one, two where population is asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from governance.metrics import sensitive
from governance.metrics.declaring import MEASURES, POPULATION, Breakdown, Flow, Measure, breakdowns_of
from governance.metrics.periods import BEGINNING, Period
from governance.metrics.population import population_of
from governance.metrics.recasting import recast
from governance.metrics.tallying import Ask, Piece, Tally, tally
from governance.metrics.values import Figure, middle

WHOLE = ""
ZERO = Decimal(0)


@dataclass(frozen=True)
class Question:
    """One measure at one place in one period; `by` divides it. `as_now`: recast to the places as they are today.

    `is_alone`: of the place itself, without what lies below it (a street's own committee).
    """

    measure: str
    place: str
    period: Period
    by: str = ""
    as_now: bool = False
    is_alone: bool = False

    @property
    def days(self) -> tuple[date, date]:
        """Of a stock all days until the end of the period."""
        first = self.period.first if MEASURES[self.measure].flow is Flow.FLOW else BEGINNING
        return first, self.period.last


@dataclass(frozen=True)
class Answer:
    """`parts` by code, in the order of the labels; `pending`: touched subjects that are not in it yet (normally 0)."""

    question: Question
    whole: Figure
    parts: dict[str, Figure] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    pending: int = 0

    @property
    def measure(self) -> Measure:
        return MEASURES[self.question.measure]


def read(questions: Iterable[Question], *, today: date) -> list[Answer]:
    """Answer `questions`, in their order, all of one moment. `today` is the day of the places as they are now."""
    asked = list(questions)
    for question in asked:
        if MEASURES[question.measure].is_sensitive:
            sensitive.require_offered(question, today)
    spots: dict[tuple, int] = {}
    pieces: list[Piece] = []
    asks: dict[Ask, int] = {}
    for question in (one for one in asked if not MEASURES[one.measure].is_sensitive):
        for counter in MEASURES[question.measure].counters:
            by = MEASURES[question.measure].median or question.by
            asks.setdefault(Ask(counter, _spot(question, spots, pieces, today), by), len(asks))
    found = tally(list(asks), pieces)
    people = _population(asked)
    names = _names(asked, asks, found)
    return [_answer(question, asks, spots, found, people, names, today) for question in asked]


def read_one(measure: str, place: str, period: Period, *, today: date, by: str = "") -> Answer:
    (answer,) = read([Question(measure, place, period, by)], today=today)
    return answer


def _key(question):
    return (question.place, *question.days, question.as_now, question.is_alone)


def _spot(question, spots, pieces, today):
    """The number of the place and days of a question; its pieces are made once."""
    key = _key(question)
    if key not in spots:
        spots[key] = len(spots)
        pieces += _pieces(spots[key], question, today)
    return spots[key]


def _pieces(spot: int, question: Question, today: date) -> Sequence[Piece]:
    piece = Piece(spot, question.place, *question.days, is_alone=question.is_alone)
    return [piece, *(recast(piece, today) if question.as_now else ())]


def _answer(question, asks, spots, found: Tally, people, names, today):
    measure = MEASURES[question.measure]
    if measure.is_sensitive:
        return _sensitive(question)
    spot, by = spots[_key(question)], measure.median or question.by
    slices = {counter: found.slices[asks[Ask(counter, spot, by)]] for counter in measure.counters}
    if POPULATION in measure.bottom:
        slices[POPULATION] = {WHOLE: people[question.place, question.period.last]}
    pending = sum(found.pending.values())
    if measure.median:
        days = slices[measure.counters[0]]
        values = {int(part.partition("=")[2]): number for part, number in days.items() if part}
        return Answer(question, Figure(middle(values), count=days.get(WHOLE, Decimal(0))), pending=pending)
    if measure.flow is Flow.NOW and question.period.last < today:
        slices = {counter: dict.fromkeys((WHOLE, *found), None) for counter, found in slices.items()}
    whole = _figure(measure, slices, WHOLE)
    if not question.by:
        return Answer(question, whole, pending=pending)
    codes = _codes(question, slices, names)
    parts = {code: _figure(measure, slices, f"{question.by}={code}") for code in codes}
    return Answer(question, whole, parts, codes, pending)


def _sensitive(question):
    """Its parts, where they are not withheld; their sum is not shown."""
    labels = dict(breakdown_of(question).labels)
    found = sensitive.parts(question.measure, question.by, question.place, question.period.first)
    return Answer(question, Figure(None), {code: found.get(code, Figure(Decimal(0))) for code in labels}, labels)


def _figure(measure, slices, part) -> Figure:
    top = _sum(measure.top, slices, part)
    if top is None:
        return Figure(None)  # of that day nothing is known any more
    if not measure.bottom:
        return Figure(top if measure.scale == 1 else top / measure.scale, count=top)
    return Figure.ratio(top, _sum(measure.bottom, slices, part), measure)


def _sum(names, slices, part):
    if len(names) == 1 and not names[0].startswith("-"):
        return slices[names[0]].get(part, ZERO)
    added = ZERO
    for name in names:
        value = slices[name.removeprefix("-")].get(part, ZERO)
        if value is None:
            return None
        added += -value if name.startswith("-") else value
    return added


def _codes(question, slices, names):
    """The parts to show, with their names: all that are named, zero or not, and those that were found."""
    breakdown = breakdown_of(question)
    head = f"{question.by}="
    met = sorted({part.removeprefix(head) for found in slices.values() for part in found if part.startswith(head)})
    named = dict(breakdown.labels)
    named |= {code: names.get((breakdown.code, code), code) for code in met if code not in named}
    return named


def _names(asked, asks, found):
    """Names of parts that no list knows: of people. By breakdown and code."""
    named: dict[tuple[str, str], str] = {}
    unnamed = {one.code: one for question in asked if (one := breakdown_of(question)) and one.name_of}
    for by, breakdown in unnamed.items():
        parts = {part for ask, no in asks.items() if ask.by == by for part in found.slices[no] if part}
        keys = sorted(part.partition("=")[2] for part in parts)
        named |= {(by, code): name for code, name in breakdown.name_of(keys).items()}
    return named


def breakdown_of(question: Question) -> Breakdown | None:
    offered = breakdowns_of(MEASURES[question.measure]) if question.by else []
    return next((one for one in offered if one.code == question.by), None)


def _population(asked):
    wanted = {(one.place, one.period.last) for one in asked if POPULATION in MEASURES[one.measure].bottom}
    return population_of(wanted) if wanted else {}
