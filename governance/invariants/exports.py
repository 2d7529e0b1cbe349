"""The runs of the nightly check as a spreadsheet."""

from governance.invariants.filters import RunFilter
from governance.invariants.models import VerificationRun
from governance.jobs.exports import Column, export

COLUMNS = (
    Column("开始时间", "started_at"),
    Column("结果", "state"),
    Column("发现问题", "fault_count"),
    Column("完成时间", "finished_at"),
    Column("发起", lambda row: row.asked_by.name if row.asked_by else "每夜自动"),
)


@export("verification_runs", "数据核对记录", page="invariants:runs", verb="check.view", columns=COLUMNS)
def verification_runs(actor, query):
    return RunFilter(query, VerificationRun.objects.visible_to(actor).for_list().select_related("job")).qs
