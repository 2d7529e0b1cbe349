"""Ranges of codes: which lie in which. Pure functions, no database."""

from collections.abc import Iterable

from governance.areas import codes
from governance.areas.codes import CodeRange

SMALL_DIGITS = codes.LEVEL_DIGITS[codes.COUNTY]
MOST_SMALL = 10


def ranges_of(places) -> tuple[CodeRange, ...]:
    """The ranges of a place, a code, or several of either; none for the whole country, which tells nothing."""
    if not places:
        return ()
    several = [places] if isinstance(places, str) or hasattr(places, "pk") else list(places)
    wanted = [place if isinstance(place, str) else place.pk for place in several]
    return tuple(outermost(code for code in wanted if code != codes.ROOT))


def around(places) -> list[str]:
    """The codes whose places are near for who works in `places`: their own county, or what is larger than one."""
    counties = (place.pk[:SMALL_DIGITS].ljust(12, "0") if place.level > codes.COUNTY else place.pk for place in places)
    return list(dict.fromkeys(counties))


def outermost(places: Iterable[str]) -> list[CodeRange]:
    """The ranges of `places`, without those that lie in another."""
    kept: list[CodeRange] = []
    for code in sorted(places, key=lambda code: (codes.level(code), code)):
        if not lies_in(code, kept):
            kept.append(codes.code_range(code))
    return kept


def intersection(some: Iterable[CodeRange], others: Iterable[CodeRange]) -> tuple[CodeRange, ...]:
    """What lies in one of `some` and in one of `others`: ranges of a tree either nest or do not meet."""
    met = [CodeRange(max(one.first, other.first), min(one.last, other.last)) for one in some for other in others]
    return tuple(dict.fromkeys(span for span in met if span.first <= span.last))


def lies_in(code: str, spans: Iterable[CodeRange]) -> bool:
    return any(span.first <= code <= span.last for span in spans)


def are_small(spans: Iterable[CodeRange]) -> bool:
    """Whether these are few counties or less: some thousand places that may be looked through one by one."""
    spans = list(spans)
    return len(spans) <= MOST_SMALL and all(span.first[:SMALL_DIGITS] == span.last[:SMALL_DIGITS] for span in spans)
