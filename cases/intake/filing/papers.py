"""Papers and photos that come in with a filing."""

from django.db import transaction

from cases.docket.models import Case
from cases.intake.models import Draft, Paper, PaperKind
from cases.parties.models import Party
from governance.audit.trail import record
from governance.errors import Invalid, WrongState
from governance.files.actions import expire_file, store_file
from governance.files.purposes import MB, Purpose, declare
from governance.files.sniffing import DOCX, JPEG, PDF, PNG

MOST_PAPERS = 40  # of one draft

PAPER = declare(
    Purpose(
        "case.paper",
        "来件材料",
        limit=40 * MB,
        types=frozenset({JPEG, PNG, PDF, DOCX}),
        subject="cases.Paper",
        sensitive=True,
    )
)


def hand_in_paper(
    upload,
    *,
    by,
    area: str,
    kind: str,
    draft: Draft | None = None,
    case: Case | None = None,
    party: Party | None = None,
) -> Paper:
    """Store what was handed in for a draft, or for a case. Raises Invalid (field "file" or "kind").

    The row goes first, since the file is read by who sees it; a file that is refused leaves no row.
    """
    if kind not in PaperKind.values:
        raise Invalid("请选择材料类型。", field="kind")
    if draft and draft.papers.count() >= MOST_PAPERS:
        raise Invalid(f"一次登记最多 {MOST_PAPERS} 份材料。", field="file")
    with transaction.atomic():
        account = by if by._meta.model_name == "account" else None
        paper = Paper.objects.create(kind=kind, draft=draft, case=case, party=party, account=account)
        paper.file = store_file(upload, by=by, area=area, purpose=PAPER.code, subject=paper)
        paper.save(update_fields=["file"])
        record("paper.handed_in", case or by, by=by, area=area, kind=kind, file=paper.file_id)
    return paper


def attach_paper(paper: Paper, *, case: Case, party: Party | None) -> None:
    """A paper of a draft goes over to the case that the draft became."""
    paper.draft, paper.case, paper.party = None, case, party
    paper.save(update_fields=["draft", "case", "party"])


def discard_papers(draft: Draft, *, by) -> None:
    """End the files of a draft that is thrown away; their rows go with it."""
    for paper in draft.papers.select_related("file"):
        file, paper.file = paper.file, None
        paper.delete()
        if file:
            expire_file(file, by=by)


def withdraw_paper(paper: Paper, *, by) -> None:
    """Take back a paper while its filing is still being typed. Raises WrongState once it is part of a case."""
    with transaction.atomic():
        paper = Paper.objects.select_for_update(of=("self",)).select_related("file").get(pk=paper.pk)
        if paper.case_id:
            raise WrongState("已随案登记的材料不能撤回。")
        file = paper.file
        paper.delete()
        if file:
            expire_file(file, by=by)
