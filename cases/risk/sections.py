"""What the page of a case shows of its danger."""

from django.utils import timezone

from cases.docket.page import section
from cases.docket.permissions import can_decide, can_read_file
from cases.docket.states import Procedure
from cases.risk.guards import awaits_report, lacks_second_mediator
from cases.risk.permissions import can_assess, can_report
from cases.risk.within import awaited_reports


@section("risk", "风险", template="cases/risk/_risk.html", order=25)
def risk(case, actor):
    """The level for everybody who sees the case, what was seen and done for those who read its file."""
    if case.procedure == Procedure.CLUE and not case.risk_level and not can_assess(actor, case):
        return None
    assessments = list(case.risk_assessments.for_page())
    is_open = not case.voided_at and case.procedure != Procedure.ARCHIVED
    may_assess = is_open and can_assess(actor, case)
    if not assessments and not may_assess:
        return None
    awaited = awaited_reports(case) if assessments else []
    now = timezone.now()
    return {
        "awaited": [(one.to, one.by, one.is_late(now)) for one in awaited],
        "may_report": is_open and can_report(actor, case),
        "reads": can_read_file(actor, case),
        "current": assessments[0] if assessments else None,
        "assessments": assessments,
        "reports": list(case.risk_reports.for_page()) if assessments else [],
        "preventions": list(case.preventions.select_related("account")) if assessments else [],
        "may_assess": may_assess,
        "may_confirm": is_open and bool(assessments) and can_decide(actor, case),
        "awaits_report": bool(assessments) and awaits_report(case),
        "lacks_second": case.is_under_way and bool(assessments) and lacks_second_mediator(case),
    }
