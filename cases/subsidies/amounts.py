"""Money of subsidies to the 分: a sum by shares, and what a clawback takes off a payment. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from governance.errors import Invalid

WHOLE = 100


def require_shares(percents: Sequence[int]) -> None:
    """Raise Invalid (field "shares") unless they are whole percent of 1 and more that make 100."""
    if not percents:
        raise Invalid("请填写至少一名调解员的份额。", field="shares")
    if any(not 1 <= percent <= WHOLE for percent in percents):
        raise Invalid("每人的份额为 1 至 100 的整数（%），没有份额的不填。", field="shares")
    if (total := sum(percents)) != WHOLE:
        raise Invalid(f"份额合计应为 100%，现在是 {total}%。", field="shares")


def split(amount: Decimal, percents: Sequence[int]) -> tuple[Decimal, ...]:
    """`amount` by shares of 100, each to the 分 downward; what is left goes 分 by 分 to the largest remainders."""
    cents = int(amount * 100)
    parts = [divmod(cents * percent, WHOLE) for percent in percents]
    given = [part for part, _ in parts]
    by_remainder = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))
    for place in by_remainder[: cents - sum(given)]:
        given[place] += 1
    return tuple(Decimal(part) / 100 for part in given)


def taken_off(gross: Decimal, owed: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """How much of each debt, the oldest first, a payment of `gross` settles; a payment never falls below nothing."""
    left, taken = gross, []
    for debt in owed:
        part = min(left, debt)
        taken.append(part)
        left -= part
    return tuple(taken)
