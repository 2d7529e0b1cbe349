"""Closing reports that wait for the director (the work home)."""

from django.urls import reverse

from cases.closing.models import ClosingReport
from cases.docket.models import Case
from governance.pages.waiting import Line, Waiting, waiting


@waiting("待审批的结案报告", verb="case.decide", icon="check-circle", order=6)
def to_approve(actor, place):
    decides = Case.objects.visible_to(actor, "case.decide")
    rows = ClosingReport.objects.proposed().filter(case__in=decides).select_related("case", "proposed_by")
    return Waiting(
        rows.order_by("proposed_at"),
        f"{reverse('cases:cases')}?procedure=agreed",
        lambda row: Line(
            str(row.case),
            f"{row.case.get_absolute_url()}#closing",
            f"{row.proposed_by.name} {row.proposed_at:%m-%d} 报告",
        ),
    )
