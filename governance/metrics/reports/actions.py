"""Keeping reports: save, change, copy, delete, and have them sent."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from governance.areas.codes import ROOT
from governance.areas.models import Area
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.identifiers.typed import free_text
from governance.metrics.reports.asking import asked_by
from governance.metrics.reports.dates import next_due
from governance.metrics.reports.models import SEEING, Every, Report, ReportSchedule
from governance.metrics.reports.readers import readers_of
from governance.people.models import Account

MOST = 100  # own reports
LONGEST = 8000  # characters of a question
FIXED = "这张报表的期间是固定的，每次发出都一样：请先把期间改为“上月”这类随日期变化的期间。"


@transaction.atomic
def save_report(*, by, query: str, name: str, area: Area | None = None, role: str = "", today: date) -> Report:
    """Keep a question under a name; shared with `role` at `area`, if one is given.

    Raises Invalid (field "name", "area", "role", or none for a question that cannot be kept), NotPermitted for places
    outside the scope of `by`.
    """
    asked = _asked(by, query, today)
    by = Account.objects.locked(by.pk)  # one at a time counts and names its reports
    if Report.objects.filter(account=by).count() >= MOST:
        raise Invalid(f"最多保存 {MOST} 张报表，请先删除不用的。")
    report = Report(account=by, query=asked.query)
    _describe(report, by=by, name=name, area=area, role=role)
    report.save()
    _name_places(report, asked)
    _record("report.saved", report, by=by, query=report.query)
    return report


@transaction.atomic
def edit_report(
    report: Report, *, by, name: str, area: Area | None = None, role: str = "", today: date, version: int | None = None
) -> Report:
    """Rename it, share it, or share it no longer: then it goes out to nobody who may not see it."""
    report = _own(report, by, version)
    _describe(report, by=by, name=name, area=area, role=role)
    report.version += 1
    report.save()
    _drop_who_may_not(report, today)
    _record("report.changed", report, by=by)
    return report


@transaction.atomic
def change_question(report: Report, *, by, query: str, today: date, version: int | None = None) -> Report:
    """Keep another question under the same name."""
    report = _own(report, by, version)
    asked = _asked(by, query, today)
    schedule = ReportSchedule.objects.filter(report=report).first()
    if schedule and not asked.is_relative:
        raise Invalid(f"这张报表已设定时发送。{FIXED}")
    report.query = asked.query
    report.version += 1
    report.save()
    _name_places(report, asked)
    _drop_who_may_not(report, today)
    _record("report.changed", report, by=by, query=report.query)
    return report


@transaction.atomic
def copy_report(report: Report, *, by, today: date) -> Report:
    """A report of one's own with the same question, shared with nobody."""
    report = Report.objects.visible_to(by).get(pk=report.pk)
    taken = set(Report.objects.filter(account=by).values_list("name", flat=True))
    names = (f"{report.name[:33]}（副本{number or ''}）" for number in (0, *range(2, MOST + 2)))
    return save_report(by=by, query=report.query, name=next(each for each in names if each not in taken), today=today)


@transaction.atomic
def delete_report(report: Report, *, by) -> None:
    report = _own(report, by, None)
    _record("report.deleted", report, by=by)
    report.delete()


@transaction.atomic
def schedule_report(
    report: Report, *, by, every: str, day: int, recipients: Iterable[int], today: date, version: int | None = None
) -> ReportSchedule:
    """Send the report by the week or month, from the next such day on, to accounts that may see it.

    Raises NotPermitted, Invalid (field "every", "day", "recipients", or none where its period is fixed).
    """
    report = _own(report, by, version)
    asked = _asked(by, report.query, today)
    if not asked.is_relative:
        raise Invalid(FIXED)
    if every not in Every.values or not 1 <= day <= (7 if every == Every.WEEK else 31):
        raise Invalid("请选择一周或一月中的一天。", field="day")
    wanted = set(recipients)
    if not wanted:
        raise Invalid("请选择发给谁。", field="recipients")
    if wanted - {account.pk for account, _ in readers_of(report, today, among=wanted)}:
        raise Invalid("只能发给有权查看这张报表的人员。", field="recipients")
    values = {"every": every, "day": day, "next_on": next_due(every, day, today), "fault": ""}
    schedule, _ = ReportSchedule.objects.update_or_create(report=report, defaults=values)
    schedule.recipients.set(wanted)
    report.version += 1
    report.save(update_fields=["version"])
    _record("report.scheduled", report, by=by, when=schedule.said, counts=len(wanted))
    return schedule


@transaction.atomic
def unschedule_report(report: Report, *, by) -> None:
    report = _own(report, by, None)
    gone, _ = ReportSchedule.objects.filter(report=report).delete()
    if not gone:
        raise WrongState("这张报表没有设定时发送。")
    report.version += 1
    report.save(update_fields=["version"])
    _record("report.unscheduled", report, by=by)


def _asked(by, query, today):
    if len(query) > LONGEST:
        raise Invalid("条件太长，不能保存：请少选一些区域。")
    asked = asked_by(by, query, today)
    if len(asked.query) > LONGEST:
        raise Invalid("条件太长，不能保存：请少选一些区域。")
    return asked


def _describe(report, *, by, name, area, role):
    report.name = free_text(name, field="name", longest=40, required=True)
    if Report.objects.filter(account=by, name=report.name).exclude(pk=report.pk).exists():
        raise Invalid("您已有同名的报表，请换一个名称。", field="name")
    if role and role not in SEEING:
        raise Invalid("这个角色不能查看统计数据。", field="role")
    if role and area is None:
        raise Invalid("请选择与哪个区域的这一角色共享。", field="area")
    if area is not None and not by.postings_covering(area.pk):
        raise Invalid("只能与您任职区域内的人员共享。", field="area")
    report.area, report.role = area, role


def _name_places(report, asked):
    """The places that the question names; one that names none is of each reader's own."""
    named = [place.pk for place in asked.places] if "place=" in asked.query else []
    report.places.set(named)


def _drop_who_may_not(report, today):
    schedule = ReportSchedule.objects.filter(report=report).first()
    if schedule:
        chosen = set(schedule.recipients.values_list("pk", flat=True))
        allowed = {account.pk for account, _ in readers_of(report, today, among=chosen)}
        schedule.recipients.remove(*schedule.recipients.exclude(pk__in=allowed))


def _own(report, by, version):
    report = Report.objects.select_related("area", "account").locked(report.pk)
    if report.account_id != by.pk:
        raise NotPermitted("只能改动自己保存的报表。")
    require_version(report, version)
    return report


def _record(verb, report, *, by, **details):
    area = report.area_id or next((posting.area_id for posting in by.postings_today), ROOT)
    record(verb, report, by=by, area=area, name=report.name, **details)
