"""Who is on which side, on the page of a case."""

from cases.docket.page import acts_for, section
from cases.docket.permissions import can_conduct, can_register
from cases.docket.states import UNNUMBERED, Procedure


@section("parties", "当事人", template="cases/parties/_parties.html", order=10, of_imports=True)
def parties(case, actor):
    found = case.parties.all()
    standing = [party for party in found if party.left_on is None]
    if not found:
        return None
    return {
        "parties": standing,
        "died": [party.name for party in standing if party.died_on] if case.is_under_way else [],
        "endings": [act for act in acts_for(case, actor) if act.step in ("T13", "T17")],
        "left": [party for party in found if party.left_on is not None],
        "may_check": case.procedure != Procedure.ARCHIVED and not case.voided_at and can_register(actor, case),
        "may_change": case.is_open and can_register(actor, case),
        "may_let_join": case.is_under_way and can_conduct(actor, case),
        "may_join": case.procedure in UNNUMBERED and not case.voided_at and can_register(actor, case),
    }
