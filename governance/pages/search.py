"""The search box of the top bar: features declare what can be found, one page gathers it.

@searchable("区域", verb="place.view", icon="geo-alt", order=10)
def places(text, actor, place, limit):
    return [Hit(area.name, area.get_absolute_url(), path) for area in find_places(text, near=place, limit=limit)]
"""

from collections.abc import Callable
from dataclasses import dataclass

LONGEST = 100  # characters of a search that are read
SHOWN = 8


@dataclass(frozen=True)
class Hit:
    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Found:
    """The hits of one provider; `more` when there are others than those shown, `more_url` where they all are."""

    label: str
    icon: str
    hits: list[Hit]
    more: bool
    more_url: str


@dataclass(frozen=True)
class Provider:
    label: str
    verb: str
    icon: str
    order: int
    find: Callable[..., list[Hit]]
    more_url: Callable[[str], str] | None


_providers: dict[str, Provider] = {}


def searchable(label, *, verb, icon="search", order=100, more_url=None):
    """Declare a provider: a function of (text, actor, place, limit) returning `Hit`s within the actor's scope.

    `more_url(text)` gives the list page that shows every hit.
    """

    def declare(find):
        _providers[f"{find.__module__}.{find.__name__}"] = Provider(label, verb, icon, order, find, more_url)
        return find

    return declare


def search(text: str, actor, place) -> list[Found]:
    """What `actor` may find for `text`, kind by kind; kinds without a hit are left out."""
    text = " ".join(text.split())[:LONGEST]
    if not text:
        return []
    reached = (each for each in sorted(_providers.values(), key=lambda each: each.order) if actor.scope(each.verb))
    gathered = (_gather(provider, text, actor, place) for provider in reached)
    return [found for found in gathered if found.hits]


def _gather(provider, text, actor, place):
    hits = provider.find(text, actor, place, SHOWN + 1)
    more_url = provider.more_url(text) if provider.more_url else ""
    return Found(provider.label, provider.icon, hits[:SHOWN], len(hits) > SHOWN, more_url)
