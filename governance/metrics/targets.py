"""Target and warning line of a measure: rules, that each place may set for itself and those below (规则参数).

lines = lines_of(["cases.success_rate"], on=today)          # one query for any number of measures
lines.judge("cases.success_rate", place, figure)            # Verdict.MET, BETWEEN, MISSED, or NONE without lines
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from governance.metrics.declaring import MEASURES, Measure, Unit
from governance.metrics.values import Figure
from governance.rules.definitions import Default, Kind, Rule, define
from governance.rules.values import InForce, histories

GROUP, OURS = "统计目标", "本系统建议值，可按当地考核要求修改"
TARGET, WARNING = "target", "warning"


class Verdict(Enum):
    NONE = ""
    MET = "达标"
    BETWEEN = "未达目标"
    MISSED = "低于警戒线"


def key_of(measure: str, line: str) -> str:
    return f"metric.{measure}.{line}"


def define_lines(measure: Measure) -> None:
    """Make the two lines of a measure rules, with the values that it declares."""
    for line, said, value in zip((TARGET, WARNING), ("目标值", "警戒线"), measure.lines, strict=True):
        most = Decimal(100) if measure.unit is Unit.PERCENT else None
        rule = Rule(
            key_of(measure.code, line),
            f"{measure.told}：{said}",
            Kind.DECIMAL,
            (Default(Decimal(value), OURS),),
            GROUP,
            unit=measure.unit.value,
            least=Decimal(0),
            most=most,
        )
        define(rule)


@dataclass(frozen=True)
class Lines:
    """The lines of some measures on a day, at any place."""

    known: dict[str, tuple[InForce, InForce]]

    def at(self, measure: str, place: str) -> tuple[Decimal, Decimal] | None:
        """Target and warning line at a place; None of a measure without."""
        found = self.known.get(measure)
        return (found[0].value(place), found[1].value(place)) if found else None

    def judge(self, measure: str, place: str, figure: Figure) -> Verdict:
        """Where a figure stands; exact fractions are compared, not what is shown."""
        lines = self.at(measure, place)
        if lines is None or figure.value is None:
            return Verdict.NONE
        value, target, warning = Fraction(figure.value), *(Fraction(line) for line in lines)
        if MEASURES[measure].is_better == "down":
            value, target, warning = -value, -target, -warning
        return Verdict.MET if value >= target else Verdict.BETWEEN if value >= warning else Verdict.MISSED


def lines_of(measures: Iterable[str], *, on: date) -> Lines:
    named = [code for code in measures if MEASURES[code].lines]
    found = histories(key_of(code, line) for code in named for line in (TARGET, WARNING)) if named else {}
    return Lines(
        {code: tuple(found[key_of(code, line)].on(on) for line in (TARGET, WARNING)) for code in named}  # type: ignore[misc]
    )
