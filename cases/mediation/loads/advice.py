"""Whom to assign next, by what each carries. Pure: figures in, an order with its reasons out. It decides nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

SKILL = 2  # whoever knows the kind of dispute goes before somebody with so much less to do


@dataclass(frozen=True)
class Carried:
    """What one mediator carries at one committee. `weight`: open cases, difficult ones counting for more;
    `soon`: due within three days; `away_from`, `back_on`: an absence that has begun or is near, and the first day after
    it; `is_skilled`: knows this kind of dispute, by the register."""

    account_id: int
    name: str
    open: int = 0
    weight: int = 0
    overdue: int = 0
    soon: int = 0
    away_from: date | None = None
    back_on: date | None = None
    is_skilled: bool = False

    def is_away(self, on: date) -> bool:
        return self.away_from is not None and self.away_from <= on

    @property
    def burden(self) -> int:
        """What speaks against giving more: every overdue case weighs once again."""
        return self.weight + self.overdue - (SKILL if self.is_skilled else 0)


@dataclass(frozen=True)
class Advice:
    """`sentence`: why here in the order; `is_first`: the one to be proposed."""

    carried: Carried
    sentence: str
    is_first: bool


def advise(mediators: Iterable[Carried], *, on: date) -> list[Advice]:
    """In the order in which they could take the next case: who is away last, then by burden, then by name."""
    ordered = sorted(mediators, key=lambda one: (one.is_away(on), one.burden, one.weight, one.name, one.account_id))
    return [Advice(one, reason(one, on=on), not number and not one.is_away(on)) for number, one in enumerate(ordered)]


def reason(one: Carried, *, on: date) -> str:
    carries = f"在办 {one.open} 件" if one.open == one.weight else f"在办 {one.open} 件（按难易折合 {one.weight} 件）"
    parts = [carries]
    if one.overdue:
        parts.append(f"逾期 {one.overdue} 件")
    if one.soon:
        parts.append(f"3 天内到期 {one.soon} 件")
    if one.is_skilled:
        parts.append("擅长这类纠纷")
    if one.away_from and one.back_on:
        until = f"{one.back_on:%m-%d} 返岗"
        parts.append(f"正在请假，{until}" if one.is_away(on) else f"{one.away_from:%m-%d} 起请假，{until}")
    return "，".join(parts) + "。"


def share_out(cases: Sequence[tuple[int, int]], burdens: Mapping[int, int]) -> dict[int, int]:
    """Each case, as (key, weight), to whoever carries least by then; `burdens` is what each carries before.

    The heavy ones go first, so that the shares come out even. Returns the account of each case by its key.
    """
    carried, given = dict(burdens), {}
    for key, weight in sorted(cases, key=lambda case: (-case[1], case[0])):
        account = min(carried, key=lambda one: (carried[one], one))
        given[key] = account
        carried[account] += weight
    return given
