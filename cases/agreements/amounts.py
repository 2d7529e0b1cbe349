"""Arithmetic of what is to be paid: sums, and a sum in equal parts. Pure: amounts and dates in and out."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from governance.calendars.limits import add_months
from governance.errors import Invalid

MOST = Decimal("999999999999.99")  # yuan; what the column holds
MOST_INSTALMENTS = 360  # thirty years of months
FEN = Decimal("0.01")


def yuan(amount: Decimal | None, *, field: str) -> Decimal:
    """`amount` to the 分. Raises Invalid for nothing, 0, less than nothing, parts of a 分 and what no column holds."""
    if amount is None or not amount.is_finite():
        raise Invalid("请填写金额。", field=field)
    if amount <= 0:
        raise Invalid("金额应大于 0。", field=field)
    if amount > MOST:
        raise Invalid("金额过大，请核对（单位为元）。", field=field)
    if amount != amount.quantize(FEN):
        raise Invalid("金额最多写到分（两位小数）。", field=field)
    return amount.quantize(FEN)


def split_evenly(amount: Decimal, count: int) -> tuple[Decimal, ...]:
    """`amount` in `count` equal parts; what does not divide goes to the last. They always sum to `amount`."""
    if not 2 <= count <= MOST_INSTALMENTS:
        raise Invalid(f"期数应在 2 至 {MOST_INSTALMENTS} 之间。", field="split_count")
    cents, rest = divmod(int(amount * 100), count)
    if not cents:
        raise Invalid("金额太小，分不成这么多期。", field="split_count")
    parts = [Decimal(cents) / 100] * (count - 1)
    return (*parts, Decimal(cents + rest) / 100)


def dates_from(first: date, count: int, *, months: int = 0, days: int = 0) -> tuple[date, ...]:
    """`count` last days, `months` or `days` apart, counted from the first: 01-31, 02-28, 03-31."""
    return tuple(add_months(first, months * place) + timedelta(days=days * place) for place in range(count))


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))
