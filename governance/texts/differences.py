"""Two wordings side by side in one: what stayed, what went, what came. Pure."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from governance.texts.kinds import paragraphs

KEPT, GONE, NEW = "kept", "gone", "new"


@dataclass(frozen=True)
class Piece:
    kind: str
    text: str


def differences(before: str, after: str) -> list[list[Piece]]:
    """Paragraph by paragraph, in pieces of characters."""
    old, new, found = paragraphs(before), paragraphs(after), []
    for what, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found += [[Piece(KEPT, line)] for line in old[i:j]]
            continue
        pairs = min(j - i, n - k)
        found += [_within(one, other) for one, other in zip(old[i:j], new[k:n], strict=False)]
        found += [[Piece(GONE, line)] for line in old[i + pairs : j]]
        found += [[Piece(NEW, line)] for line in new[k + pairs : n]]
    return found


def _within(before, after):
    pieces = []
    for what, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece(KEPT, before[i:j]))
            continue
        if j > i:
            pieces.append(Piece(GONE, before[i:j]))
        if n > k:
            pieces.append(Piece(NEW, after[k:n]))
    return pieces
