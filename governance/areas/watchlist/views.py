from django.shortcuts import render
from django.views.decorators.http import require_GET

from governance.access import reach
from governance.areas.watchlist.filters import WatchFilter, watched
from governance.pages.listing import Column, list_page
from governance.rules.views import said_at

COLUMNS = (
    Column("name", "居（村）委会", sort="name"),
    Column("street", "街道（镇）", sort="parent__name"),
    Column("households", "户数", sort="households", css="num"),
    Column("threshold", "对照户数", sort="threshold", css="num"),
    Column("excess", "超出", sort="excess", css="num"),
    Column("counted", "统计时点", sort="counted_on"),
    Column("source", "对照来源"),
)


@reach.holding("place.view")
@require_GET
def watch_list(request):
    """Committees above the line in force at their own place, the largest excess first."""
    limit, found = watched(request.user, request.GET)
    listing = list_page(request, found.select_related("parent"), WatchFilter, COLUMNS, sort="-excess")
    values = {
        "title": "大居委会监测",
        "note": f"户数超过“{limit.rule.label}”的居（村）委会，截至 {limit.on:%Y-%m-%d}，按最近一次登记的户数计算。",
        "listing": listing,
        "rows": [(area, said_at(limit, area.code)) for area in listing.rows],
        "export": "areas.watchlist",
    }
    return render(request, "governance/watchlist/watch_list.html", values, status=listing.status)
