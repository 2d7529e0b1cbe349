"""The bodies of places as a spreadsheet."""

from governance.committees.filters import BodyFilter
from governance.committees.models import Body
from governance.jobs.exports import Column, export

COLUMNS = (
    Column("名称", "name"),
    Column("类型", "kind_label"),
    Column("区域", "area.name"),
    Column("小区", lambda row: row.estate.name if row.estate else ""),
    Column("办公电话", "phone"),
    Column("办公地址", "address"),
    Column("成立日期", "established_on"),
    Column("终止日期", "dissolved_on"),
)


@export("bodies", "组织名单", page="committees:bodies", verb="place.view", columns=COLUMNS)
def bodies(actor, query):
    return BodyFilter(query, Body.objects.visible_to(actor).for_list().order_by("area_id", "pk")).qs
