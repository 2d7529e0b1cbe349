"""Is it here already? The same people lately, with the same kind of dispute or at the same place."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone

from cases.docket.models import Case
from cases.parties.models import Party
from governance import rules
from governance.identifiers.names import sound_of

SHOWN, MOST = 5, 200


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
    days = rules.value("case.duplicate.days", area, on)
    since = timezone.make_aware(datetime.combine(on - timedelta(days=days), time.min))
    lately = Party.objects.visible_to(actor).standing().filter(_same(people), case__received_at__gte=since)
    met = dict(lately.order_by().values_list("case").annotate(models.Count("pk"))[:MOST])
    found = Case.objects.visible_to(actor).standing().filter(pk__in=met).for_list().order_by("-received_at")
    return [case for case in found if met[case.pk] > 1 or _is_alike(case, dispute_type, place)][:SHOWN]


def _same(people: People) -> models.Q:
    """By the columns that have an index; a name by its sound first."""
    sounds = {sound_of(name).pinyin for name in people.names}
    known = models.Q(person__in=people.persons) | models.Q(organisation__in=people.organisations)
    return known | models.Q(pinyin__in=sounds, name__in=people.names)


def _is_alike(case, dispute_type, place) -> bool:
    return case.dispute_type == dispute_type or (bool(place) and case.place_area_id == place)
