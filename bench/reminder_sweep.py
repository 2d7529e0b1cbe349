"""A sweep that finds 1,000 due, among many cases against the same among 10,000."""

from bench.figure import Figure
from bench.sweeping import Sweeper


def beside(small: str) -> list[Figure]:
    """`small` is the address of the small world. What is measured is the sweep alone: both tell how long it took."""
    many, few = Sweeper(), Sweeper(DATABASE_URL=small)
    return [Figure("提醒清查，1,000 件到期", many.sweep, few.sweep, at_most=1.5, tells=True)]
