"""The three partitions as spreadsheets."""

from governance.areas.partitions.filters import BuildingGroupFilter, EstateFilter, GridFilter
from governance.areas.partitions.models import BuildingGroup, Estate, Grid
from governance.jobs.exports import Column, export

DATES = (Column("起始日", "starts_on"), Column("终止日", "ends_on"))
ESTATES = (
    Column("小区", "name"),
    Column("房屋类型", lambda row: row.get_kind_display()),
    Column("居（村）委会", lambda row: "、".join(link.area.name for link in row.current_links())),
    Column("地址", "address"),
    Column("户数", "households"),
    Column("建成年份", "built_year"),
    Column("建筑面积（平方米）", "floor_area"),
    Column("物业服务企业", "property_firm"),
    *DATES,
)
GRIDS = (
    Column("网格", "name"),
    Column("编号", "code"),
    Column("居（村）委会", "area.name"),
    Column("网格长", "leader"),
    Column("户数", "households"),
    *DATES,
)
GROUPS = (
    Column("楼组", "name"),
    Column("小区", lambda row: row.estate.name if row.estate else ""),
    Column("居（村）委会", "area.name"),
    Column("楼组长", "leader"),
    Column("户数", "households"),
    Column("设有党小组", "has_party_group"),
    Column("司法睦邻点", "is_justice_point"),
    *DATES,
)


@export("estates", "小区名单", page="partitions:estates", verb="place.view", columns=ESTATES)
def estates(actor, query):
    return EstateFilter(query, Estate.objects.visible_to(actor).for_list().order_by("name", "pk")).qs


@export("grids", "网格名单", page="partitions:grids", verb="place.view", columns=GRIDS)
def grids(actor, query):
    return GridFilter(query, Grid.objects.visible_to(actor).for_list().order_by("area_id", "pk")).qs


@export("building_groups", "楼组名单", page="partitions:building_groups", verb="place.view", columns=GROUPS)
def building_groups(actor, query):
    return BuildingGroupFilter(query, BuildingGroup.objects.visible_to(actor).for_list().order_by("area_id", "pk")).qs
