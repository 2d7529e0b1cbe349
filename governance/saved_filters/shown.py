"""Saved filters above a list: chips that lead to it, and where the present filter is kept."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from governance.saved_filters.models import SavedFilter
from governance.saved_filters.queries import OF_PAGE, conditions, kept


@dataclass(frozen=True)
class SavedChip:
    name: str
    url: str
    is_here: bool
    is_shared: bool


class SavedBar:
    """Asked for by the template: one query, and none on lists that show no filters."""

    def __init__(self, actor, page: str, query: str):
        self.actor, self.page, self.query = actor, page, kept(query)

    @cached_property
    def chips(self) -> list[SavedChip]:
        found = SavedFilter.objects.visible_to(self.actor).of_page(self.page)
        own_first = sorted(found, key=lambda one: (one.account_id != self.actor.pk, one.order, one.pk))
        return [
            SavedChip(one.name, one.get_absolute_url(), one.query == self.query, one.account_id != self.actor.pk)
            for one in own_first
        ]

    @property
    def save_url(self) -> str:
        """Empty when there is nothing to keep, or it is kept already."""
        if not conditions(self.query) or any(chip.is_here for chip in self.chips):
            return ""
        return f"{reverse('saved_filters:save')}?{urlencode({OF_PAGE: self.page})}&{self.query}"


def bar_of(request) -> SavedBar | None:
    """The bar of the list that a request asks for; None for lists about one row, and for whoever is no account."""
    match = getattr(request, "resolver_match", None)
    actor = getattr(request, "user", None)
    if match is None or match.kwargs or actor is None or not actor.is_authenticated:
        return None
    return SavedBar(actor, match.view_name, request.GET.urlencode())
