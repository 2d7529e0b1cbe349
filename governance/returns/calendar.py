"""The calendar at a glance: the units below a place, the last periods, how each table stands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from governance.areas.models import Area
from governance.metrics.periods import Period, period_of
from governance.returns.declaring import TableKind
from governance.returns.models import Return
from governance.returns.states import UNFILED, State
from governance.rules.values import value

SHOWN = 6  # periods
TONES = {
    State.SUBMITTED: "info",
    State.RETURNED: "bad",
    State.ACCEPTED: "teal",
    State.RELEASED: "good",
    State.DRAFT: "warn",
    State.DUE: "",
}


@dataclass(frozen=True)
class Mark:
    """How one table stands; `filed` None where none is due."""

    filed: Return | None

    @property
    def tone(self) -> str:
        if self.filed is None:
            return ""
        return "late" if self.is_missing_late else TONES[State(self.filed.state)]

    @property
    def is_missing_late(self) -> bool:
        return self.filed is not None and self.filed.state in UNFILED and self.filed.is_late

    @property
    def text(self) -> str:
        if self.filed is None:
            return "—"
        said = self.filed.get_state_display()
        if self.is_missing_late:
            return f"逾期 {said}"
        return f"{said}（迟报）" if self.filed.is_late else said


@dataclass(frozen=True)
class Unit:
    """A row; `below` (submitted, due) of its own units in the newest period, None where there are none."""

    area: Area
    marks: list[Mark]
    below: tuple[int, int] | None = None
    is_own: bool = False


@dataclass(frozen=True)
class Calendar:
    periods: list[Period]
    units: list[Unit]

    @property
    def newest(self) -> list[Mark]:
        return [unit.marks[0] for unit in self.units if unit.marks and unit.marks[0].filed]

    @property
    def submitted(self) -> int:
        return sum(mark.filed.state not in UNFILED for mark in self.newest if mark.filed)

    @property
    def late(self) -> int:
        return sum(mark.is_missing_late for mark in self.newest)

    @property
    def missing(self) -> int:
        return len(self.newest) - self.submitted - self.late


def calendar_of(kind: TableKind, area: Area, *, today: date) -> Calendar:
    """Four queries, whatever the number of units."""
    unit = value(kind.every_rule, area.code, today)
    periods = _last(unit, today)
    wanted = [period.code for period in periods]
    basis = value(kind.basis_rule, area.code, today)
    rows = Return.objects.filter(kind=kind.code, period__in=wanted, basis=basis)
    found = rows.filter(Q(upper=area) | Q(area=area)).select_related("area").order_by("area_id")
    by_unit: dict[str, dict[str, Return]] = {}
    areas: dict[str, Area] = {area.code: area}
    for filed in found:
        by_unit.setdefault(filed.area_id, {})[filed.period] = filed
        areas[filed.area_id] = filed.area
    counts = _counts(rows.filter(period=wanted[0], upper__in=[code for code in areas if code != area.code]))
    units = [
        Unit(
            areas[code],
            [Mark(by_unit.get(code, {}).get(period)) for period in wanted],
            counts.get(code),
            code == area.code,
        )
        for code in [area.code, *sorted(set(by_unit) - {area.code})]
    ]
    return Calendar(periods, [one for one in units if not one.is_own or by_unit.get(area.code)])


def _counts(rows) -> dict[str, tuple[int, int]]:
    counted = rows.order_by().values("upper").annotate(due=Count("pk"), done=Count("pk", filter=~Q(state__in=UNFILED)))
    return {one["upper"]: (one["done"], one["due"]) for one in counted}


def _last(unit: str, today: date) -> list[Period]:
    periods = [period_of(unit, today).one_before()]
    while len(periods) < SHOWN:
        periods.append(periods[-1].one_before())
    return periods
