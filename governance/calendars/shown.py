"""A due date as pages show it on a day: how much time is left, how urgent that looks, and why it is this date."""

from dataclasses import dataclass
from datetime import date

from governance.calendars.limits import Derivation, Step, days_left

SOON, URGENT = 7, 3  # days left at which the colour changes (domain/mediation.md 2.6)


@dataclass(frozen=True)
class Due:
    """`tone` colours `text`: "" far, warn within 7 days, bad within 3, late when over, good when met in time."""

    due_on: date
    is_provisional: bool
    steps: tuple[Step, ...]
    text: str
    tone: str


def due_shown(derived: Derivation, today: date, *, met_on: date | None = None, is_stopped: bool = False) -> Due:
    """`met_on`: when what was due was done; `is_stopped`: the clock stands now, so nothing counts down."""
    return Due(derived.due_on, derived.is_provisional, derived.steps, *_said(derived.due_on, today, met_on, is_stopped))


def _said(due_on, today, met_on, is_stopped):
    left = days_left(due_on, met_on or today)
    if met_on:
        return ("按期完成", "good") if left >= 0 else (f"逾期 {-left} 天完成", "bad")
    if is_stopped:
        return "中止中，暂不计算", "info"
    return left_in_words(left), tone_of(left)


def left_in_words(left: int) -> str:
    """`-3` → 已逾期 3 天, `0` → 今天到期, `2` → 还有 2 天."""
    if left < 0:
        return f"已逾期 {-left} 天"
    return "今天到期" if left == 0 else f"还有 {left} 天"


def tone_of(left: int) -> str:
    """How urgent so many days left look (domain/mediation.md 2.6)."""
    if left < 0:
        return "late"
    return "bad" if left <= URGENT else "warn" if left <= SOON else ""
