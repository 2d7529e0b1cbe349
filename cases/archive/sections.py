"""What the page of a case says of its volume: what is missing, what was bound, where it stands."""

from cases.archive.actions import is_own_submission, require_bindable
from cases.archive.contents import Outcome
from cases.archive.gathering import keeping_of, outcome_of_case
from cases.archive.required import lacks_for
from cases.docket.guards import held_back
from cases.docket.page import section
from cases.docket.permissions import MAY
from cases.docket.states import RESULTS, Procedure
from governance.errors import RuleError

SHOWN = (*RESULTS, Procedure.CLOSED, Procedure.ARCHIVED)


@section("archive", "归档", template="cases/archive/_archive.html", order=80, of_file=True, of_imports=True)
def archive(case, actor):
    if case.procedure not in SHOWN or case.voided_at:
        return None
    volume = case.volumes.current().for_page().first()
    is_locked = case.procedure == Procedure.ARCHIVED
    outcome = outcome_of_case(case)
    term, reason, _ = keeping_of(case, outcome)
    state = volume.state if volume else ""
    held = held_back(case, "T21") if case.procedure == Procedure.CLOSED else []
    return {
        "volume": volume,
        "books": list(volume.books.visible_to(actor).select_related("pdf")) if volume and volume.pdf_id else [],
        "missing": [] if is_locked else lacks_for(case, actor),
        "term": term.label,
        "term_reason": reason,
        "held": held,
        "may_bind": _may_bind(case, actor),
        "may_register": outcome == Outcome.SIMPLE,
        "may_submit": not held and state in ("bound", "returned") and MAY["decide"][0](actor, case),
        "may_check": state == "submitted" and MAY["archive"][0](actor, case) and not is_own_submission(volume, actor),
        "corrections": list(case.documents.filter(corrects__isnull=False, produced_at__gt=volume.archived_at))
        if is_locked and volume
        else [],
    }


def is_to_bind(case) -> bool:
    """Closed, and nobody has bound it yet: who registers here binds it, whether they mediated it or not (2.9)."""
    return case.procedure == Procedure.CLOSED and not case.volumes.current().exists()


def _may_bind(case, actor):
    try:
        require_bindable(case, actor)
    except RuleError:
        return False
    return True
