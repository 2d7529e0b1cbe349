"""What a place's page shows of other features: each declares a section with a verb and a template.

@section("population", "人口", template="governance/areas/_population.html", order=20)
def population(area, actor, day):
    return {"series": AreaPopulation.objects.visible_to(actor).of(area.code)}

The place itself is public reference data; a section is shown to who holds its verb there, and to nobody else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from governance.access.roles import ALL_LEVELS
from governance.areas.models import Area


@dataclass(frozen=True)
class Section:
    """`context(area, actor, day)` gives the template's values, in a fixed number of queries."""

    name: str
    label: str
    verb: str
    template: str
    order: int
    levels: tuple[int, ...]
    context: Callable[[Area, object, date], dict]


@dataclass(frozen=True)
class ShownSection:
    """A section with its values, as the page includes it: `values.…` in the template."""

    name: str
    label: str
    template: str
    values: dict


_sections: dict[str, Section] = {}


def section(name: str, label: str, *, template: str, verb: str = "place.view", order: int = 100, levels=ALL_LEVELS):
    """Declare a section of the place page, for places of the given levels. `name` is its anchor (#name)."""

    def declare(context):
        _sections[name] = Section(name, label, verb, template, order, tuple(levels), context)
        return context

    return declare


def sections_of(area: Area, actor, day: date) -> list[ShownSection]:
    """What `actor` may see of what lies in `area` on `day`."""
    declared = sorted(_sections.values(), key=lambda each: each.order)
    reached = [each for each in declared if area.level in each.levels and actor.holds(each.verb, area.pk)]
    return [ShownSection(each.name, each.label, each.template, each.context(area, actor, day)) for each in reached]
