"""Sums of figures, where a sum means something: ratios from their numerators and denominators, medians never. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from governance.metrics.declaring import POPULATION, Flow, Measure
from governance.metrics.values import Figure

NONE = Figure(None)
Signed = tuple[int, Figure]


def is_added_over_time(measure: Measure) -> bool:
    """Whether the figures of periods one after another add up: what stands at the end of each does not."""
    return measure.flow is Flow.FLOW and not measure.is_sensitive and POPULATION not in measure.bottom


def is_known_of_whole(measure: Measure) -> bool:
    """Whether what several periods come to can be read of the days that they make up together."""
    return measure.flow is Flow.FLOW and not measure.is_sensitive


def added(measure: Measure, pieces: Sequence[Signed]) -> Figure:
    """What figures come to together, each added or taken off; no value where that means nothing."""
    if len(pieces) == 1 and pieces[0][0] == 1:
        return pieces[0][1]
    if measure.median or measure.is_sensitive or not pieces:
        return NONE
    if any(figure.value is None and figure.bottom is None for _, figure in pieces):
        return NONE  # of one of them nothing is known
    top = _sum((sign, figure.count) for sign, figure in pieces)
    if not measure.bottom:
        return Figure(top / measure.scale, count=top)
    if POPULATION in measure.bottom and any(sign < 0 for sign, _ in pieces):
        return NONE
    return Figure.ratio(top, _sum((sign, figure.bottom or Decimal(0)) for sign, figure in pieces), measure)


def _sum(signed) -> Decimal:
    return sum((sign * value for sign, value in signed), Decimal(0))
