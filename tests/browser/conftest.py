"""A real Chromium before the live server, at the two widths that matter."""

import logging
import os
import shutil
import threading
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.signals import request_finished, request_started
from playwright.sync_api import Error as PlaywrightError

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
WIDTHS = {"desk": DESK, "phone": PHONE}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
]
MOVED_ON = ("because of a navigation", "axe is not defined")  # the page that was asked is gone
OVERFLOW = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll("*")]
        .filter((node) => node.getBoundingClientRect().right > width + 1)
        .slice(0, 5).map((node) => node.outerHTML.slice(0, 120));
}"""
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's own event loop runs in the thread of the test


def pytest_collection_modifyitems(items):
    if CHROMIUM or os.environ.get("CI"):
        return
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.skip(reason="这台机器没有 Chromium（apt-get install chromium）"))


@pytest.fixture(autouse=True)
def _only_failing_requests_are_logged():
    """What a failed test shows is its failure, not the hundred requests before it."""
    requests = logging.getLogger("django_structlog")
    requests.setLevel(logging.WARNING)
    yield
    requests.setLevel(logging.NOTSET)


@pytest.fixture(autouse=True)
def _no_answer_is_under_way_when_the_tables_are_emptied(request):
    """A page that was closed may still be answered: its reading and the emptying of the tables would wait for each
    other. This fixture ends after the page and before the database.
    """
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    under_way, test = set(), threading.current_thread()

    def begins(**_):
        if threading.current_thread() is not test:
            under_way.add(threading.current_thread())

    def ends(**_):
        under_way.discard(threading.current_thread())

    request_started.connect(begins)
    request_finished.connect(ends)
    yield
    patience = time.monotonic() + 20
    while under_way and time.monotonic() < patience:
        time.sleep(0.02)
    request_started.disconnect(begins)
    request_finished.disconnect(ends)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {"executable_path": CHROMIUM or "chromium", "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"viewport": DESK, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture
def complaints(page):
    """What the browser itself complains of: console errors, script errors, refusals by the content policy."""
    heard = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.fixture
def sign_in(page, live_server, client):
    """Give the browser the session of an account, without the sign-in page."""

    def as_account(account):
        client.force_login(account)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return page

    return as_account


def on_one_page(page, look):
    """What `look(page)` finds; anew when the page changed under it, as it may right after a button was pressed."""
    for _ in range(5):
        page.wait_for_load_state()
        try:
            return look(page)
        except PlaywrightError as error:
            if not any(sign in error.message for sign in MOVED_ON):
                raise
    raise AssertionError("The page does not come to rest.")


def grave_faults(page) -> list[str]:
    """Serious and critical accessibility faults that axe finds, each with the first place where it is."""
    found = on_one_page(page, Axe().run).response["violations"]
    grave = [fault for fault in found if fault["impact"] in ("serious", "critical")]
    return [f"{fault['id']}: {fault['help']} ({fault['nodes'][0]['html'][:160]})" for fault in grave]


def overflow(page) -> list[str]:
    """What sticks out of the window to the right, outermost first."""
    return on_one_page(page, lambda page: page.evaluate(OVERFLOW))
