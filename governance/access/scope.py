"""Scope (design 3): what an actor's postings cover. Every query for a person or a client starts here."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from governance.areas import codes


@dataclass(frozen=True)
class Scope:
    """The places that an actor reaches with one verb, as the fewest codes that say so."""

    places: tuple[str, ...]

    @classmethod
    def of(cls, places: Iterable[str]) -> "Scope":
        wanted = sorted(set(places), key=lambda code: (codes.level(code), code))
        kept: list[str] = []
        for code in wanted:
            if not any(codes.is_within(code, place) for place in kept):
                kept.append(code)
        return cls(tuple(kept))

    def __bool__(self) -> bool:
        return bool(self.places)

    def covers(self, code: str) -> bool:
        return any(codes.is_within(code, place) for place in self.places)

    def condition(self, field: str) -> models.Q:
        """The rows whose `field` (a 12-digit code) lies in this scope: ranges of codes, no join."""
        reached = models.Q(pk__in=[])
        for place in self.places:
            span = codes.code_range(place)
            reached |= models.Q(**{f"{field}__gte": span.first, f"{field}__lte": span.last})
        return reached


class AreaScopedQuerySet(models.QuerySet):
    """Rows of a place. A subclass says which column holds the code and which verb it takes to see a row."""

    scope_field = "area_id"
    view_verb = "place.view"

    def visible_to(self, actor, verb: str | None = None):
        """What `actor` may see, or with `verb` may act on. Outside is as if it did not exist."""
        return self.filter(actor.scope(verb or self.view_verb).condition(self.scope_field))

    def locked(self, pk):
        """The row as it is now, held until the transaction ends. Actions decide on this, not on what was shown.

        Rows that point here may still be written meanwhile (`no_key`): the trail names postings that others lock.
        """
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)
