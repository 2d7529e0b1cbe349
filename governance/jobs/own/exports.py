"""One's own jobs as a spreadsheet."""

from governance.jobs.exports import OWN, Column, export
from governance.jobs.filters import JobFilter
from governance.jobs.models import Job

COLUMNS = (
    Column("编号", "pk"),
    Column("任务", "title"),
    Column("状态", lambda row: row.get_state_display()),
    Column("区域", "area.name"),
    Column("完成", "done"),
    Column("总数", "total"),
    Column("发起时间", "created_at"),
    Column("结束时间", "finished_at"),
    Column("说明", "message"),
)


@export("jobs", "我的任务", page="jobs:jobs", verb=OWN, columns=COLUMNS)
def jobs(actor, query):
    return JobFilter(query, Job.objects.visible_to(actor).for_list()).qs
