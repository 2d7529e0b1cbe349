"""What other features have on record of a person or an organisation: they declare it, pages of both show it.

@matters("调解案件", verb="case.view", icon="journal-text", order=10, more_url=_list_url)
def cases(holder, actor, limit):
    return [Hit(str(case), case.get_absolute_url(), case.get_procedure_display()) for case in …]
"""

from collections.abc import Callable
from dataclasses import dataclass

from governance.pages.search import SHOWN, Found, Hit


@dataclass(frozen=True)
class Kind:
    label: str
    verb: str
    icon: str
    order: int
    find: Callable[..., list[Hit]]
    more_url: Callable[..., str] | None


_kinds: dict[str, Kind] = {}


def matters(label, *, verb, icon, order=100, more_url=None):
    """Declare a kind: a function of (holder, actor, limit) returning `Hit`s within the actor's scope.

    `holder` is a `governance.lookup.holders.Holder`; `more_url(holder)` gives the list page that shows every hit.
    """

    def declare(find):
        _kinds[f"{find.__module__}.{find.__name__}"] = Kind(label, verb, icon, order, find, more_url)
        return find

    return declare


def has_matters(actor) -> bool:
    return any(actor.scope(kind.verb) for kind in _kinds.values())


def matters_of(holder, actor) -> list[Found]:
    """Kind by kind, also those with nothing: that there is no case is an answer."""
    reached = (kind for kind in sorted(_kinds.values(), key=lambda kind: kind.order) if actor.scope(kind.verb))
    return [_gather(kind, holder, actor) for kind in reached]


def _gather(kind, holder, actor):
    hits = kind.find(holder, actor, SHOWN + 1)
    more_url = kind.more_url(holder) if kind.more_url else ""
    return Found(kind.label, kind.icon, hits[:SHOWN], len(hits) > SHOWN, more_url)
