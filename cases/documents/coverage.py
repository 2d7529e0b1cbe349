"""Which characters the fonts can show. What they cannot is printed as 〓, and the clerk is told to write it by hand."""

import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
UNKNOWN = "〓"
SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}


@cache
def _ranges() -> tuple[list[int], list[int]]:
    starts, ends = [], []
    for word in (FONTS / "covered.txt").read_text().split():
        first, _, last = word.partition("-")
        starts.append(int(first, 16))
        ends.append(int(last or first, 16))
    return starts, ends


def is_covered(character: str) -> bool:
    starts, ends = _ranges()
    place = bisect_right(starts, ord(character)) - 1
    return place >= 0 and ord(character) <= ends[place]


def printable(text: str) -> str:
    """`text` as it can be printed: no invisible characters, 〓 for those that no font has."""
    return "".join(_shown(character) for character in unicodedata.normalize("NFC", text))


def _shown(character: str) -> str:
    if character in "\n":
        return character
    if character == "\t":
        return "　"
    if unicodedata.category(character) in ("Cc", "Cf", "Cs") or ord(character) in SELECTORS:
        return ""
    return character if is_covered(character) else UNKNOWN


def unprintable(text: str) -> list[str]:
    """The characters of `text` that will appear as 〓, each once, in order."""
    shown = [(one, _shown(one)) for one in unicodedata.normalize("NFC", text)]
    return list(dict.fromkeys(one for one, as_shown in shown if as_shown == UNKNOWN and one != UNKNOWN))
