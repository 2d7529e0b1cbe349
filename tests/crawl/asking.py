"""Lists, searches, filters, counts: they show what the declared rule lets through, whatever is asked."""

from html.parser import HTMLParser
from urllib.parse import urlencode

from django.test import Client

from tests.crawl.routes import Route
from tests.crawl.walk import OPEN, Finding, expected, leaks, plain, shown, text_of
from tests.crawl.world import Marked, Seat, may_see

NOBODY = "测999"


class QueryFields(HTMLParser):
    """Names of the fields of a page's GET forms: its filters and searches."""

    def __init__(self):
        super().__init__()
        self.names: set[str] = set()
        self._asking = False

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "form":
            self._asking = (values.get("method") or "get").lower() == "get"
        elif self._asking and tag in {"input", "select"} and values.get("name"):
            self.names.add(values["name"])

    def handle_endtag(self, tag):
        if tag == "form":
            self._asking = False


def query_fields(text: str) -> set[str]:
    reader = QueryFields()
    reader.feed(text)
    return reader.names


def compare_list(route: Route, seat: Seat, browser: Client, rows: list[Marked], full: set[str]) -> list[Finding]:
    """A page without keys shows exactly those rows in scope that the administrator of all finds there."""
    path = route.path({})
    if expected(route, seat, None) != OPEN:
        return []
    seen = shown(text_of(browser.get(path)), rows)
    wanted = {row.marker for row in rows if row.marker in full and may_see(seat, row)}
    missing, extra = sorted(wanted - seen), sorted(seen - wanted)
    found = [Finding(seat.label, route.name, path, f"does not show {name}, which is in scope") for name in missing]
    return found + [Finding(seat.label, route.name, path, f"shows {name}, which is not in scope") for name in extra]


def ask(route: Route, seat: Seat, browser: Client, rows: list[Marked], fields: set[str]) -> list[Finding]:
    """Ask each filter for each row outside scope: the answer must be the very answer for a row that does not exist."""
    if expected(route, seat, None) != OPEN:
        return []
    found = []
    hidden = [row for row in rows if not may_see(seat, row)]
    for field in sorted(fields):
        for row in hidden:
            found += _ask_one(route, seat, browser, rows, field, row)
    return found


def _ask_one(route, seat, browser, rows, field, row):
    path = f"{route.path({})}?{urlencode({field: row.probe})}"
    answer = browser.get(path)
    text = text_of(answer)
    nobody = browser.get(f"{route.path({})}?{urlencode({field: NOBODY})}")
    found = leaks(route, seat, path, text, rows)
    if answer.status_code >= 500:
        found.append(Finding(seat.label, route.name, path, f"answers {answer.status_code}"))
    if _comparable(text, row.probe) != _comparable(text_of(nobody), NOBODY):
        found.append(Finding(seat.label, route.name, path, "answers otherwise than for a row that does not exist"))
    return found


def _comparable(text, probe):
    text = plain(text, probe)
    return text.replace(urlencode({"q": probe})[2:], "…")
