"""Lists, searches, filters, counts: they show what the declared rule lets through, whatever is asked."""

from html.parser import HTMLParser
from urllib.parse import quote, urlencode

from django.test import Client

from tests.crawl.routes import Route
from tests.crawl.walk import OPEN, Finding, expected, leaks, plain, shown, text_of
from tests.crawl.world import Marked, Seat, may_see

NOBODY = "测999"


class QueryForms(HTMLParser):
    """The GET forms of a page, its filters and searches: where each one asks, and the names of its fields."""

    def __init__(self, path: str):
        super().__init__()
        self.asked: dict[str, set[str]] = {}
        self._page, self._asks_at = path, None

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "form":
            is_get = (values.get("method") or "get").lower() == "get" and "hx-post" not in values
            asks_at = (values.get("action") or self._page).split("?")[0] if is_get else None
            self._asks_at = values.get("data-search", asks_at)  # the search goes by POST, and on to this address
        elif self._asks_at and tag in {"input", "select"} and values.get("name"):
            self.asked.setdefault(self._asks_at, set()).add(values["name"])

    def handle_endtag(self, tag):
        if tag == "form":
            self._asks_at = None


def query_fields(text: str, path: str) -> set[str]:
    """Names of the fields by which the page at `path` can be asked (not those of a search box that asks elsewhere)."""
    reader = QueryForms(path)
    reader.feed(text)
    return reader.asked.get(path, set())


def compare_list(route: Route, seat: Seat, browser: Client, rows: list[Marked], full: set[str]) -> list[Finding]:
    """A page without keys shows exactly those rows in scope that the administrator of all finds there."""
    path = route.path({})
    if expected(route, seat, None) != OPEN:
        return []
    seen = shown(text_of(browser.get(path)), rows)
    wanted = {row.marker for row in rows if row.marker in full and may_see(seat, row)}
    missing = sorted(wanted - seen)
    extra = sorted(row.marker for row in rows if row.marker in seen and not may_see(seat, row))
    found = [Finding(seat.label, route.name, path, f"does not show {name}, which is in scope") for name in missing]
    return found + [Finding(seat.label, route.name, path, f"shows {name}, which is not in scope") for name in extra]


def ask(route: Route, seat: Seat, browser: Client, rows: list[Marked], fields: set[str]) -> list[Finding]:
    """Ask each filter for a row of each subject outside scope: the answer is that for a row that does not exist."""
    if expected(route, seat, None) != OPEN:
        return []
    hidden = {row.subject: row for row in rows if not may_see(seat, row)}.values()
    found = []
    for field in sorted(fields) if hidden else ():
        nobody = _answer(route, browser, field, NOBODY)
        for row in hidden:
            found += _hold_against(nobody, route, seat, browser, rows, field, row)
    return found


def _answer(route, browser, field, probe):
    path = f"{route.path({})}?{urlencode({field: probe})}"
    answer = browser.get(path)
    text = text_of(answer)
    return path, answer.status_code, text, plain(text, probe).replace(quote(probe), "…")


def _hold_against(nobody, route, seat, browser, rows, field, row):
    path, status, text, comparable = _answer(route, browser, field, row.probe)
    found = leaks(route, seat, path, text, rows)
    if status >= 500:
        found.append(Finding(seat.label, route.name, path, f"answers {status}"))
    if comparable != nobody[3]:
        found.append(Finding(seat.label, route.name, path, "answers otherwise than for a row that does not exist"))
    return found
