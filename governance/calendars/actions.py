"""Publishing a year's calendar, and correcting one that was published."""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction

from governance.areas.codes import ROOT
from governance.audit.trail import record
from governance.calendars.current import current_calendar, hold_alone
from governance.calendars.dated import RECOMPUTE, Change
from governance.calendars.listing import faults
from governance.calendars.models import CalendarDay, CalendarEdition, CalendarYear
from governance.calendars.working_days import ListedDay, WorkCalendar
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from governance.jobs.actions import start_job

EDIT_VERB = "rule.edit"  # at the country: a calendar holds for all
FIRST_YEAR, LAST_YEAR = 2000, 2100


@transaction.atomic
def publish_year(
    *,
    year: int,
    days: Iterable[ListedDay],
    title: str,
    issued_on: date,
    by,
    document_no: str = "",
    reason: str = "",
    expected: int = 0,
) -> CalendarEdition:
    """Make a year's days what its notice says, and have every open due date worked out again.

    `expected` is the version that the form saw, 0 for a year that was not published: Stale if somebody published since.
    `by` None: the portal's own command. A correction needs its `reason`.
    """
    _hold_editions()  # one publisher at a time: editions are numbered in the order in which they are seen
    days = list(days)
    _require_edit(by)
    known = CalendarYear.objects.filter(pk=year).first()
    if expected != (known.version if known else 0):
        raise Stale(known)
    _check(year, days, title, reason, known)
    before = {day.on: day.value for day in known.days.all()} if known else {}
    source = {"title": title.strip(), "document_no": document_no.strip(), "issued_on": issued_on}
    if known and set(before.values()) == set(days) and all(getattr(known, name) == source[name] for name in source):
        raise WrongState("与现行安排一致，没有需要更正的内容。")

    row = _written(known, year, source, days)
    changes = _changes(before, {day.on: day for day in days})
    edition = CalendarEdition.objects.create(
        calendar_year=row,
        version=row.version,
        source=row.source,
        reason=reason.strip(),
        changes=changes,
        published_by=by,
    )
    verb = "calendar.corrected" if known else "calendar.published"
    record(verb, row, by=by, area=ROOT, source=row.source, version=row.version, reason=reason, changes=changes)
    hold_alone()
    edition.job = start_job(
        RECOMPUTE,
        by=by,
        area=ROOT,
        title=f"按 {row}（第 {row.version} 版）重新推算期限",
        payload=change_of(year, changes, is_new=known is None).stored(),
    )
    edition.save(update_fields=["job"])
    return edition


def change_of(year: int, changes: dict[str, list[str]], *, is_new: bool) -> Change:
    """From which day due dates may move: the first day that changed; for a new year also its first, no longer
    provisional."""
    first_days = [*changes, *([f"{year}-01-01"] if is_new else [])]
    return Change(first_day=min(first_days, default=f"{year}-12-31"))


def supposed(year: int, days: Iterable[ListedDay]) -> WorkCalendar:
    """The calendar as it would be if `year` were published with `days`."""
    kept = CalendarDay.objects.exclude(calendar_year=year).order_by("calendar_year_id", "on")
    listed = [(day.calendar_year_id, day.value) for day in kept] + [(year, day) for day in days]
    listed.sort(key=lambda each: each[0])
    return WorkCalendar.of([day for _, day in listed], current_calendar().years | {year})


def changes_to(year: int, days: Iterable[ListedDay]) -> dict[str, list[str]]:
    """What publishing `days` would change of a year: {day: [before, after]}."""
    known = {day.on: day.value for day in CalendarDay.objects.filter(calendar_year=year)}
    return _changes(known, {day.on: day for day in days})


def _written(known, year, source, days):
    if known is None:
        row = CalendarYear.objects.create(year=year, **source)
    else:
        row = known
        row.version += 1
        for name, value in source.items():
            setattr(row, name, value)
        row.save()
        row.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar_year=row, on=day.on, is_workday=day.is_workday, name=day.name) for day in days
    )
    return row


def _changes(before, after):
    days = sorted({*before, *after})
    return {
        day.isoformat(): [_said(before.get(day)), _said(after.get(day))]
        for day in days
        if before.get(day) != after.get(day)
    }


def _said(day: ListedDay | None) -> str:
    return "" if day is None else f"{day.name}{'调休上班' if day.is_workday else '放假'}"


def _check(year, days, title, reason, known):
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。", field="year")
    if not title.strip():
        raise Invalid("请填写依据文件的名称。", field="title")
    if known and not reason.strip():
        raise Invalid(f"{year} 年已经公布，更正须说明理由。", field="reason")
    wrong = faults(year, days)
    if wrong:
        raise Invalid("".join(wrong[:10]), field="text")


def _require_edit(by):
    if by is not None and not by.holds(EDIT_VERB, ROOT):
        raise NotPermitted("工作日历全国适用，只有在全国一级有权修改规则参数的人员可以公布和更正。")


def _hold_editions():
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE governance_calendaredition IN SHARE ROW EXCLUSIVE MODE")
