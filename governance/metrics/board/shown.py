"""Figures as people read them."""

from fractions import Fraction

from governance.metrics.declaring import Measure, Unit
from governance.metrics.values import NOTHING, Figure

WAN = 10_000
ONE_DECIMAL = {Unit.PERCENT, Unit.DAYS}


def shown(measure: Measure, figure: Figure) -> str:
    """The figure without its unit; – where there is none. Yuan from 万 on in 万."""
    if figure.value is None:
        return NOTHING
    if measure.unit is Unit.YUAN:
        in_wan = Figure(Fraction(figure.value) / WAN)
        return f"{in_wan.rounded(2):,}" if abs(figure.value) >= WAN else f"{figure.rounded(2):,}"
    if measure.unit in ONE_DECIMAL or measure.unit is Unit.PER_10000:
        return f"{figure.rounded(1):,}"
    return f"{figure.rounded(0):,}"


def unit_shown(measure: Measure, figure: Figure) -> str:
    if figure.value is None:
        return ""
    if measure.unit is Unit.YUAN and abs(figure.value) >= WAN:
        return f"万{measure.unit.value}"
    return measure.unit.value


def plain(figure: Figure) -> float | None:
    """For a chart."""
    return None if figure.value is None else float(figure.rounded(2))


def percent(share: Fraction | None) -> str:
    return NOTHING if share is None else f"{Figure(share * 100).rounded(1)}%"


def grown(measure: Measure, growth: Fraction | None) -> tuple[str, str]:
    """How a figure changed, as text and as the tone in which it is told: what gets better is good."""
    if growth is None:
        return NOTHING, ""
    if not growth:
        return "持平", ""
    up = growth > 0
    is_good = {"up": up, "down": not up}.get(measure.is_better)
    tone = "" if is_good is None else "good" if is_good else "bad"
    return f"{'↑' if up else '↓'} {percent(abs(growth))}", tone
