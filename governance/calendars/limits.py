"""Time limits: the day on which one ends, and step by step why. Pure: dates in, a date with its derivation out.

The start day is not counted and a period of months ends on the corresponding day or the month's end
(民法典 第二百零一条、第二百零二条); a rest day at the end moves it to the next working day (第二百零三条).
"""

import calendar as months_of
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any

from governance.calendars.allowances import Allowance, Unit
from governance.calendars.working_days import ONE_DAY, WorkCalendar, roll
from governance.errors import Invalid

FIRST_YEAR, LAST_YEAR = 1949, 2200  # of the day from which a period runs


class StepKind(Enum):
    """What a step of a derivation tells; the value is what is stored."""

    START = "start"
    COUNT = "count"
    EXTENSION = "extension"
    STOP = "stop"
    ROLL = "roll"
    PROVISIONAL = "provisional"
    GIVEN = "given"


# steps that arrive at the last day before it rolls
LAST_DAYS = (StepKind.COUNT, StepKind.EXTENSION, StepKind.STOP, StepKind.GIVEN)


@dataclass(frozen=True)
class Step:
    """One step: `on` is the date that it arrives at, `text` the sentence for the reader."""

    kind: StepKind
    on: date
    text: str


@dataclass(frozen=True)
class Stop:
    """A time during which the clock stood (中止): from `stopped_on` to the day before `resumed_on`.

    Suspended and resumed on one day is no stop at all.
    """

    stopped_on: date
    resumed_on: date

    @property
    def length(self) -> int:
        return (self.resumed_on - self.stopped_on).days


@dataclass(frozen=True)
class Asked:
    """What was asked: enough to work the date out again on another calendar. Without `allowance` it was an extension:
    agreed on `start` to `agreed_on`, in place of `replaces`; replacing nothing, a day that somebody else set."""

    start: date
    allowance: Allowance | None
    rolls: bool
    since: str = ""
    stops: tuple[Stop, ...] = ()
    agreed_on: date | None = None
    replaces: date | None = None

    def answer(self, calendar: WorkCalendar) -> "Derivation":
        if self.allowance is not None:
            return due_date(self.start, self.allowance, calendar, self.stops, self.rolls, since=self.since)
        if self.agreed_on is None:
            raise ValueError("neither an allowance nor an agreed date was asked for")
        if self.replaces is None:
            return given(self.agreed_on, start=self.start, text=self.since, calendar=calendar)
        return extended(self.agreed_on, calendar, replaces=self.replaces, since=self.start, stops=self.stops)

    def stored(self) -> dict[str, Any]:
        return {
            "start": self.start.isoformat(),
            "allowance": str(self.allowance or ""),
            "rolls": self.rolls,
            "since": self.since,
            "stops": [[stop.stopped_on.isoformat(), stop.resumed_on.isoformat()] for stop in self.stops],
            "agreed_on": self.agreed_on and self.agreed_on.isoformat(),
            "replaces": self.replaces and self.replaces.isoformat(),
        }

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Asked":
        return cls(
            date.fromisoformat(kept["start"]),
            Allowance.parse(kept["allowance"]) if kept["allowance"] else None,
            kept["rolls"],
            kept["since"],
            tuple(Stop(*map(date.fromisoformat, stop)) for stop in kept["stops"]),
            *(kept[name] and date.fromisoformat(kept[name]) for name in ("agreed_on", "replaces")),
        )


@dataclass(frozen=True)
class Derivation:
    """A due date with all that led to it, worked out from the calendars as they stood at `calendar_edition`."""

    due_on: date
    is_provisional: bool
    steps: tuple[Step, ...]
    calendar_edition: int
    asked: Asked

    @property
    def unrolled_on(self) -> date:
        """The last day of the period before a rest day moved it."""
        return next(step.on for step in reversed(self.steps) if step.kind in LAST_DAYS)

    def stored(self) -> dict[str, Any]:
        """As JSON, to be kept beside the due date."""
        return {
            "due_on": self.due_on.isoformat(),
            "is_provisional": self.is_provisional,
            "calendar_edition": self.calendar_edition,
            "asked": self.asked.stored(),
            "steps": [[step.kind.value, step.on.isoformat(), step.text] for step in self.steps],
        }

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Derivation":
        """What `stored` wrote."""
        steps = (Step(StepKind(kind), date.fromisoformat(on), text) for kind, on, text in kept["steps"])
        due_on, asked = date.fromisoformat(kept["due_on"]), Asked.read(kept["asked"])
        return cls(due_on, kept["is_provisional"], tuple(steps), kept["calendar_edition"], asked)

    def says_the_same_as(self, other: "Derivation") -> bool:
        """Whether a reader would see no difference; the calendar's edition is not shown."""
        mine, others = ((each.due_on, each.is_provisional, each.steps) for each in (self, other))
        return mine == others

    def stopped(self, stop: Stop, calendar: WorkCalendar) -> "Derivation":
        """The same after one more stop."""
        return replace(self.asked, stops=(*self.asked.stops, stop)).answer(calendar)


def due_date(
    start: date,
    allowance: Allowance,
    calendar: WorkCalendar,
    stops: Iterable[Stop] = (),
    rolls: bool = True,
    *,
    since: str = "起算",
) -> Derivation:
    """The last day of a period that runs from `start`; `since` names what happened then (受理, 协议生效).

    A stop of n calendar days moves the last day by n before it rolls; a period of working days does not count the
    working days of a stop. A stop that begins after the last day changes nothing; one that begins between it and the
    working day to which it rolls leaves the period to end on the first working day from its end.
    """
    _require_countable(start)
    steps = [
        Step(StepKind.START, start, f"{calendar.why(start)}{since}，当日不计入，自次日起算（民法典第二百零一条）。")
    ]
    asked = Asked(start, allowance, rolls, since, tuple(stops))
    standing = _standing(asked.stops, start + ONE_DAY)
    if allowance.unit is Unit.WORKING_DAYS:
        return _in_working_days(asked, calendar, standing, steps)
    last = _last_day(start, allowance)
    steps.append(Step(StepKind.COUNT, last, _counted(start, allowance, last)))
    return _finished(asked, last, calendar, standing, steps)


def extended(
    agreed_on: date, calendar: WorkCalendar, *, replaces: date, since: date, stops: Iterable[Stop] = ()
) -> Derivation:
    """The due date after all parties agreed on `since` to replace `replaces` by `agreed_on`, which rolls.

    Of `stops` only those count that begin after the agreement: it was made knowing the earlier ones.
    """
    _require_countable(agreed_on)
    text = f"各方当事人于 {since} 同意将期限由 {replaces} 延长至 {agreed_on}。"
    steps = [Step(StepKind.EXTENSION, agreed_on, text)]
    asked = Asked(since, None, True, "", tuple(stops), agreed_on, replaces)
    later = [stop for stop in asked.stops if stop.stopped_on > since]
    return _finished(asked, agreed_on, calendar, _standing(later, since + ONE_DAY), steps)


def given(due_on: date, *, start: date, text: str, calendar: WorkCalendar) -> Derivation:
    """A last day that somebody outside set, known since `start`: one step, `text`; no rest day or stop moves it."""
    asked = Asked(start, None, False, text, agreed_on=due_on)
    return Derivation(due_on, False, (Step(StepKind.GIVEN, due_on, text),), calendar.edition, asked)


def days_left(due_on: date, today: date) -> int:
    """Calendar days from `today` until a period ends: 0 on its last day, negative when it is over."""
    return (due_on - today).days


def add_months(day: date, amount: int) -> date:
    """The corresponding day `amount` months on, or the month's last day if it has none (民法典 第二百零二条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return date(year, month + 1, min(day.day, months_of.monthrange(year, month + 1)[1]))


def _last_day(start, allowance):
    if allowance.unit is Unit.DAYS:
        return start + timedelta(days=allowance.amount)
    return add_months(start, allowance.amount * (12 if allowance.unit is Unit.YEARS else 1))


def _counted(start, allowance, last):
    if allowance.unit is Unit.DAYS:
        return f"期限 {allowance}，逐日计算，至 {last} 届满。"
    if start.day == last.day:
        return f"期限 {allowance}，到期月的对应日为 {last}（民法典第二百零二条）。"
    return f"期限 {allowance}，到期月没有 {start.day} 日，以月末日 {last} 为期限最后一日（民法典第二百零二条）。"


def _finished(asked, last, calendar, stops, steps):
    asked_from = None  # the first day about which the calendar was asked
    for stop in stops:
        if stop.stopped_on <= last:
            last += timedelta(days=stop.length)
            text = f"{_span(stop)}中止 {stop.length} 日，期限最后一日顺延至 {last}。"
        elif asked.rolls and stop.stopped_on <= roll(last, calendar):
            asked_from = asked_from or last
            last = stop.resumed_on
            text = f"{_span(stop)}中止，开始时期限尚未届满，自恢复之日 {last} 起顺延。"
        else:
            text = f"{_span(stop)}中止时期限已经届满，不影响到期日。"
        steps.append(Step(StepKind.STOP, last, text))
    if not asked.rolls:
        steps.append(Step(StepKind.ROLL, last, f"{calendar.why(last)}到期。此项期限遇休息日不顺延。"))
        return Derivation(last, False, tuple(steps), calendar.edition, asked)
    due = roll(last, calendar)
    steps.append(Step(StepKind.ROLL, due, _rolled(last, due, calendar)))
    return _closed(asked, due, asked_from or last, calendar, steps)


def _rolled(last, due, calendar):
    if last == due:
        return f"{calendar.why(last)}是工作日，不再顺延。"
    return f"{calendar.why(last)}是休息日，顺延至下一个工作日 {calendar.why(due)}（民法典第二百零三条）。"


def _in_working_days(asked, calendar, stops, steps):
    stopped = {stop.stopped_on + timedelta(days=n) for stop in stops for n in range(stop.length)}
    day, left, skipped, made_up = asked.start, asked.allowance.amount, 0, []
    while left:
        day += ONE_DAY
        if day in stopped:
            continue
        if not calendar.is_workday(day):
            skipped += 1
            continue
        left -= 1
        if day in calendar.listed:
            made_up.append(day)
    for stop in stops:
        if stop.stopped_on <= day:
            steps.append(Step(StepKind.STOP, day, f"{_span(stop)}中止，其间的工作日不计入。"))
    extra = f"；其中 {'、'.join(map(calendar.why, made_up))}计为工作日" if made_up else ""
    text = f"期限 {asked.allowance}，跳过休息日 {skipped} 天，至 {calendar.why(day)}届满{extra}。"
    steps.append(Step(StepKind.COUNT, day, text))
    return _closed(asked, day, asked.start + ONE_DAY, calendar, steps)


def _closed(asked, due, asked_from, calendar, steps):
    """The derivation, with a last step if a year that it asked the calendar about has no notice yet."""
    is_provisional = calendar.is_provisional(asked_from, due)
    if is_provisional:
        unknown = [year for year in range(asked_from.year, due.year + 1) if year not in calendar.years]
        named = "、".join(map(str, unknown))
        text = f"{named} 年的节假日安排尚未登记，暂按周末推算；登记后重新推算。"
        steps.append(Step(StepKind.PROVISIONAL, due, text))
    return Derivation(due, is_provisional, tuple(steps), calendar.edition, asked)


def _standing(stops, first):
    """Stops from `first` on, in order, those that touch made one. Raises Invalid for one that runs backwards."""
    merged: list[Stop] = []
    for stop in sorted(stops, key=lambda each: each.stopped_on):
        if stop.resumed_on < stop.stopped_on:
            raise Invalid("恢复日不能早于中止日。")
        stop = Stop(max(stop.stopped_on, first), stop.resumed_on)
        if stop.length <= 0:
            continue
        if merged and stop.stopped_on <= merged[-1].resumed_on:
            merged[-1] = Stop(merged[-1].stopped_on, max(merged[-1].resumed_on, stop.resumed_on))
        else:
            merged.append(stop)
    return merged


def _span(stop):
    return f"{stop.stopped_on} 至 {stop.resumed_on - ONE_DAY} "


def _require_countable(day):
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(f"起算日应在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间。")
