"""How far an obligation is performed, worked out from what was recorded of it. Pure: no query, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Done:
    """Something that was done on a day: so much money, or (without an amount) an act, whole or in part."""

    on: date
    amount: Decimal | None = None
    is_whole: bool = False


@dataclass(frozen=True)
class Progress:
    """`begun_on`: the day of the first part, `performed_on`: of the last, None while something is missing."""

    begun_on: date | None
    performed_on: date | None


def paid(done: Iterable[Done]) -> Decimal:
    return sum((one.amount for one in done if one.amount is not None), ZERO)


def progress_of(amount: Decimal | None, done: Iterable[Done]) -> Progress:
    """Of a whole obligation: `amount` is what is to be paid, None for an act."""
    in_order = sorted(done, key=lambda one: one.on)
    if not in_order:
        return Progress(None, None)
    if amount is None:
        return Progress(in_order[0].on, next((one.on for one in in_order if one.is_whole), None))
    return _reached(in_order, ZERO, amount)


def progress_of_parts(amounts: Sequence[Decimal], done: Iterable[Done]) -> list[Progress]:
    """Of each instalment: what was paid counts for the earliest that is still open."""
    in_order = sorted(done, key=lambda one: one.on)
    found, before = [], ZERO
    for amount in amounts:
        found.append(_reached(in_order, before, before + amount))
        before += amount
    return found


def _reached(in_order, start, end):
    """When the sum first passed `start`, and when it came to `end`."""
    begun_on, sum_so_far = None, ZERO
    for one in in_order:
        sum_so_far += one.amount or ZERO
        if sum_so_far > start and begun_on is None:
            begun_on = one.on
        if sum_so_far >= end:
            return Progress(begun_on, one.on)
    return Progress(begun_on, None)
