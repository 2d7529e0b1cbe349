"""Every page there is, at both widths, as somebody who may open it: no grave accessibility fault, no word of complaint
from the browser (script error, refusal by the content policy), nothing that sticks out on a phone.

The pages come from the URL map, and their rows from the world of the scope crawl: a new page joins by being there. A
page that nobody finds fails: it needs a row, or a sample of what its address is made of. A page of a case that its
state turns away is looked at with a case in another state; one that none of them opens fails.
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
from tests.crawl.states import cases_by_state
from tests.crawl.world import MARKED_PLACES, populate, seats
from tests.factories import YINGYUAN, confirm_identity, make_account

PARTS = 4  # so that several processes share the work
TRIED = ("administrator", "mediation_director", "mediator", "street_staff", "district_officer")  # the first who may
SAMPLES = {
    "population:series": [{"code": YINGYUAN}],
    "population:enter": [{"code": YINGYUAN}],
    "areas:place": [{"code": YINGYUAN}, {"code": factories.XINCHENGLU}],
    "changes:register": [{"kind": kind} for kind in ChangeKind.values],
    "rules:rule": [{"key": WATCH}],
    "rules:set_value": [{"key": WATCH, "code": YINGYUAN}],
    "texts:text": [{"key": "letter.refusal"}],
    "texts:edit": [{"key": "letter.refusal", "code": factories.JIADING}],
    "calendars:year": [{"pk": "2026"}],
    "calendars:correct": [{"pk": "2026"}],
}
NO_PAGES = {
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),  # who has a factor
    "notices:address",  # of a channel that is configured
    "cases:save_draft",  # takes a form
    *("cases:blank_form", "metrics:panel_sheet"),  # give a file
}


OF_A_CASE = "cases.Case"
LEADS_ON = {
    "cases:register_clue",  # to the form of a filing
    "cases:perform",  # to the one obligation that waits
}


@dataclass(frozen=True)
class Door:
    """A page and where it may be looked at: the first address that shows it will do."""

    name: str
    paths: tuple[str, ...]


def doors(rows, cases=()) -> list[Door]:
    """Every page or fragment: one row of the world in each state for each that names a row (of a case, `cases` too),

    else samples.
    """
    found = []
    for route in all_routes():
        if route.reach is None or route.is_api or route.name in NO_PAGES:
            continue
        if route.name in SAMPLES:
            found += [Door(route.name, (route.path(sample),)) for sample in SAMPLES[route.name]]
            continue
        paths = []
        if route.reach.subject == OF_A_CASE and route.keys == ("pk",):
            paths += [route.path({"pk": str(case.pk)}) for case in cases]
        first, *others = (walk.path_of(route, row) for row in walk.targets(route, rows)[:: len(MARKED_PLACES)])
        paths.append(first)
        if any(paths):
            found.append(Door(route.name, tuple(path for path in paths if path)))
        found += [Door(route.name, (path,)) for path in others if path]
    return list(dict.fromkeys(found))


def is_page(answer) -> bool:
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return html and answer.status_code == 200 and b"<main" in answer.content


def who_opens(door, people) -> tuple[str, str, Account | None]:
    """("page", its address, the first of `people` who is shown it); else "hidden", "turned away", "other" (no page)."""
    statuses = []
    for path in door.paths:
        for account in people:
            browser = Client(raise_request_exception=False)
            confirm_identity(browser, account)
            answer = browser.get(path)
            answer.close()
            if is_page(answer):
                return "page", path, account
            statuses.append(answer.status_code)
    if set(statuses) <= {403, 404}:
        return "hidden", door.paths[0], None
    is_turned = len(door.paths) > 1 and 302 in statuses and door.name not in LEADS_ON
    return "turned away" if is_turned else "other", door.paths[0], None


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_sound(page, live_server, sign_in, complaints, places, settings, part):
    settings.DEMO = True  # the second factor is waived: this test is about pages
    people = [seat.account for seat in seats() if seat.label in TRIED]
    make_demo()
    rows = populate()
    cases = cases_by_state().values()
    visited, faults = 0, []

    for door in doors(rows, cases)[part::PARTS]:
        kind, path, account = who_opens(door, people)
        if kind in ("hidden", "turned away"):
            faults.append(f"{path}: nobody finds {door.name} ({kind})")
        if account is None:
            continue
        visited += 1
        sign_in(account)
        page.goto(live_server.url + path)
        for width, size in WIDTHS.items():
            page.set_viewport_size(size)
            faults += [f"{path} {width}: {told}" for told in (*grave_faults(page), *overflow(page))]
        faults += [f"{path}: {told}" for told in complaints]
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
