"""A paper that was signed or written outside the portal is taken into the volume as a scan."""

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from cases.docket.actions import locked_case, require_standing, tell
from cases.docket.models import Case
from cases.docket.states import RESULTS, Archive, Procedure
from cases.intake.filing.papers import hand_in_paper
from cases.intake.models import Paper, PaperKind
from cases.parties.models import Party
from governance.errors import Invalid, NotPermitted, WrongState

OF_A_PARTY = (PaperKind.ID_PHOTO, PaperKind.AUTHORITY)


@transaction.atomic
def take_in_paper(
    case: Case, *, by, kind: str, file: File, party: Party | None = None, version: int | None = None
) -> Paper:
    """Put the scan of a paper into the volume of a case that has ended; bound volumes are bound anew.

    Raises NotPermitted, WrongState when the volume is handed in or archived, Invalid (field "kind", "party", "file").
    """
    case = locked_case(case, version=version)
    require_takeable(case, by)
    if kind in OF_A_PARTY and party is None:
        raise Invalid("请选择是谁的材料。", field="party")
    if party and not case.parties.filter(pk=party.pk).exists():
        raise Invalid("请选择本案的当事人。", field="party")
    paper = hand_in_paper(file, by=by, area=case.area_id, kind=kind, case=case, party=party)
    said = f"{paper.get_kind_display()}{f'（{party.name}）' if party else ''}"
    tell(case, "paper_taken_in", by=by, happened_at=timezone.now(), text=f"补入材料：{said}", paper=paper.pk)
    return paper


def require_takeable(case: Case, by) -> None:
    """Raise unless `by` may put papers into the volume of this case now."""
    require_standing(case)
    if not (by.holds("case.register", case.area_id) and by._meta.model_name == "account"):
        raise NotPermitted("须由本调委会登记人或者调解员补入材料。")
    if case.procedure not in (*RESULTS, Procedure.CLOSED):
        raise WrongState("调解结束以后再补入材料；办理中的材料请登记为证据或者随登记提交。")
    if case.archive == Archive.SUBMITTED:
        raise WrongState("案卷已经报送：需要补正的，由评查人退回。")
