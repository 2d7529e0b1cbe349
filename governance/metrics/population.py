"""How many people live at places (常住人口), for measures by residents."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from governance.areas.changes.succession import figures_of

FIELD = "permanent"


def population_of(wanted: Iterable[tuple[str, date]]) -> dict[tuple[str, date], Decimal | None]:
    """Residents known of each place on a day, by the places of that day; None where some of it is not known."""
    found: dict[tuple[str, date], Decimal | None] = {}
    for place, day in wanted:
        totals = figures_of(place, FIELD, known_on=day)
        found[place, day] = None if totals.missing or not totals.figures else Decimal(totals.total)
    return found
