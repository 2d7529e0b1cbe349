"""What the page of a case shows of return visits."""

from cases.docket.page import section
from cases.docket.permissions import MAY
from cases.docket.states import Procedure
from cases.docket.time_limits import VISITS
from cases.performance.track import FOLLOWED


@section("visits", "回访", template="cases/visits/_visits.html", order=63, of_file=True)
def visits(case, actor):
    """Visits made and tried, who of the parties was not asked yet, and by when."""
    if case.procedure not in (*FOLLOWED, Procedure.ARCHIVED) or case.result != "10":
        return None
    rows = list(case.visits.for_page())
    asked = {row.party_id for row in rows if row.reached == "yes"}
    left = [party.name for party in case.parties.all() if party.left_on is None and party.pk not in asked]
    return {
        "rows": rows,
        "left": "、".join(left),
        "limit": case.limits.running().filter(key__in=VISITS).order_by("due_on").first(),
        "may": case.voided_at is None and case.procedure in FOLLOWED and MAY["follow"][0](actor, case),
    }
