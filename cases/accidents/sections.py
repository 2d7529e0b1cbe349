"""What the page of a case shows of a road accident."""

from cases.accidents.facts import TYPE
from cases.accidents.models import Accident
from cases.docket.page import section
from cases.docket.permissions import can_register
from cases.docket.states import UNNUMBERED, Archive, Procedure

KEPT_OPEN = (Archive.NONE, Archive.COLLECTING, Archive.RETURNED)  # the volume is still in hand


@section("accident", "道路交通事故", template="cases/accidents/_accident.html", order=25)
def accident(case, actor):
    if case.dispute_type != TYPE or case.procedure == Procedure.CLUE:
        return None
    found = Accident.objects.filter(case=case).first()
    registers = can_register(actor, case)
    return {
        "accident": found,
        "party": found.insurer_as_party() if found else None,
        "may_note": registers and not case.voided_at and case.archive in KEPT_OPEN,
        "may_join": registers and case.procedure in UNNUMBERED,
    }
