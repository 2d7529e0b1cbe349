"""The calendar of what is due: rows for each unit that has to file, made by a job, however often it runs."""

from datetime import date

from django.db.models import Q

from governance.areas import codes
from governance.areas.models import Area
from governance.calendars.current import current_calendar
from governance.metrics.periods import Period, period_of
from governance.returns.actions import upper_of
from governance.returns.declaring import TABLES, TableKind
from governance.returns.due import due_day, told
from governance.returns.models import Return
from governance.returns.rules import due_key
from governance.rules.values import in_force

UNITS = (codes.COUNTY, codes.STREET, codes.COMMITTEE)


def open_due(today: date) -> int:
    """Every table of the newest period that is over, due from whom it is due; moved days are set anew.

    Returns how many tables are new.
    """
    return sum(_open(kind, today) for kind in TABLES.values())


def _open(kind: TableKind, today: date) -> int:
    every, new = in_force(kind.every_rule, today), 0
    for unit in kind.periods:
        period = period_of(unit, today).one_before()
        places = [one for one in _units(kind, period) if every.value(one.code) == unit]
        new += _open_period(kind, period, places)
    return new


def _units(kind: TableKind, period: Period) -> list[Area]:
    """The places that file: those of the wing, with the street and the county above each."""
    own = set(kind.units(period.first, period.last))
    above = {code for one in own for code in codes.ancestors(one)}
    return list(Area.objects.filter(Q(pk__in=own) | Q(pk__in=above), level__in=UNITS).order_by("level", "code"))


def _open_period(kind: TableKind, period: Period, places: list[Area]) -> int:
    if not places:
        return 0
    calendar, bases = current_calendar(), in_force(kind.basis_rule, period.last)
    days = {level: in_force(due_key(level), period.last) for level in UNITS}
    rows = []
    for area in places:
        allowed = days[area.level].value(area.code)
        due_on = due_day(period.last, allowed, calendar)
        rows.append(
            Return(
                kind=kind.code,
                area=area,
                upper_id=upper_of(area),
                period=period.code,
                starts_on=period.first,
                ends_on=period.last,
                basis=bases.value(area.code),
                due_on=due_on,
                due_why=told(period.last, allowed, due_on, calendar),
            )
        )
    of_period = Return.objects.filter(kind=kind.code, period=period.code)
    before = of_period.count()
    Return.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    _move(of_period, rows)
    return of_period.count() - before


def _move(of_period, rows: list[Return]) -> None:
    """Set the days anew of tables that nobody submitted: a notice of holidays came, a rule was changed."""
    wanted: dict[tuple[date, str], list[str]] = {}
    for row in rows:
        assert row.due_on
        wanted.setdefault((row.due_on, row.due_why), []).append(row.area_id)
    for (due_on, why), areas in wanted.items():
        open_ = of_period.unfiled().filter(area__in=areas, first_submitted_at__isnull=True)
        open_.exclude(due_on=due_on, due_why=why).update(due_on=due_on, due_why=why)
