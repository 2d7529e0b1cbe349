"""What waits for me: features declare groups, the work home shows them.

@waiting("待核对的重复人员", verb="person.register", icon="people")
def duplicates(actor, place):
    found = DuplicateHint.objects.visible_to(actor).open()
    return Waiting(found, url=reverse("people:duplicates"), line=lambda row: Line(str(row), row.get_absolute_url()))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

SHOWN = 5
COUNTED = 100  # beyond this a group says 99+


@dataclass(frozen=True)
class Line:
    """One waiting thing. `url` leads to where the act is done; `note` says why it waits; `tone` colours the note."""

    text: str
    url: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Waiting:
    """What one provider found: rows (scoped, ordered by urgency), how to say a row, where all of them are."""

    rows: QuerySet
    url: str
    line: Callable[..., Line]


@dataclass(frozen=True)
class Group:
    label: str
    icon: str
    url: str
    count: int
    lines: list[Line] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.lines)

    @property
    def count_text(self) -> str:
        return f"{COUNTED - 1}+" if self.count >= COUNTED else str(self.count)


@dataclass(frozen=True)
class Provider:
    label: str
    verb: str
    icon: str
    order: int
    find: Callable[..., Waiting]


_providers: dict[str, Provider] = {}


def waiting(label, *, verb, icon="inbox", order=100):
    """Declare a provider: a function of (actor, place) that returns a `Waiting`. `verb` empty: for everyone."""

    def declare(find):
        _providers[f"{find.__module__}.{find.__name__}"] = Provider(label, verb, icon, order, find)
        return find

    return declare


def groups_for(actor, place) -> list[Group]:
    """Everything that waits for `actor`, two queries a provider; groups with nothing in them are left out."""
    return list(_groups(actor, place))


def _groups(actor, place) -> Iterable[Group]:
    for provider in sorted(_providers.values(), key=lambda each: each.order):
        if provider.verb and not actor.scope(provider.verb):
            continue
        found = provider.find(actor, place)
        lines = [found.line(row) for row in found.rows[:SHOWN]]
        if lines:
            count = len(lines) if len(lines) < SHOWN else found.rows[:COUNTED].count()
            yield Group(provider.label, provider.icon, found.url, count, lines)
