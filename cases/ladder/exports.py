"""The list of transfers as a spreadsheet."""

from cases.ladder.filters import TransferFilter
from cases.ladder.models import Transfer
from governance.jobs.exports import Column, export

COLUMNS = (
    Column("提出时间", "asked_at"),
    Column("案号", "case.number"),
    Column("案件", "case.title"),
    Column("移交方", lambda row: str(row.case.committee)),
    Column("接收方", lambda row: str(row.receiver)),
    Column("状态", lambda row: row.get_state_display()),
)


@export("transfers", "移交名单", page="cases:transfers", verb="case.view", columns=COLUMNS)
def transfers(actor, query):
    return TransferFilter(query, Transfer.objects.visible_to(actor).for_page().order_by("-asked_at", "-id")).qs
