"""What a figure is, and how two ways are compared."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

PATIENCE = float(os.environ.get("BENCH_PATIENCE", "8"))  # seconds after which a slow figure has enough pairs
MILLION, TEN_MILLION = 1_000_000, 10_000_000
WARM_UP, LEAST, MOST = (5, 15, 200) if PATIENCE >= 8 else (3, 11, 200)


@dataclass(frozen=True)
class Figure:
    """`portal` and `floor` give the same answer. `at_most` is the ratio to hold (design.md), or None.

    `among`: the cases among which it has to hold. In a smaller world it is told and not judged: the floor is lower
    there, the portal's own work is not.
    """

    name: str
    portal: Callable[[], object]
    floor: Callable[[], object]
    at_most: float | None
    slow_at_most: float | None = None  # seconds within which 95 of 100 answers have to come
    among: int = 0
    tells: bool = False  # both say themselves how many seconds they took


@dataclass(frozen=True)
class Measured:
    figure: Figure
    cases: int  # in the world
    portal: float  # seconds, median
    floor: float
    slow: float  # seconds within which 95 of 100 answers of the portal came
    pairs: int

    @property
    def ratio(self) -> float:
        return self.portal / self.floor

    @property
    def at_most(self) -> float | None:
        """What is to be held here."""
        return self.figure.at_most if self.cases >= self.figure.among else None

    @property
    def holds(self) -> bool:
        if self.at_most is None:
            return True
        if self.figure.slow_at_most is not None and self.slow > self.figure.slow_at_most:
            return False
        return self.ratio <= self.at_most

    def told(self) -> dict:
        """As JSON: times in milliseconds."""
        return {
            "figure": self.figure.name,
            "portal_ms": round(self.portal * 1000, 2),
            "floor_ms": round(self.floor * 1000, 2),
            "p95_ms": round(self.slow * 1000, 2),
            "ratio": round(self.ratio, 2),
            "at_most": self.at_most,
            "holds": self.holds,
            "pairs": self.pairs,
        }

    def __str__(self) -> str:
        among = "" if self.at_most else f"{self.figure.among:,} 件时"
        limit = f"（{among}不高于 {self.figure.at_most:g}）" if self.figure.at_most else ""
        return (
            f"{'✓' if self.holds else '✗'} {self.figure.name}：{self.portal * 1000:.2f} 毫秒，"
            f"底线 {self.floor * 1000:.2f} 毫秒，比值 {self.ratio:.2f}{limit}，"
            f"95% 在 {self.slow * 1000:.1f} 毫秒内（{self.pairs} 次）"
        )


def measure(figure: Figure, cases: int = 0) -> Measured:
    """Medians of interleaved pairs, after a warm-up, in a world of so many cases."""
    for _ in range(WARM_UP):
        figure.portal()
        figure.floor()
    pairs: list[tuple[float, float]] = []
    until = time.monotonic() + PATIENCE
    while len(pairs) < LEAST or (len(pairs) < MOST and time.monotonic() < until):
        pairs.append((_seconds(figure.portal, figure.tells), _seconds(figure.floor, figure.tells)))
    portal, floor = [sorted(times) for times in zip(*pairs, strict=True)]
    slow = portal[int(len(pairs) * 0.95)]
    return Measured(figure, cases, statistics.median(portal), statistics.median(floor), slow, len(pairs))


def _seconds(act: Callable[[], object], tells: bool) -> float:
    begun = time.perf_counter()
    told = act()
    return float(str(told)) if tells else time.perf_counter() - begun
