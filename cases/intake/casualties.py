"""有无死亡: whether a dispute is about somebody hurt or killed, noted when it becomes known (domain/mediation.md 2.4).

It decides how long the volume is kept and the grade of the subsidy (1.9, 3.3).
"""

from django.db import transaction
from django.utils import timezone

from cases.docket.actions import locked_case, require_may, require_standing, tell
from cases.docket.codes import Casualties
from cases.docket.models import Case
from cases.docket.states import Archive
from cases.intake.filings import casualties_of
from governance.errors import Invalid, WrongState
from governance.identifiers.typed import free_text


@transaction.atomic
def note_casualties(case: Case, *, by, casualties: str, note: str = "", version: int | None = None) -> Case:
    """Say, or put right, whether somebody was hurt or killed, until the volume is handed in.

    Raises NotPermitted, WrongState, Invalid (field "casualties").
    """
    case = locked_case(case, version=version)
    require_standing(case)
    require_may("register", by, case)
    if case.archive == Archive.SUBMITTED:
        raise WrongState("案卷已经报送：需要补正的，由评查人退回。")
    if not casualties:
        raise Invalid("请选择有无人员伤亡。", field="casualties")
    before, case.casualties = case.casualties, casualties_of(casualties)
    said = f"伤亡情况：{Casualties(case.casualties).label}"
    note = free_text(note, field="note", longest=200)
    tell(case, "casualties_noted", by=by, happened_at=timezone.now(), text=said, note=note, before_value=before)
    return case
