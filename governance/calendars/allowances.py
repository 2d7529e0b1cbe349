"""How long a time limit allows: 1个月, 30日, 15个工作日, 2年. Pure values, written and read as people write them."""

import re
from dataclasses import dataclass
from enum import Enum

from governance.errors import Invalid


class Unit(Enum):
    """What an allowance counts in; the value is how it is written."""

    YEARS = "年"
    MONTHS = "个月"
    DAYS = "日"
    WORKING_DAYS = "个工作日"


MOST = {Unit.YEARS: 50, Unit.MONTHS: 600, Unit.DAYS: 20_000, Unit.WORKING_DAYS: 2_000}
SPELLINGS = {
    "年": Unit.YEARS,
    "个月": Unit.MONTHS,
    "月": Unit.MONTHS,
    "日": Unit.DAYS,
    "天": Unit.DAYS,
    "个工作日": Unit.WORKING_DAYS,
    "工作日": Unit.WORKING_DAYS,
}
WRITTEN = re.compile(rf"([0-9]{{1,6}})({'|'.join(sorted(SPELLINGS, key=len, reverse=True))})")


@dataclass(frozen=True)
class Allowance:
    """`amount` of `unit`, at least 1. A day is a calendar day."""

    amount: int
    unit: Unit

    def __post_init__(self):
        if not 1 <= self.amount <= MOST[self.unit]:
            raise Invalid(f"期限应在 1{self.unit.value}至 {MOST[self.unit]}{self.unit.value}之间。", field="value")

    @classmethod
    def parse(cls, text: str) -> "Allowance":
        """Read "1个月", "30日" (or 天), "15个工作日", "2年", spaces anywhere. Raises Invalid with a sentence."""
        found = WRITTEN.fullmatch(re.sub(r"\s", "", text))
        if found is None:
            raise Invalid("期限应写成“1个月”“30日”“15个工作日”或“2年”。", field="value")
        return cls(int(found[1]), SPELLINGS[found[2]])

    def __str__(self):
        return f"{self.amount}{self.unit.value}"


def years(amount: int) -> Allowance:
    return Allowance(amount, Unit.YEARS)


def months(amount: int) -> Allowance:
    return Allowance(amount, Unit.MONTHS)


def days(amount: int) -> Allowance:
    """Calendar days."""
    return Allowance(amount, Unit.DAYS)


def working_days(amount: int) -> Allowance:
    return Allowance(amount, Unit.WORKING_DAYS)
