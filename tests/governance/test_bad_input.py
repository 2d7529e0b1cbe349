"""Bad input, typed into every field of every form of the portal: a clear answer, never a 500, nothing lost."""

import pytest

from governance.areas.codes import ROOT
from tests import factories
from tests.crawl import walk
from tests.crawl.forms import post_forms
from tests.crawl.routes import all_routes
from tests.crawl.world import Seat, populate

NASTY = {
    "null byte": "前\x00后",
    "emoji": "张🙂三",
    "rare characters": "𠮷㐂",
    "ten thousand characters": "长" * 10_000,
    "formula": "=HYPERLINK(1)",
    "impossible date": "2026-02-30",
    "far future": "2999-01-01",
    "far past": "0001-01-01",
    "negative number": "-1",
    "huge number": "9" * 40,
    "markup": "<b>x</b>'\"",
    "nothing": "",
    "spaces": " 　 ",
}


@pytest.fixture
def doors(db, settings):
    """Every page that a GET opens to the administrator of all, with the forms on it."""
    settings.DEMO = True
    factories.make_places()
    account = factories.make_account("nasty", "administrator", ROOT)
    browser, rows = walk.signed_in(Seat("administrator", account, (("administrator", ROOT),))), populate()
    return browser, [(path, form) for path in _paths(rows) for form in _forms(browser, path)]


def _paths(rows):
    routes = [route for route in all_routes() if route.reach and not route.is_api and not route.is_library]
    for route in routes:
        row = (walk.targets(route, rows) or [None])[0]
        path = walk.path_of(route, row)
        if path is not None and (row is not None or not route.keys):
            yield path


def _forms(browser, path):
    return post_forms(walk.text_of(walk.rolled_back(browser.get, path)))


def send(browser, path, form, value):
    filled = form.values | dict.fromkeys(form.typed, value)
    return walk.rolled_back(lambda target: browser.post(target, filled), form.action or path)


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY)
def test_no_form_answers_bad_input_with_a_500(doors, value):
    browser, found = doors
    answers = {(path, form.action): send(browser, path, form, value).status_code for path, form in found if form.typed}

    assert {door: status for door, status in answers.items() if status >= 500} == {}


def test_what_was_typed_is_still_there_when_a_form_is_refused(doors):
    browser, found = doors
    lost = []
    for path, form in found:
        answer = send(browser, path, form, "错填内容待改正") if form.typed else None
        if answer is not None and answer.status_code in (200, 400, 409, 412, 422):
            kept = walk.text_of(answer).count("错填内容待改正")
            lost += [(path, form.action)] if kept == 0 else []

    assert lost == []


def test_every_query_field_answers_bad_input_with_less_than_500(doors):
    browser, _ = doors
    routes = [route for route in all_routes() if route.reach and not route.keys and not route.is_library]
    asked = ["q", "page", "sort", "on", "place", "role", "size", "cursor", "from", "to", "level", "within", "account"]
    bad = {}
    for route in routes:
        for name in asked:
            for label, value in NASTY.items():
                status = walk.rolled_back(lambda path: browser.get(path, {name: value}), route.path({})).status_code  # noqa: B023
                if status >= 500:
                    bad[(route.template, name, label)] = status

    assert bad == {}
