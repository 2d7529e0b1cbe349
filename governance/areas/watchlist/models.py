"""Queries of the watch-list. It has no table: a committee is on it while its figures say so."""

from django.db.models import F, OuterRef, Subquery

from governance.areas import codes
from governance.areas.models import Area
from governance.areas.population.models import AreaPopulation
from governance.rules.values import InForce


def measured_committees(on):
    """Committees that exist on `on`, with their latest `households` then, the day these are of, and their source."""
    told = AreaPopulation.objects.filter(as_of__lte=on, households__isnull=False)
    latest = told.filter(area=OuterRef("pk")).order_by("-as_of", "-id")
    return (
        Area.objects.on(on)
        .filter(level=codes.COMMITTEE, pk__in=told.values("area"))
        .annotate(
            households=Subquery(latest.values("households")[:1]),
            counted_on=Subquery(latest.values("as_of")[:1]),
            counted_by=Subquery(latest.values("source")[:1]),
        )
    )


def oversized(committees, limit: InForce):
    """Those of `committees` with more households than `limit` says at their place, the most in excess first."""
    return (
        committees.annotate(threshold=limit.expression("code"))
        .filter(households__gt=F("threshold"))
        .annotate(excess=F("households") - F("threshold"))
        .order_by("-excess", "code")
    )
