"""The trail a screenful at a time: by key, not by number of page, since it grows without bound."""

from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict

from governance.audit.filters import TrailFilter
from governance.pages.listing import Listing

ROWS = 50


@dataclass
class TrailPage:
    """What `components/filter_bar.html` needs of a list, and the way to older and newer entries."""

    path: str
    query: QueryDict
    filters: TrailFilter
    rows: list = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    older_url: str = ""
    newest_url: str = ""
    hidden = ()

    status = Listing.status
    is_filtered = Listing.is_filtered
    chips = cached_property(Listing.chips.func)
    first_fields = cached_property(Listing.first_fields.func)
    more_fields = cached_property(Listing.more_fields.func)

    @property
    def clear_url(self):
        return self.path

    def url(self, **changes):
        query = self.query.copy()
        query.pop("before", None)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return f"{self.path}?{query.urlencode()}" if query else self.path


def trail_page(request, entries) -> TrailPage:
    """The entries that the request asks for, newest first, and those older than `before` (an entry's number)."""
    filters = TrailFilter(request.GET, queryset=entries, request=request)
    page = TrailPage(request.path, request.GET, filters)
    page.problems = list(_problems(request.GET, filters))
    if page.problems:
        return page
    rows = filters.qs.order_by("-id")
    before = request.GET.get("before")
    found = list((rows.filter(id__lt=int(before)) if before else rows)[: ROWS + 1])
    page.rows = found[:ROWS]
    page.older_url = page.url(before=page.rows[-1].pk) if len(found) > ROWS else ""
    page.newest_url = page.url() if before else ""
    return page


def _problems(query, filters):
    known = {"before", "place_text", *filters.form.fields}
    yield from (f"没有“{name[:40]}”这个筛选条件。" for name in query if name not in known)
    before = query.get("before") or "0"
    if not (before.isascii() and before.isdecimal() and len(before) < 19):
        yield "翻页位置不正确。"
    if not filters.is_valid():
        for name, errors in filters.errors.items():
            yield from (f"{filters.form.fields[name].label}：{error}" for error in errors)
