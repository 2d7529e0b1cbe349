"""The batches of old registers as a spreadsheet."""

from cases.registers.models import RegisterBatch
from governance.jobs.exports import Column, export

COLUMNS = (
    Column("批次", "pk"),
    Column("文件", "file_name"),
    Column("状态", lambda row: row.get_state_display()),
    Column("调委会", lambda row: str(row.committee) if row.committee else f"{row.area.name}各调委会"),
    Column("行数", lambda row: row.counts.get("total")),
    Column("已导入", lambda row: row.counts.get("imported")),
    Column("有误", lambda row: row.counts.get("wrong")),
    Column("上传人", "created_by.name"),
    Column("上传时间", "created_at"),
)


@export("registers", "旧登记簿导入批次", page="cases:registers", verb="register.view", columns=COLUMNS)
def registers(actor, query):
    return RegisterBatch.objects.visible_to(actor).for_list().order_by("-created_at", "-pk")
