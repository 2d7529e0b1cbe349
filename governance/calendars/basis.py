"""What due dates are worked out from: the time limits that wings declare, what rules say of them, and the calendar."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from governance.areas.codes import COUNTRY, COUNTY, PREFECTURE, PROVINCE, STREET
from governance.calendars.allowances import Allowance
from governance.calendars.current import current_calendar, held_calendar
from governance.calendars.limits import Derivation, Stop, due_date
from governance.calendars.working_days import WorkCalendar
from governance.rules.models import RuleValue
from governance.rules.values import History, histories, kept_histories

ANYWHERE = (COUNTRY, PROVINCE, PREFECTURE, COUNTY, STREET)
BY_LAW = (COUNTRY,)  # a period that a statute fixes is not for a place to change


@dataclass(frozen=True)
class TimeLimit:
    """One line of a table of periods. `since`: what it runs from; `rolls`: whether a rest day at its end moves it;
    `levels`: who may set another allowance."""

    key: str
    label: str
    since: str
    allowance: Allowance
    rolls: bool
    source: str
    help: str = ""
    levels: tuple[int, ...] = ANYWHERE

    @property
    def rule_key(self) -> str:
        return f"limit.{self.key}"


TIME_LIMITS: dict[str, TimeLimit] = {}


class Basis:
    """What due dates are worked out from: a calendar, and what the rules say at each place on each day.

    Reads each rule once, whatever the number of rows. The allowance is that of the day from which the period runs.
    """

    def __init__(self, calendar: WorkCalendar, supposed: RuleValue | None = None):
        self.calendar = calendar
        self.supposed = supposed
        self._histories: dict[str, History] = {}

    @classmethod
    def of_today(cls) -> "Basis":
        return cls(current_calendar())

    @classmethod
    def held(cls, keys: Iterable[str] = ()) -> "Basis":
        """For who stores what comes out: stays true until the transaction ends. With the rules of these time limits."""
        rules = [TIME_LIMITS[key].rule_key for key in keys]
        calendar, standing = held_calendar(rules)
        held = cls(calendar)
        held._histories = kept_histories({rule: standing.get(rule, "") for rule in rules})
        return held

    def allowance(self, key: str, area_code: str, on: date) -> Allowance:
        """What a time limit allows at a place when it begins on `on`. Raises KeyError for one that nobody declared."""
        rule = TIME_LIMITS[key].rule_key
        if rule not in self._histories:
            self._histories |= histories((rule,))
            if self.supposed is not None and self.supposed.key == rule:
                self._histories[rule] = self._histories[rule].supposing(self.supposed)
        return self._histories[rule].on(on).value(area_code)

    def due(self, key: str, area_code: str, start: date, stops: Iterable[Stop] = (), *, since: str = "") -> Derivation:
        """The last day of a time limit that runs from `start` at a place; `since` where it is not the table's."""
        limit = TIME_LIMITS[key]
        allowance = self.allowance(key, area_code, start)
        return due_date(start, allowance, self.calendar, stops, limit.rolls, since=since or limit.since)

    def again(self, kept: Derivation, key: str = "", area_code: str = "") -> Derivation:
        """A due date that was worked out before, on this basis: the same start, stops and agreement; with `key` and a
        place, the allowance that the rules say now for the day of its start."""
        asked = kept.asked
        if key in TIME_LIMITS and asked.allowance is not None:
            asked = replace(asked, allowance=self.allowance(key, area_code, asked.start))
        return asked.answer(self.calendar)
