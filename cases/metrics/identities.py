"""What must hold in the case table before it is released (domain/mediation.md 5.1). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

ENTRUSTED = "S3"


@dataclass(frozen=True)
class CaseTable:
    """One row of the table: a place in a period. All parts are of the same cases as `total`."""

    total: int
    by_type: Mapping[str, int]
    by_kind: Mapping[str, int]
    by_source: Mapping[str, int]
    entrusted: int
    success: int
    oral: int
    written: int
    performed: int = 0
    applied: int = 0
    confirmed: int = 0
    amount: Decimal = field(default=Decimal(0))


@dataclass(frozen=True)
class Broken:
    """An identity that does not hold. What is not `is_certain` may be so by the dates: performed this month, agreed in
    the last."""

    said: str
    is_certain: bool = True


def broken(table: CaseTable) -> list[Broken]:
    """Every identity that the row breaks, in the order of the table."""
    sums = (
        ("总数", table.total, "各纠纷类型之和", sum(table.by_type.values())),
        ("总数", table.total, "各类调委会之和", sum(table.by_kind.values())),
        ("总数", table.total, "主动、依申请和委托移送之和", sum(table.by_source.values())),
        ("委托移送", table.entrusted, "各部门委托移送之和", _entrusted(table)),
        ("调解成功", table.success, "口头与书面协议之和", table.oral + table.written),
    )
    limits = (
        ("履行", table.performed, "调解成功", table.success),
        ("确认有效", table.confirmed, "申请司法确认", table.applied),
        ("申请司法确认", table.applied, "书面协议", table.written),
    )
    return [
        *(Broken(f"{one} {left} 不等于{other} {right}") for one, left, other, right in sums if left != right),
        *(Broken(f"{one} {left} 大于{other} {right}", False) for one, left, other, right in limits if left > right),
    ]


def _entrusted(table):
    return sum(number for code, number in table.by_source.items() if code.startswith(ENTRUSTED))
