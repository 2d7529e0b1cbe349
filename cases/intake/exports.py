"""Clues, and one's own unfinished filings, as spreadsheets: of a filing its name, nothing of what is sealed."""

from cases.docket.models import Case
from cases.docket.states import Procedure
from cases.intake.models import Draft
from governance.jobs.exports import Column, export

CLUES = (
    Column("发现时间", "received_at"),
    Column("线索", "title"),
    Column("地点", lambda row: f"{row.place_area.name if row.place_area else ''}{row.place_text}"),
    Column("调委会", lambda row: str(row.committee)),
)
DRAFTS = (
    Column("内容", lambda row: row.title or "未填写姓名"),
    Column("保存时间", "saved_at"),
    Column("由线索转来", lambda row: row.clue.title if row.clue else ""),
)


@export("clues", "排查线索", page="cases:clues", verb="case.view", columns=CLUES)
def clues(actor, query):
    rows = Case.objects.visible_to(actor).filter(procedure=Procedure.CLUE)
    return rows.for_list().select_related("place_area").order_by("-received_at", "-pk")


@export("drafts", "未完成的登记", page="cases:drafts", verb="case.register", columns=DRAFTS)
def drafts(actor, query):
    return Draft.objects.visible_to(actor).unfinished().select_related("clue").order_by("-saved_at", "pk")
