"""Bulk acts, and what became of each case of one, as spreadsheets."""

from cases.bulk.filters import BulkActFilter, BulkRowFilter
from cases.bulk.models import BulkAct, BulkRow
from governance.jobs.exports import Column, export

COLUMNS = (
    Column("序号", "seq"),
    Column("案号", "case.number"),
    Column("案件", "case.title"),
    Column("接办人", lambda row: row.account.name if row.account else ""),
    Column("结果", lambda row: row.get_state_display()),
    Column("说明", "answer"),
    Column("办理时间", "done_at"),
)
ACTS = (
    Column("办理", str),
    Column("选定时间", "chosen_at"),
    Column("案件", "of_all"),
    Column("已办理", "of_done"),
    Column("未办成", "of_refused"),
    Column("状态", lambda row: row.job.get_state_display() if row.job else "未开始"),
)


@export("bulk_acts", "批量办理", page="cases:bulk_acts", verb="case.view", columns=ACTS)
def bulk_acts(actor, query):
    return BulkActFilter(query, BulkAct.objects.visible_to(actor).for_list().order_by("-chosen_at", "-pk")).qs


@export("bulk_rows", "批量办理结果", verb="case.view", columns=COLUMNS)
def bulk_rows(actor, query):
    """Of the act that `act` in the query names; without one, of all own acts."""
    rows = BulkRow.objects.visible_to(actor).for_list().order_by("act_id", "seq")
    asked = query.get("act", "")
    if asked:
        rows = rows.filter(act=int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else rows.none()
    return BulkRowFilter(query, rows).qs
