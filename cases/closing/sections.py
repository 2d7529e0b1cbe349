"""What the page of a case shows of its closing: what holds it open, the report, who approved it."""

from cases.docket.guards import held_back
from cases.docket.page import section
from cases.docket.permissions import MAY
from cases.docket.states import RESULTS, Procedure

SHOWN = (*RESULTS, Procedure.CLOSED, Procedure.ARCHIVED)


@section("closing", "结案", template="cases/closing/_closing.html", order=70, of_file=True)
def closing(case, actor):
    reports = list(case.closing_reports.for_page())
    if case.procedure not in SHOWN and not reports:
        return None
    is_ended = case.procedure in RESULTS and not case.voided_at
    waits = bool(reports) and reports[0].state == "proposed"
    return {
        "reports": reports,
        "held": held_back(case, "T20") if is_ended else [],
        "may_propose": is_ended and not waits and MAY["conduct"][0](actor, case),
        "may_decide": is_ended and waits and MAY["decide"][0](actor, case),
        "reopenings": list(case.reopenings.select_related("account")),
    }
