"""Figures as people read them."""

from fractions import Fraction

from governance.metrics.declaring import Measure, Unit
from governance.metrics.values import NOTHING, Figure, growth, rounded

WAN = 10_000
WHOLE = (Unit.CASES, Unit.PEOPLE, Unit.TIMES, Unit.BODIES, Unit.POINTS)
ONE_DECIMAL = {Unit.PERCENT, Unit.DAYS, Unit.PER_10000}


def shown(measure: Measure, figure: Figure) -> str:
    """The figure without its unit; – where there is none. Yuan from 万 on in 万."""
    if figure.value is None:
        return NOTHING
    exact = Fraction(figure.value)
    if measure.unit is Unit.YUAN:
        return f"{rounded(exact / WAN if _is_in_wan(exact) else exact, 2):,}"
    return f"{rounded(exact, 1 if measure.unit in ONE_DECIMAL else 0):,}"


def unit_shown(measure: Measure, figure: Figure) -> str:
    if figure.value is None:
        return ""
    is_in_wan = measure.unit is Unit.YUAN and _is_in_wan(Fraction(figure.value))
    return f"万{measure.unit.value}" if is_in_wan else measure.unit.value


def _is_in_wan(yuan: Fraction) -> bool:
    return abs(yuan) >= WAN


def number(measure: Measure, figure: Figure):
    """As a spreadsheet holds it: a number, or the words for one that is not told."""
    if figure.withheld:
        return figure.withheld
    if figure.value is None:
        return NOTHING
    if measure.unit in WHOLE and figure.value == int(figure.value):
        return int(figure.value)
    return figure.rounded(2)


def plain(figure: Figure) -> float | None:
    """For a chart."""
    return None if figure.value is None else float(rounded(Fraction(figure.value), 2))


def percent(share: Fraction | None) -> str:
    return NOTHING if share is None else f"{rounded(share * 100, 1)}%"


def changed(measure: Measure, now: Figure, then: Figure) -> tuple[str, str]:
    """How a figure changed, as text and as the tone in which it is told: percentages by points, others by their
    growth."""
    if measure.unit is not Unit.PERCENT:
        return grown(measure, growth(now, then))
    if now.value is None or then.value is None:
        return NOTHING, ""
    points = Fraction(now.value) - Fraction(then.value)
    return _told(measure, points, f"{rounded(abs(points), 1)} 个百分点")


def grown(measure: Measure, growth: Fraction | None) -> tuple[str, str]:
    """A growth as text and as a tone: what gets better is good."""
    if growth is None:
        return NOTHING, ""
    return _told(measure, growth, percent(abs(Fraction(growth))))


def _told(measure: Measure, change: Fraction, size: str) -> tuple[str, str]:
    if not change:
        return "持平", ""
    up = change > 0
    is_good = {"up": up, "down": not up}.get(measure.is_better)
    tone = "" if is_good is None else "good" if is_good else "bad"
    return f"{'↑' if up else '↓'} {size}", tone
