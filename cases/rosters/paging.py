"""Cutting a long register into pages, each with its sums. Pure: lines in, pages out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cases.rosters.facts import Line

LINE, AROUND = 4.7, 1.8  # mm: a line of small type, and what a row has around its text
CHARACTER = 3.3  # mm: a Chinese character of small type; a Latin one is half of it


@dataclass(frozen=True)
class Sums:
    """`cases` without void numbers; `amount` in yuan, of what was settled."""

    cases: int = 0
    settled: int = 0
    amount: Decimal = Decimal(0)

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.cases + other.cases, self.settled + other.settled, self.amount + other.amount)


@dataclass(frozen=True)
class Page:
    """`sums` of this page, `so_far` of all pages up to it."""

    lines: tuple[Line, ...]
    sums: Sums
    so_far: Sums


def sums_of(lines: Iterable[Line]) -> Sums:
    standing = [line for line in lines if not line.is_void]
    settled = [line for line in standing if line.is_success]
    return Sums(len(standing), len(settled), sum((line.amount or Decimal(0) for line in settled), Decimal(0)))


def height_of(texts: Sequence[str], widths: Sequence[float]) -> float:
    """mm that a row takes: its longest cell decides."""
    counts = [_lines(text, width - 2) for text, width in zip(texts, widths, strict=True)]
    return max(counts) * LINE + AROUND


def paged(rows: Sequence[tuple[Line, float]], room: float) -> list[Page]:
    """Lines with their heights on pages of `room` mm, at least one a page; an empty register has one empty page."""
    pages: list[list[Line]] = [[]]
    left = room
    for line, height in rows:
        if pages[-1] and height > left:
            pages.append([])
            left = room
        pages[-1].append(line)
        left -= height
    made, so_far = [], Sums()
    for lines in pages:
        sums = sums_of(lines)
        so_far += sums
        made.append(Page(tuple(lines), sums, so_far))
    return made


def _lines(text, width):
    in_line = max(1.0, width / CHARACTER)
    taken = [sum(1.0 if ord(one) > 0x2E80 else 0.55 for one in part) for part in text.split("\n")]
    return sum(max(1, -int(-one // in_line)) for one in taken)
