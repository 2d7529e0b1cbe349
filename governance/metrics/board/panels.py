"""What a board shows, panel by panel. A wing declares its panels in `panels.py`, from its measures.

declare_panels(Panel("types", "纠纷类型", Kind.PARTS, ("cases.accepted",), by="type"))
"""

from dataclasses import dataclass
from enum import Enum

from governance.metrics.declaring import MEASURES, breakdowns_of


class Kind(Enum):
    FIGURES = "figures"  # each measure as a figure, with what it was before
    TREND = "trend"  # measures month by month
    PARTS = "parts"  # one measure, divided
    PLACES = "places"  # the places below, side by side


@dataclass(frozen=True)
class Panel:
    """`is_wide`: takes the whole width. `most`: so many parts, the largest; the others are added up."""

    code: str
    title: str
    kind: Kind
    measures: tuple[str, ...]
    by: str = ""
    note: str = ""
    is_wide: bool = False
    most: int = 20


PANELS: dict[str, Panel] = {}


def declare_panels(*panels: Panel) -> None:
    """Make panels known, in the order in which a board shows them. An unknown measure or breakdown stops the start."""
    for one in panels:
        for code in one.measures:
            if one.by and one.by not in {each.code for each in breakdowns_of(MEASURES[code])}:
                raise ValueError(f"{code} is not divided by {one.by}")
        PANELS[one.code] = one
