"""Every page there is, at both widths, as somebody who may open it: no grave accessibility fault, no word of complaint
from the browser (script error, refusal by the content policy), nothing that sticks out on a phone.

The pages come from the URL map, and their rows from the world of the scope crawl: a new page joins by being there. A
page that nobody finds fails: it needs a row, or a sample of what its address is made of.
"""

from dataclasses import dataclass

import pytest
from django.test import Client

from governance.areas.changes.models import ChangeKind
from governance.areas.watchlist.size import WATCH
from governance.calendars.demo import make_demo
from governance.people.models import Account
from tests import factories
from tests.browser.conftest import WIDTHS, grave_faults, overflow
from tests.crawl import walk
from tests.crawl.routes import all_routes
from tests.crawl.world import populate, seats
from tests.factories import YINGYUAN, confirm_identity, make_account

PARTS = 4  # so that several processes share the work
TRIED = ("administrator", "mediation_director", "mediator", "street_staff")  # whoever opens a page first shows it
SAMPLES = {
    "population:series": [{"code": YINGYUAN}],
    "population:enter": [{"code": YINGYUAN}],
    "areas:place": [{"code": YINGYUAN}, {"code": factories.XINCHENGLU}],
    "changes:register": [{"kind": kind} for kind in ChangeKind.values],
    "rules:rule": [{"key": WATCH}],
    "rules:set_value": [{"key": WATCH, "code": YINGYUAN}],
    "calendars:year": [{"pk": "2026"}],
    "calendars:correct": [{"pk": "2026"}],
}
NO_PAGES = {
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),  # who has a factor
    "notices:address",  # of a channel that is configured
    "cases:save_draft",  # takes a form
    "cases:blank_form",  # gives a file
}


@dataclass(frozen=True)
class Door:
    name: str
    path: str


def doors(rows) -> list[Door]:
    """Every address of a page or fragment: one row of the world for each that names a row, else the samples."""
    found = []
    for route in all_routes():
        if route.reach is None or route.is_api or route.name in NO_PAGES:
            continue
        if route.name in SAMPLES:
            paths = [route.path(sample) for sample in SAMPLES[route.name]]
        else:
            paths = [walk.path_of(route, row) for row in walk.targets(route, rows)[:1]]
        found += [Door(route.name, path) for path in paths if path]
    return list(dict.fromkeys(found))


def is_page(answer) -> bool:
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return html and answer.status_code == 200 and b"<main" in answer.content


def who_opens(path, people) -> tuple[str, Account | None]:
    """("page", the first of `people` who is shown one), ("other", None) for what is no page, or ("hidden", None)."""
    statuses = []
    for account in people:
        browser = Client(raise_request_exception=False)
        confirm_identity(browser, account)
        answer = browser.get(path)
        answer.close()
        if is_page(answer):
            return "page", account
        statuses.append(answer.status_code)
    return "hidden" if set(statuses) <= {403, 404} else "other", None


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_sound(page, live_server, sign_in, complaints, places, settings, part):
    settings.DEMO = True  # the second factor is waived: this test is about pages
    people = [seat.account for seat in seats() if seat.label in TRIED]
    make_demo()
    rows = populate()
    visited, faults = 0, []

    for door in doors(rows)[part::PARTS]:
        kind, account = who_opens(door.path, people)
        if kind == "hidden":
            faults.append(f"{door.path}: nobody finds {door.name}")
        if account is None:
            continue
        visited += 1
        sign_in(account)
        page.goto(live_server.url + door.path)
        for width, size in WIDTHS.items():
            page.set_viewport_size(size)
            faults += [f"{door.path} {width}: {told}" for told in (*grave_faults(page), *overflow(page))]
        faults += [f"{door.path}: {told}" for told in complaints]
        complaints.clear()

    assert visited > 5
    assert faults == []


@pytest.mark.parametrize("address", ["/sign-in/password/", "/sign-in/second-factor/set-up/"])
def test_what_one_changes_of_oneself_is_sound(page, live_server, complaints, client, places, settings, address):
    settings.DEMO = True
    account = make_account("he", "committee_member", YINGYUAN, name="何敏")
    account.set_password(factories.PASSWORD)
    account.save()
    confirm_identity(client, account)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    page.goto(live_server.url + address)

    assert page.url.endswith(address)
    for size in WIDTHS.values():
        page.set_viewport_size(size)
        assert grave_faults(page) == []
        assert overflow(page) == []
    assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("address", "title"),
    [("/sign-in/", "登录"), ("/nothing/", "没有找到"), ("/search/?q=%00", "请求无法识别")],
)
def test_what_strangers_see_is_sound(page, live_server, places, complaints, width, address, title):
    page.set_viewport_size(WIDTHS[width])

    page.goto(live_server.url + address)

    assert page.title().startswith(title)
    assert grave_faults(page) == []
    assert overflow(page) == []
    assert [told for told in complaints if "Failed to load resource" not in told] == []
