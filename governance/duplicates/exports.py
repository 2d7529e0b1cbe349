"""Suspected duplicates as a spreadsheet: names and places, no number."""

from governance.duplicates.filters import SuspicionFilter
from governance.duplicates.models import DuplicateSuspicion
from governance.jobs.exports import Column, export

COLUMNS = (
    Column("先登记", "earlier.name"),
    Column("先登记区域", "earlier.area.name"),
    Column("后登记", "later.name"),
    Column("后登记区域", "later.area.name"),
    Column("登记人说明", "reason"),
    Column("发现时间", "noticed_at"),
    Column("结论", lambda row: row.get_verdict_display()),
    Column("判断人", lambda row: row.decided_by.name if row.decided_by else ""),
    Column("判断时间", "decided_at"),
    Column("判断依据", "decision_note"),
)


@export("duplicates", "疑似重复名单", page="duplicates:suspicions", verb="person.register", columns=COLUMNS)
def duplicates(actor, query):
    rows = DuplicateSuspicion.objects.visible_to(actor).for_list().order_by("-noticed_at", "-pk")
    return SuspicionFilter(query, rows).qs
