"""The trail as a spreadsheet, by the filters of its page."""

from governance.audit.filters import TrailFilter
from governance.audit.history import describe
from governance.audit.models import TrailEntry
from governance.audit.verbs import label
from governance.jobs.exports import Column, export

COLUMNS = (
    Column("编号", "pk"),
    Column("记录时间", "recorded_at"),
    Column("发生时间", "happened_at"),
    Column("操作人", "actor_name"),
    Column("任职", lambda entry: str(entry.posting or "")),
    Column("操作", lambda entry: label(entry.verb)),
    Column("对象", "subject_label"),
    Column("对象编号", "subject_id"),
    Column("区域", "area.name"),
    Column("区划代码", "area_id"),
    Column("来源地址", "origin"),
    Column("请求编号", "request_id"),
    Column("说明", describe),
)


@export("audit.entries", "操作留痕", page="audit:entries", verb="trail.view", columns=COLUMNS)
def entries(actor, query):
    return TrailFilter(query, TrailEntry.objects.visible_to(actor).for_list()).qs
