"""On the work home of those who maintain places: committees above the watch line."""

from django.http import QueryDict
from django.urls import reverse

from governance.areas import codes
from governance.areas.watchlist.filters import watched
from governance.pages.waiting import Line, Waiting, waiting


@waiting("超过监测线的居（村）委会", verb="place.edit", icon="activity", order=60)
def oversized_committees(actor, place):
    _, found = watched(actor, QueryDict())
    if place is not None:
        span = codes.code_range(place.code)
        found = found.filter(code__gte=span.first, code__lte=span.last)
    url = reverse("watchlist:watch_list")
    return Waiting(found, url=url, line=lambda area: _line(area, url))


def _line(area, url):
    return Line(f"{area.name}：{area.households:,} 户", url, note=f"超出 {area.excess:,} 户", tone="warn")
