"""Entering a check for latent disputes, with what it found, be it nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.checks.models import Check, CheckFinding, Method
from cases.committees.models import MediationCommittee
from cases.docket.actions import CLOCK_SKEW
from cases.docket.models import Case
from cases.intake.actions import record_clue
from cases.intake.filings import Filing
from governance import rules
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted
from governance.identifiers.typed import free_text

REGISTERS = "case.register"


@dataclass(frozen=True)
class Finding:
    """A dispute that may come: what was found, and those concerned as told, before anybody is a party."""

    filing: Filing
    people: str = ""


@transaction.atomic
def record_check(
    committee: MediationCommittee,
    *,
    by,
    checked_at: datetime,
    place: str,
    method: str,
    checkers: str,
    note: str = "",
    findings: tuple[Finding, ...] = (),
    late_reason: str = "",
) -> Check:
    """Enter a check (排查): who went, when, where, how; each finding becomes a clue, none is a result too.

    Raises NotPermitted, Invalid (field).
    """
    if by is None or by._meta.model_name != "account" or not by.holds(REGISTERS, committee.area_id):
        raise NotPermitted("您没有在该调委会登记排查的权限。")
    _require_moment(committee, checked_at, late_reason)
    if method not in Method.values:
        raise Invalid("请选择排查方式。", field="method")
    check = Check.objects.create(
        committee=committee,
        area_id=committee.area_id,
        checked_at=checked_at,
        place=free_text(place, field="place", longest=200, required=True),
        method=method,
        checkers=free_text(checkers, field="checkers", longest=200, required=True),
        note=free_text(note, field="note", longest=1000),
        account=by,
    )
    record("check.entered", check, by=by, area=check.area_id, findings=len(findings), late_reason=late_reason)
    for finding in findings:
        _found(check, finding, by=by, late_reason=late_reason)
    return check


@transaction.atomic
def add_finding(check: Check, *, by, finding: Finding, late_reason: str = "") -> Case:
    """One more clue that the check found. Raises NotPermitted, Invalid (field)."""
    check = Check.objects.locked(check.pk)
    if not by.holds(REGISTERS, check.area_id):
        raise NotPermitted("您没有在该调委会登记排查的权限。")
    return _found(check, finding, by=by, late_reason=late_reason)


def _found(check, finding, *, by, late_reason):
    facts = {"happened_at": check.checked_at, "filing": finding.filing, "late_reason": late_reason}
    clue = record_clue(check.committee, by=by, **facts)
    people = free_text(finding.people, field="people", longest=200)
    CheckFinding.objects.create(found_in=check, case=clue, people=people)
    return clue


def _require_moment(committee, checked_at, late_reason):
    if checked_at > timezone.now() + CLOCK_SKEW:
        raise Invalid("排查时间不能晚于现在。", field="checked_at")
    today = timezone.localdate()
    days = rules.value("case.late.days", committee.area_id, today)
    if (today - timezone.localdate(checked_at)).days > days and not late_reason:
        raise Invalid(f"补录 {days} 天以前的事项，请说明原因。", field="late_reason")
