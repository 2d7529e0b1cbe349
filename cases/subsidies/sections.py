"""What the page of a closed case says of its subsidy: what still bars it, or the claim and where it stands."""

from cases.docket.codes import Result
from cases.docket.page import section
from cases.docket.permissions import MAY
from cases.docket.states import Procedure
from cases.subsidies.gathering import problems_of


@section("subsidy", "补贴", template="cases/subsidies/_subsidy.html", order=90, of_file=True)
def subsidy(case, actor):
    if case.result != Result.SUCCESS or case.procedure not in (Procedure.CLOSED, Procedure.ARCHIVED) or case.voided_at:
        return None
    claims = list(case.subsidy_claims.select_related("batch").prefetch_related("shares__account"))
    is_claimed = any(claim.is_in_review or claim.is_granted or claim.state == "returned" for claim in claims)
    problems = [] if is_claimed else problems_of(case)
    return {
        "claims": claims,
        "problems": problems,
        "may_claim": not is_claimed and not problems and MAY["mediate"][0](actor, case),
    }
