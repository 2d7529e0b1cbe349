from governance.areas.watchlist.filters import WatchFilter, watched
from governance.jobs.exports import Column, export


@export(
    "areas.watchlist",
    "大居委会监测名单",
    page="watchlist:watch_list",
    verb="place.view",
    columns=(
        Column("代码", "code"),
        Column("居（村）委会", "name"),
        Column("街道（镇）", "parent.name"),
        Column("户数", "households"),
        Column("对照户数", "threshold"),
        Column("超出", "excess"),
        Column("统计时点", "counted_on"),
        Column("数据来源", "counted_by"),
    ),
)
def watch_list(actor, query):
    _, found = watched(actor, query)
    return WatchFilter(query, found.select_related("parent")).qs
