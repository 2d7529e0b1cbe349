"""The facts of a closing report, and of a case taken up again."""

from django.utils import timezone

from cases.closing.models import ClosingReport, Reopening
from cases.docket.models import Case
from cases.documents import follow_up_details


def closing(case: Case, report: ClosingReport) -> follow_up_details.Closing:
    way = report.get_open_route_display() if report.open_route else ""
    performed = "" if case.performance == "na" else case.get_performance_display()
    return follow_up_details.Closing(
        reported_on=timezone.localdate(report.proposed_at),
        closed_on=case.closed_on,
        result=case.get_result_display() if case.result else "",
        result_on=case.result_on,
        performed=performed,
        left="，".join(filter(None, (way, report.open_note))),
        brief=report.brief,
        opinion=report.opinion,
        reported_by=report.proposed_by.name,
        decision=report.decision,
        decided_by=report.decided_by.name if report.decided_by else "",
    )


def reopened(case: Case, one: Reopening) -> follow_up_details.Reopened:
    decided = one.report.decided_at
    return follow_up_details.Reopened(
        reopened_on=timezone.localdate(one.reopened_at),
        closed_on=timezone.localdate(decided) if decided else None,
        ground=one.get_ground_display(),
        reason=one.reason,
        consented=tuple(one.consented),
        approved_by=one.account.name,
    )
