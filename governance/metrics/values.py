"""Figures: a number, or a numerator over a denominator; what is compared with what. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from governance.metrics.declaring import Measure, Unit

NOTHING = "–"
TIMES = {Unit.PERCENT: 100, Unit.PER_10000: 10_000}


@dataclass(frozen=True)
class Figure:
    """`value` as it is shown (percent, yuan, days), None where a denominator is 0 or there is nothing to take the
    middle of. `count` is what a list behind it shows: cases, or the numerator. A ratio keeps `top` and `bottom`.
    `withheld`: "<5" or "*" in place of a number that is not shown.
    """

    value: Decimal | Fraction | None
    count: Decimal = Decimal(0)
    top: Decimal | None = None
    bottom: Decimal | None = None
    withheld: str = ""

    @classmethod
    def ratio(cls, top: Decimal, bottom: Decimal | None, measure: Measure) -> "Figure":
        if not bottom:
            return cls(None, top, top, bottom)
        return cls(Fraction(top) * TIMES.get(measure.unit, 1) / measure.scale / Fraction(bottom), top, top, bottom)

    def rounded(self, places: int) -> Decimal | None:
        """For show: half up, from the exact fraction."""
        return None if self.value is None else rounded(Fraction(self.value), places)


def rounded(exact: Fraction, places: int) -> Decimal:
    """Half up."""
    scaled = exact * 10**places
    whole = (abs(scaled.numerator) * 2 + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-places)


def growth(now: Figure, before: Figure) -> Fraction | None:
    """(this − that) ÷ that, of 1; None ("–") when that is 0 or unknown."""
    if now.value is None or not before.value:
        return None
    return (Fraction(now.value) - Fraction(before.value)) / Fraction(before.value)


def share(part: Figure, whole: Figure) -> Fraction | None:
    """Of 1; None of nothing, and of ratios, which do not add up."""
    if part.bottom is not None or part.value is None or not whole.value:
        return None
    return Fraction(part.value) / Fraction(whole.value)


def ranks(figures: Mapping[str, Figure], *, is_better: str = "up") -> dict[str, int]:
    """The place of each among all: the best is 1, equals share a place, what has no value has none."""
    values = {key: Fraction(one.value) for key, one in figures.items() if one.value is not None}
    best_first = sorted(values.values(), reverse=is_better != "down")
    return {key: best_first.index(value) + 1 for key, value in values.items()}


def middle(counts: Mapping[int, Decimal]) -> Decimal | None:
    """The exact median of values that occur so many times; between two of them their mean."""
    total = sum(counts.values())
    if total <= 0:
        return None
    return (_at((total + 1) // 2, counts) + _at(total // 2 + 1, counts)) / Decimal(2)


def _at(position, counts):
    passed = Decimal(0)
    for value in sorted(counts):
        passed += counts[value]
        if passed >= position:
            return value
    raise ValueError(position)
