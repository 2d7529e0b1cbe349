"""Issuing what is due: rows before messages, once a report and due day, whoever sweeps and however often."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from governance.areas.codes import ROOT
from governance.audit.trail import record
from governance.celery import queue
from governance.errors import RuleError
from governance.metrics.reports import tasks
from governance.metrics.reports.asking import asked_by
from governance.metrics.reports.dates import next_due
from governance.metrics.reports.models import CHANNEL, Report, ReportIssue, ReportLetter, ReportSchedule
from governance.notices.outside.channels import open_channels
from governance.notices.outside.hours import hours_at
from governance.notices.outside.models import Address
from governance.notices.raising import notify

STOPPED = "保存人已停用，或不再有权查看其中的区域。"


def issue_due(now: datetime) -> int:
    """Issue every report that fell due up to the day of `now`. Returns how many issues are new."""
    today, made = timezone.localdate(now), 0
    while (issued := _issue_next(today, now)) is not None:
        made += issued
    return made


@transaction.atomic
def _issue_next(today: date, now: datetime) -> int | None:
    """One due day of one report that no other sweep holds: how many issues are new. None when nothing is due."""
    due = ReportSchedule.objects.filter(next_on__lte=today).order_by("next_on", "pk")
    held = due.select_for_update(of=("self",), skip_locked=True).select_related("report__account")
    schedule = held.first()
    if schedule is None or schedule.next_on is None:
        return None
    report, due_on = schedule.report, schedule.next_on
    fault = _fault(report, due_on)
    schedule.next_on = None if fault else next_due(schedule.every, schedule.day, due_on)
    schedule.fault = fault
    schedule.save(update_fields=["next_on", "fault"])
    if fault:
        record("report.stopped", report, by=None, area=report.area_id or ROOT, name=report.name, reason=fault)
        notify(report, "report.stopped", [report.account], occasion=f"stopped {due_on}")
        return 0
    issue, is_new = ReportIssue.objects.get_or_create(report=report, due_on=due_on)
    if is_new:
        _tell(issue, schedule, now)
    return int(is_new)


def _fault(report: Report, due_on: date) -> str:
    """Why it cannot go out any more; empty if it can."""
    if not report.account.is_active:
        return STOPPED
    try:
        asked_by(report.account, report.query, due_on)
    except RuleError as refusal:
        return refusal.message[:200]
    return ""


def _tell(issue: ReportIssue, schedule: ReportSchedule, now: datetime) -> None:
    """The inbox of each recipient who may still see it, and a letter where one has an address for mail."""
    recipients = [one for one in schedule.recipients.filter(is_active=True) if _may_see(one, issue.report)]
    notify(issue, "report.issued", recipients, occasion="issued")
    if CHANNEL in open_channels():
        addresses = Address.objects.in_use([CHANNEL]).filter(account__in=recipients)
        opening = hours_at([ROOT], now)[ROOT].next_open(timezone.localtime(now))
        letters = [ReportLetter(issue=issue, account_id=one.account_id, send_at=opening) for one in addresses]
        ReportLetter.objects.bulk_create(letters, ignore_conflicts=True)
        if letters:
            transaction.on_commit(lambda: queue(tasks.send))
    area, name = issue.report.area_id or ROOT, issue.report.name
    record("report.issued", issue.report, by=None, area=area, name=name, starts_on=issue.due_on, counts=len(recipients))


def _may_see(account, report: Report) -> bool:
    return Report.objects.visible_to(account).filter(pk=report.pk).exists()
