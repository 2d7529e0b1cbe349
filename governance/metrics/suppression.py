"""Small numbers of people in sensitive groups are not shown, nor given away by what is (domain/indicators.md 0.7).

What is offered of such a measure is a tree: each part for whole calendar years that are over, for streets and what lies
above. A place is the sum of what lies below it and of what is its own, so a number that is withheld could be worked out
from its neighbours: others are withheld with it, until every withheld number may be two different ones at least. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

SMALL = 5  # 1 to 4 are shown as "<5"; what is withheld for their sake as "*"
LESS_THAN_SMALL, WITHHELD = "<5", "*"


@dataclass(frozen=True)
class Own:
    """What a place has beside the places below it: never shown, and given away when the place and all these are."""

    of: str


Key = str | Own


def told(value: int) -> str:
    """How a withheld number is shown."""
    return LESS_THAN_SMALL if value < SMALL else WITHHELD


def withheld(values: Mapping[str, int], above: Mapping[str, str]) -> set[str]:
    """Which of `values` are not shown; `above` says in which place each lies."""
    tree = _Tree(values, above)
    hidden: set[Key] = {key for key, value in tree.values.items() if 0 < value < SMALL}
    while pinned := tree.pinned(hidden):
        hidden |= tree.companions(pinned, hidden)
    return {key for key in hidden if isinstance(key, str)}


class _Tree:
    def __init__(self, values, above):
        self.values: dict[Key, int] = dict(values)
        self.above: dict[Key, str] = {key: top for key, top in above.items() if key in values and top in values}
        self.below: dict[str, list[Key]] = {}
        for key, top in self.above.items():
            self.below.setdefault(top, []).append(key)
        for top, keys in list(self.below.items()):
            own = Own(top)
            self.values[own] = self.values[top] - sum(self.values[key] for key in keys)
            self.above[own] = top
            keys.append(own)

    def pinned(self, hidden: set[Key]) -> list[Key]:
        """The withheld numbers that what is shown leaves only one value, the deepest first."""
        low, high = self.bounds(hidden)
        return sorted((key for key in hidden if low[key] == high[key]), key=self._depth, reverse=True)

    def bounds(self, hidden: Iterable[Key]) -> tuple[dict[Key, float], dict[Key, float]]:
        """The least and the most that each number can be, by all that is shown: exact, since sums of whole ranges in a
        tree are whole ranges."""
        hidden = set(hidden)
        low: dict[Key, float] = {}
        high: dict[Key, float] = {}
        for key, value in self.values.items():
            if isinstance(key, Own):
                low[key], high[key] = 0, (inf if value else 0)  # that a place has none is no secret
            elif key in hidden:
                low[key], high[key] = (1, SMALL - 1) if value < SMALL else (SMALL, inf)
            else:
                low[key], high[key] = value, value
        changed = True
        while changed:
            changed = False
            for top, keys in self.below.items():
                changed |= self._narrow(low, high, top, sum(low[k] for k in keys), sum(high[k] for k in keys))
                for key in keys:
                    others = [other for other in keys if other != key]
                    least = low[top] - sum(high[other] for other in others)
                    changed |= self._narrow(low, high, key, least, high[top] - sum(low[other] for other in others))
        return low, high

    @staticmethod
    def _narrow(low, high, key, least, most):
        before = (low[key], high[key])
        low[key], high[key] = max(low[key], least), min(high[key], most)
        return before != (low[key], high[key])

    def companions(self, pinned: list[Key], hidden: set[Key]) -> set[Key]:
        """One more number to withhold: the smallest beside the first that is pinned, else the place above them, else
        what lies below it."""
        key = pinned[0]
        top = self.above.get(key)
        beside: list[Key] = self.below[top] if top else []
        below: list[Key] = [] if isinstance(key, Own) else self.below.get(key, [])
        for near in (beside, [top] if top else [], below):
            free = [one for one in near if one not in hidden and self.values[one] > 0 and not isinstance(one, Own)]
            if free:
                return {min(free, key=lambda one: (self.values[one], str(one)))}
        return {one for one, value in self.values.items() if value > 0}  # no way but to show nothing

    def _depth(self, key):
        return 0 if key not in self.above else 1 + self._depth(self.above[key])
