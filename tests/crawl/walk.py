"""Knock at every door as every seat, and hold the answer against the declared rule."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.test import Client

from governance.access.reach import HOLDING, PUBLIC, SIGNED_IN, WITHIN
from tests.crawl.routes import Route
from tests.crawl.world import Marked, Seat, may_see
from tests.factories import confirm_identity

OPEN, LOGIN, ABSENT, FORBIDDEN = "open", "login", "absent", "forbidden"
UNKNOWN = {"pk": "987654321", "code": "999999999999"}
FREE_KEYS = {"slug": "none", "kind": "none", "key": "none", "format": "csv", "name": "none"}
LOGIN_PAGE = "/sign-in/"
TOKENS = ('X-CSRFToken": "', 'csrfmiddlewaretoken" value="', 'csrf-token" content="', 'submission" value="')
RANDOM_IDS = (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", r"[0-9a-f]{32}")
NOISE = re.compile("|".join([*(f'{token}[^"]+' for token in TOKENS), *RANDOM_IDS]))


@dataclass(frozen=True)
class Finding:
    """A door that does not behave as declared."""

    seat: str
    route: str
    path: str
    problem: str

    def __str__(self):
        return f"{self.seat} {self.path} ({self.route}): {self.problem}"


def expected(route: Route, seat: Seat, row: Marked | None) -> str:
    """What the declared rule says that `seat` finds behind the door."""
    rule = route.reach
    if rule.kind == PUBLIC:
        return OPEN
    if seat.account is None:
        return LOGIN
    if rule.kind == SIGNED_IN:
        return OPEN
    if rule.kind == HOLDING and rule.at:
        return OPEN if seat.holds(rule.verb, rule.at) else ABSENT
    if rule.kind == HOLDING:
        return OPEN if seat.holds_anywhere(rule.verb) else ABSENT
    if row is None or not may_see(seat, row):
        return ABSENT
    return OPEN if not rule.verb or may_see(seat, row, rule.verb) else FORBIDDEN


def matches(want: str, response, is_library: bool = False) -> bool:
    status, to = response.status_code, response.headers.get("Location", "")
    if status == 405:
        return True
    if want == LOGIN:
        return status == 401 or (status == 302 and to.startswith(LOGIN_PAGE))
    if want == ABSENT:
        return status == 404
    if want == FORBIDDEN:
        return status == 403
    if is_library:
        return status < 500
    return status not in (401, 403, 404) and status < 500 and not (status == 302 and to.startswith(LOGIN_PAGE))


def text_of(response) -> str:
    """The whole body. A stream is read once and kept."""
    if response.streaming and not hasattr(response, "kept"):
        response.kept = b"".join(response.streaming_content)
    body = response.kept if response.streaming else response.content
    return body.decode("utf-8", "replace")


def plain(text: str, probe: str = "") -> str:
    """The body without what differs from one request to the next, and without the words that were asked."""
    text = NOISE.sub("", text)
    return text.replace(probe, "…") if probe else text


def signed_in(seat: Seat) -> Client:
    browser = Client(raise_request_exception=False)
    if seat.account is not None:
        confirm_identity(browser, seat.account)  # step-up asks nothing, the rule behind it is what is tried
    return browser


def targets(route: Route, rows: list[Marked]) -> list[Marked | None]:
    """The rows to knock with: all of the route's subject, or none where the URL names no row."""
    if route.reach.kind != WITHIN:
        return [None]
    return [row for row in rows if row.subject == route.reach.subject]


def path_of(route: Route, row: Marked | None) -> str | None:
    """The URL for `row`; None when the world does not know a part of it."""
    known = {**FREE_KEYS, **UNKNOWN} if row is None else {**FREE_KEYS, **row.values}
    if row is not None:
        known[route.reach.by] = row.values.get(route.reach.by, row.values["pk"])
    return route.path(known) if set(route.keys) <= set(known) else None


def visit(route: Route, seat: Seat, browser: Client, rows: list[Marked], method: str = "get") -> list[Finding]:
    """Every row of the route's subject: status as declared, and no word of a row outside scope.

    What a visit writes is rolled back, so that every door is tried in the same world.
    """
    found = []
    for row in targets(route, rows):
        path = path_of(route, row)
        if path is None:
            found.append(Finding(seat.label, route.name, route.template, "the world has no value for this URL"))
            continue
        response = rolled_back(getattr(browser, method), path)
        want = expected(route, seat, row)
        if not (route.keys and row is None) and not matches(want, response, route.is_library):
            found.append(Finding(seat.label, route.name, path, f"expected {want}, got {response.status_code}"))
        found += leaks(route, seat, path, text_of(response), rows)
    return found


def rolled_back(knock, path: str):
    with transaction.atomic():
        response = knock(path)
        text_of(response)
        transaction.set_rollback(True)
    return response


def leaks(route: Route, seat: Seat, path: str, text: str, rows: list[Marked]) -> list[Finding]:
    return [
        Finding(seat.label, route.name, path, f"shows {row.subject} of {row.places}, outside the seat's scope")
        for row in rows
        if row.marker in text and not may_see(seat, row)
    ]


def shown(text: str, rows: list[Marked]) -> set[str]:
    return {row.marker for row in rows if row.marker in text}
