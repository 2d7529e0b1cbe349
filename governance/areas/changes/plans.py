"""What goes where in an act, and whether that makes sense for its kind. Pure: no database, no clock."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from governance.areas import codes
from governance.areas.changes.models import ChangeKind
from governance.errors import Invalid

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Part:
    """`share` percent of `from_code` goes to `to_code`. Either side may be empty; `name` is what `to_code` is called
    from the effective day on, where it is new or is renamed."""

    from_code: str = ""
    to_code: str = ""
    name: str = ""
    share: Decimal | None = None
    households: int | None = None


@dataclass(frozen=True)
class Plan:
    """The parts of an act, with the questions one asks about them."""

    kind: ChangeKind
    parts: tuple[Part, ...]

    @property
    def sources(self) -> list[str]:
        return list(dict.fromkeys(part.from_code for part in self.parts if part.from_code))

    @property
    def targets(self) -> list[str]:
        return list(dict.fromkeys(part.to_code for part in self.parts if part.to_code))

    @property
    def ending(self) -> list[str]:
        """Places that the act ends: parts go from them, and none stays."""
        return [code for code in self.sources if code not in self.targets]

    @property
    def codes(self) -> list[str]:
        return list(dict.fromkeys([*self.sources, *self.targets]))

    def name_of(self, code: str) -> str:
        return next((part.name for part in self.parts if part.to_code == code and part.name), "")


def plan_of(kind: str, parts: Iterable[Part]) -> Plan:
    """A plan that makes sense for its kind. Raises Invalid with a sentence."""
    plan = Plan(ChangeKind(kind), tuple(parts))
    for code in plan.codes:
        if not codes.is_code(code):
            raise Invalid(f"“{code[:20]}”不是 12 位数字代码。", field="codes")
    SHAPES[plan.kind](plan)
    _require_distinct(plan)
    return plan


def _set_up(plan):
    if not plan.parts or plan.sources or any(not part.to_code for part in plan.parts):
        raise Invalid("设立：至少填写一个新区域。")


def _split(plan):
    if len(plan.sources) != 1 or len(plan.targets) < 2:
        raise Invalid("拆分：一个原区域，至少两个去向（原代码继续使用的也算一个）。")
    _require_whole(plan)


def _merge(plan):
    if len(plan.sources) < 2 or len(plan.targets) != 1:
        raise Invalid("合并：至少两个原区域，一个去向。")
    _require_whole(plan)


def _convert(plan):
    if len(plan.parts) != 1 or len(plan.sources) != 1 or not plan.ending or not plan.targets:
        raise Invalid("改制：一个原区域，换用一个新代码。")
    _require_whole(plan)


def _boundary(plan):
    if len(plan.sources) != 1 or plan.ending or len(plan.targets) < 2:
        raise Invalid("边界调整：原区域保留一部分，其余划入至少一个现有区域。")
    _require_whole(plan)


def _rename(plan):
    if len(plan.parts) != 1 or plan.sources != plan.targets or not plan.parts[0].name:
        raise Invalid("更名：一个区域，一个新名称。", field="target_name")


def _revoke(plan):
    if len(plan.sources) != 1 or not plan.ending:
        raise Invalid("撤销：一个原区域；去向可以不填，也可以是一个或几个现有区域。")
    if plan.targets:
        _require_whole(plan)


SHAPES = {
    ChangeKind.SET_UP: _set_up,
    ChangeKind.SPLIT: _split,
    ChangeKind.MERGE: _merge,
    ChangeKind.CONVERT: _convert,
    ChangeKind.BOUNDARY: _boundary,
    ChangeKind.RENAME: _rename,
    ChangeKind.REVOKE: _revoke,
}


def _require_whole(plan):
    """The shares of each source make exactly one hundred percent."""
    total: dict[str, Decimal] = defaultdict(Decimal)
    for part in plan.parts:
        if part.share is None or part.share <= 0 or not part.to_code:
            raise Invalid("每个去向都要填写代码和大于 0 的占比。")
        total[part.from_code] += part.share
    for code, share in total.items():
        if share != WHOLE:
            raise Invalid(f"{code} 各去向的占比合计应为 100%，现为 {share:f}%。")


def _require_distinct(plan):
    ways = [(part.from_code, part.to_code) for part in plan.parts]
    if len(ways) != len(set(ways)):
        raise Invalid("同一去向填写了两次，请合并为一行。")


def carry(amounts: Mapping[str, Decimal], moves: Mapping[str, Mapping[str, Decimal]]) -> dict[str, Decimal]:
    """`amounts` by code after one act. `moves`: of each source, which share (of 1) goes where; others stay."""
    after: dict[str, Decimal] = defaultdict(Decimal)
    for code, amount in amounts.items():
        for target, share in moves.get(code, {code: Decimal(1)}).items():
            after[target] += amount * share
    return dict(after)
