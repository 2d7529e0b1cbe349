"""The lines of a report's axes: places, periods and parts, and what they come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from governance.areas.models import Area
from governance.metrics.reading import WHOLE, Answer
from governance.metrics.reports.question import ReportQuestion

SUM, REST, OWN = "合计", "未归入", "本级"


@dataclass(frozen=True)
class Line:
    """One line of an axis, a sum of (sign, key): a place is itself; a total is the place above as it is read, or the
    places together; what lies in no part is the whole without its parts. Keys are measures, places, periods, parts.
    """

    label: str
    keys: tuple[tuple[int, Any], ...]
    is_total: bool = False
    is_rest: bool = False

    @classmethod
    def of(cls, label: str, key) -> "Line":
        return cls(label, ((1, key),))

    @property
    def is_itself(self) -> bool:
        return len(self.keys) == 1

    @property
    def key(self):
        return self.keys[0][1]


def measure_lines(question: ReportQuestion) -> list[Line]:
    return [Line.of(one.told, one) for one in question.measures]


def place_lines(question: ReportQuestion, below: list[Area]) -> list[Line]:
    """The places, or those below them with what is nobody's but the place's own; and what they come to, where none
    lies in another."""
    whole = tuple((1, place.code) for place in question.places)
    lines = [Line.of(place.name, place.code) for place in (below if question.is_below else question.places)]
    if not question.are_places_apart:
        return lines
    if question.is_below:
        if lines and not question.as_now:
            lines.append(Line(OWN, (*whole, *((-1, place.code) for place in below)), is_rest=True))
        name = f"（{question.places[0].name}）" if len(whole) == 1 else ""
        return [*lines, Line(f"{SUM}{name}", whole, is_total=True)]
    return [*lines, Line(SUM, whole, is_total=True)] if len(lines) > 1 else lines


def period_lines(question: ReportQuestion) -> list[Line]:
    lines = [Line.of(one.label, one) for one in question.periods]
    if len(lines) > 1 and question.are_bases_apart:
        lines.append(Line(SUM, tuple((1, one) for one in question.bases), is_total=True))
    return lines


def part_lines(question: ReportQuestion, answers: Iterable[Answer]) -> list[Line]:
    """Every part that is named or was found; what is in none; the whole. Of sensitive groups no sums."""
    breakdown = question.breakdown
    if breakdown is None:
        return [Line.of("", WHOLE)]
    labels: dict[str, str] = {}
    for answer in answers:
        labels |= {code: label for code, label in answer.labels.items() if code not in labels}
    lines = [Line.of(label, code) for code, label in labels.items()]
    if any(one.is_sensitive for one in question.measures):
        return lines
    if not breakdown.is_many:
        lines.append(Line(REST, ((1, WHOLE), *((-1, code) for code in labels)), is_rest=True))
    return [*lines, Line(SUM, ((1, WHOLE),), is_total=True)]
