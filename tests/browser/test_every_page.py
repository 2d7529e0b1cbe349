"""Every page there is, at both widths, as the administrator: no grave accessibility fault, no word of complaint from
the browser (script error, refusal by the content policy), nothing that sticks out on a phone.

The pages come from the URL map, and their rows from the world of the scope crawl: a new page joins by being there.
"""

import pytest

from tests.browser.conftest import WIDTHS, grave_faults, overflow
from tests.crawl import walk
from tests.crawl.routes import all_routes
from tests.crawl.world import populate

PARTS = 4  # so that several processes share the work


def addresses(rows) -> list[str]:
    """Every address of a page or fragment, one row of the world for each that names a row."""
    routes = [route for route in all_routes() if route.reach is not None and not route.is_api]
    named = [walk.path_of(route, row) for route in routes for row in walk.targets(route, rows)[:1]]
    return [path for path in dict.fromkeys(named) if path]


def is_page(answer) -> bool:
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return html and answer.status_code == 200 and b"<main" in answer.content


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_sound(page, live_server, sign_in, complaints, client, administrator, settings, part):
    settings.DEMO = True  # the second factor is waived: this test is about pages
    rows = populate()
    sign_in(administrator)
    visited, faults = 0, []

    for address in addresses(rows)[part::PARTS]:
        if not is_page(client.get(address)):
            continue
        visited += 1
        sign_in(administrator)
        page.goto(live_server.url + address)
        for width, size in WIDTHS.items():
            page.set_viewport_size(size)
            faults += [f"{address} {width}: {told}" for told in (*grave_faults(page), *overflow(page))]
        faults += [f"{address}: {told}" for told in complaints]
        complaints.clear()

    assert visited > 5
    assert faults == []


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
