"""What became of each case of a bulk act, as a spreadsheet."""

from cases.bulk.filters import BulkRowFilter
from cases.bulk.models import BulkRow
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


@export("bulk_rows", "批量办理结果", verb="case.view", columns=COLUMNS)
def bulk_rows(actor, query):
    """Of the act that `act` in the query names; without one, of all own acts."""
    rows = BulkRow.objects.visible_to(actor).for_list().order_by("act_id", "seq")
    asked = query.get("act", "")
    if asked:
        rows = rows.filter(act=int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else rows.none()
    return BulkRowFilter(query, rows).qs
