"""Is it here already? The same people lately, with the same kind of dispute or at the same place."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models

from cases.docket.models import Case
from cases.parties.models import Party
from governance import rules

SHOWN = 5


@dataclass(frozen=True)
class People:
    """Whom a filing names so far: ids of those known, and names of those typed."""

    persons: tuple[int, ...] = ()
    organisations: tuple[int, ...] = ()
    names: tuple[str, ...] = field(default=())

    def __bool__(self):
        return bool(self.persons or self.organisations or self.names)


def similar_cases(actor, people: People, *, dispute_type: str, place: str, area: str, on: date) -> list[Case]:
    """Cases that `actor` sees, received within the rule's days: two of these people, or one and the same type or place.

    The newest first; domain/mediation.md 6.8.
    """
    if not people:
        return []
    since = on - timedelta(days=rules.value("case.duplicate.days", area, on))
    same = models.Q(person__in=people.persons) | models.Q(organisation__in=people.organisations)
    same |= models.Q(name__in=people.names)
    parties = Party.objects.standing().filter(same, case=models.OuterRef("pk")).order_by().values("case")
    met = parties.annotate(met=models.Count("pk")).values("met")
    found = Case.objects.visible_to(actor).standing().filter(received_at__date__gte=since)
    found = found.annotate(met=models.Subquery(met, output_field=models.IntegerField()))
    alike = models.Q(dispute_type=dispute_type) if dispute_type else models.Q(pk__in=[])
    if place:
        alike |= models.Q(place_area=place)
    return list(
        found.filter(models.Q(met__gte=2) | models.Q(met=1) & alike).for_list().order_by("-received_at")[:SHOWN]
    )
