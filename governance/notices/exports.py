"""One's own notices as a spreadsheet, in the words of the inbox."""

from governance.jobs.exports import OWN, Column, export
from governance.notices.filters import NoticeFilter
from governance.notices.models import Notice
from governance.notices.telling import tell

COLUMNS = (
    Column("时间", "shows_at"),
    Column("种类", "label"),
    Column("内容", "text"),
    Column("区域", "area.name"),
    Column("期限", "due_on"),
    Column("代", lambda row: row.on_behalf_of.name if row.on_behalf_of else ""),
    Column("阅读时间", "read_at"),
    Column("办结时间", "done_at"),
)


@export("notices", "我的提醒", page="notices:notices", verb=OWN, columns=COLUMNS, shown=tell)
def notices(actor, query):
    return NoticeFilter(query, Notice.objects.visible_to(actor).for_list().order_by("-shows_at", "-pk")).qs
