"""A text as pairs of neighbouring characters, and what was typed as a query over them."""

import re
import unicodedata
from operator import add

RUN = re.compile(r"[^\W_]+")
LONGEST = 100  # characters of a search that are read


def normal(text: str) -> str:
    """`text` as it is compared: half-width, lower-case."""
    return unicodedata.normalize("NFKC", text).lower()


def pairs(text: str) -> list[str]:
    """Every pair of neighbours in each run of letters, digits and characters, and the last of each run by itself."""
    found: set[str] = set()
    for run in RUN.findall(normal(text)):
        found.update(map(add, run, run[1:]))
        found.add(run[-1])
    return sorted(found)


def asked(text: str) -> list[str]:
    """The words that were typed, as they are compared: runs between spaces and marks."""
    return list(dict.fromkeys(RUN.findall(normal(text[:LONGEST]))))


def query_of(words: list[str]) -> str:
    """A tsquery that every text with all `words` matches: their pairs, or, for a single character, what begins so.

    Others may match too, for words that are `unsure`.
    """
    terms: list[str] = []
    for word in words:
        terms += [f"'{word}':*"] if len(word) == 1 else [f"'{word[i : i + 2]}'" for i in range(len(word) - 1)]
    return " & ".join(dict.fromkeys(terms))


def unsure(words: list[str]) -> list[str]:
    """Those whose pairs may come from different places of a text, so that they are looked for in it afterwards.

    A word of two characters is a pair itself, and one of a single character begins one: the query alone is right.
    """
    return [word for word in words if len(word) > 2]
