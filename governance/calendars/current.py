"""The calendar as it stands: kept in each process, and read again when an edition appeared."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Max

from governance.calendars.models import CalendarDay, CalendarEdition, CalendarYear
from governance.calendars.working_days import WEEKENDS_ONLY, WorkCalendar
from governance.database.prepared import Prepared

STANDING = Prepared("""
SELECT '', max(id)::text FROM governance_calendaredition
UNION ALL
SELECT key, string_agg(id::text, ' ' ORDER BY id) FROM governance_rulevalue
WHERE key = ANY(%s::text[]) AND withdrawn_at IS NULL GROUP BY key
""")
HOLD = 6_305_001  # the database's lock between those who store due dates and those who change what these rest on

_kept: WorkCalendar = WEEKENDS_ONLY


def current_calendar() -> WorkCalendar:
    """All published years. One query by index; the days are read only when the newest edition is another."""
    return _calendar_of(_newest_edition())


def held_calendar(rules: Iterable[str] = ()) -> tuple[WorkCalendar, dict[str, str]]:
    """`hold_still`, then the calendar and which values of these rules stand: two statements, since the second must see
    what was published while the first waited."""
    hold_still()
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [list(rules)])
        standing = dict(cursor.fetchall())
    return _calendar_of(int(standing.pop("") or 0)), standing


def _calendar_of(newest: int) -> WorkCalendar:
    global _kept
    while _kept.edition != newest:
        days = CalendarDay.objects.order_by("calendar_year_id", "on")
        years = CalendarYear.objects.values_list("pk", flat=True)
        _kept = WorkCalendar.of([day.value for day in days], years, newest)
        newest = _newest_edition()
    return _kept


def hold_still() -> None:
    """Until the transaction ends, nobody publishes a calendar or changes a time limit: what is stored now is not
    missed by the recomputation that follows a publication. Those who only store wait for nobody but publishers."""
    _lock("pg_advisory_xact_lock_shared")


def hold_alone() -> None:
    """Wait until all who store due dates are done, and keep others waiting until the transaction ends."""
    _lock("pg_advisory_xact_lock")


def _newest_edition():
    return CalendarEdition.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _lock(function):
    with connection.cursor() as cursor:
        cursor.execute(Prepared(f"SELECT {function}(%s)"), [HOLD])
