"""How far a reader of the feed has come in each place it may see: pure functions, no database.

A reader's places change: a posting begins or ends. So a cursor does not hold one number but one for each stretch of
codes. What is new in scope begins at 0 and is read from its beginning, what left it is told as gone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from governance.access.scope import Scope
from governance.areas import codes


@dataclass(frozen=True, order=True)
class Stretch:
    """Codes `first` to `last`, both inside, of one kind: all changes up to `position` are known to the reader."""

    kind: str
    first: int
    last: int
    position: int = 0

    @property
    def span(self) -> tuple[str, str]:
        return f"{self.first:012}", f"{self.last:012}"

    def cut(self, first: int, last: int) -> Self | None:
        first, last = max(first, self.first), min(last, self.last)
        return replace(self, first=first, last=last) if first <= last else None


Piece = TypeVar("Piece", bound=Stretch)


@dataclass(frozen=True, order=True)
class Loss(Stretch):
    """A stretch that the reader may see no longer; its rows up to the entry `told` are told as gone."""

    told: int = 0


@dataclass(frozen=True)
class Positions:
    seen: tuple[Stretch, ...]
    lost: tuple[Loss, ...] = ()

    def within(self, scopes: Mapping[str, Scope]) -> "Positions":
        """As it is with the scope of today: what is new begins at 0, what is over is to be told as gone."""
        now = [piece for kind, scope in scopes.items() for piece in _stretches(kind, scope)]
        kept = [part for mine in self.seen for piece in now if (part := _common(mine, piece))]
        new = [part for piece in now for part in _without(piece, self.seen)]
        over = [part for mine in self.seen for part in _without(mine, now)]
        again = [part for loss in self.lost for part in _without(loss, now)]
        losses = [Loss(each.kind, each.first, each.last, each.position) for each in over]
        return Positions(_joined([*kept, *new]), tuple(sorted([*again, *losses])))

    @property
    def behind(self) -> tuple[Stretch, ...]:
        """The stretches that are known least far."""
        least = min((each.position for each in self.seen), default=0)
        return tuple(each for each in self.seen if each.position == least)

    @property
    def ahead(self) -> int | None:
        """Up to where those go before others are read with them; None when all are at one number."""
        least = min((each.position for each in self.seen), default=0)
        return min((each.position for each in self.seen if each.position > least), default=None)

    def moved(self, to: int) -> "Positions":
        """When all changes of `behind` up to this number are told."""
        behind = set(self.behind)
        gone_on = (replace(each, position=max(to, each.position)) if each in behind else each for each in self.seen)
        return replace(self, seen=_joined(gone_on))

    def caught_up(self, to: int) -> "Positions":
        """When all changes up to this number are told in every place, and what was lost too."""
        return Positions(_joined(replace(each, position=max(to, each.position)) for each in self.seen))

    def told(self, up_to: int | None) -> "Positions":
        """When the first loss is told up to this entry, or, with None, to its end."""
        first, *others = self.lost
        return replace(self, lost=tuple([*([] if up_to is None else [replace(first, told=up_to)]), *others]))


def _stretches(kind: str, scope: Scope) -> list[Stretch]:
    spans = (codes.code_range(place) for place in scope.places)
    return [Stretch(kind, int(span.first), int(span.last)) for span in spans]


def _common(mine: Stretch, other: Stretch) -> Stretch | None:
    return mine.cut(other.first, other.last) if mine.kind == other.kind else None


def _without(whole: Piece, others: Iterable[Stretch]) -> list[Piece]:
    """The parts of `whole` that none of `others` covers."""
    parts, first = [], whole.first
    for other in sorted(one for one in others if one.kind == whole.kind):
        if part := whole.cut(first, other.first - 1):
            parts.append(part)
        first = max(first, other.last + 1)
    rest = whole.cut(first, whole.last)
    return [*parts, rest] if rest else parts


def _joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Neighbours at one number become one, so that a cursor stays short."""
    joined: list[Stretch] = []
    for each in sorted(stretches):
        before = joined[-1] if joined else None
        if before and (before.kind, before.last + 1, before.position) == (each.kind, each.first, each.position):
            joined[-1] = replace(before, last=each.last)
        else:
            joined.append(each)
    return tuple(joined)
