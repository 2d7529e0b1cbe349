"""How many people live at places (常住人口), for measures by residents."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import reduce

from governance.areas import codes
from governance.areas.changes.succession import Figure, acts_until, replay
from governance.areas.models import Area
from governance.areas.population.models import AreaPopulation

FIELD = "permanent"


def population_of(wanted: Iterable[tuple[str, date]]) -> dict[tuple[str, date], Decimal | None]:
    """Residents known of each place on a day, in three queries: what was told of the place itself, else the sum of its
    committees of that day; None where one of these is not known."""
    asked = set(wanted)
    root = reduce(codes.common_place, (place for place, _ in asked))
    span, last = codes.code_range(root), max(day for _, day in asked)
    told = AreaPopulation.objects.known(FIELD, last).filter(area_id__gte=span.first, area_id__lte=span.last)
    rows = list(told.order_by("as_of", "id").values_list("area_id", "as_of", FIELD))
    acts = acts_until(last, root)
    committees = list(Area.objects.inside(root).filter(level=codes.COMMITTEE).only("code", "valid_from", "valid_to"))
    found: dict[tuple[str, date], Decimal | None] = {}
    for day in {day for _, day in asked}:
        known = replay([row for row in rows if row[1] <= day], [act for act in acts if act.effective_on <= day])
        standing = [area.code for area in committees if area.is_valid_on(day)]
        found |= {(place, day): _of(place, known, standing) for place, asked_on in asked if asked_on == day}
    return found


def _of(place: str, known: dict[str, Figure], standing: list[str]) -> Decimal | None:
    if place in known:
        return known[place].amount
    inside = [code for code in standing if codes.is_within(code, place)]
    if not inside or any(code not in known for code in inside):
        return None
    return sum((known[code].amount for code in inside), Decimal())
