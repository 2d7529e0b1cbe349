"""Bad input, typed into every field of every form of the portal: a clear answer, never a 500, nothing lost."""

import logging
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client, override_settings

from governance.areas.codes import ROOT
from tests import factories
from tests.crawl import asking, walk
from tests.crawl.forms import Form, post_forms
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


IN_QUERIES = ("null byte", "ten thousand characters", "impossible date", "huge number", "markup")
OF_LISTS = {"q", "page", "size", "sort", "on", "cursor"}


@dataclass(frozen=True)
class Doors:
    """Every page that a GET opens to the administrator of all: its forms, and the fields it can be asked by."""

    browser: Client
    forms: list[tuple[str, Form]]
    fields: dict[str, set[str]]


@pytest.fixture(scope="module")
def all_doors(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        factories.make_places()
        account = factories.make_account("nasty", "administrator", ROOT)
        seat = Seat("administrator", account, (("administrator", ROOT),))
        browser = walk.signed_in(seat)
        pages = {path: walk.text_of(walk.rolled_back(browser.get, path)) for path in _paths(populate())}
        forms = [(path, form) for path, text in pages.items() for form in post_forms(text) if form.typed]
        yield Doors(browser, forms, {path: asking.query_fields(text, path) for path, text in pages.items()})
        transaction.set_rollback(True)


@pytest.fixture
def doors(all_doors, db, settings):
    settings.DEMO = True
    logging.disable(logging.CRITICAL)
    factories.keep_alive()
    yield all_doors
    logging.disable(logging.NOTSET)


def _paths(rows):
    routes = [route for route in all_routes() if route.reach and not route.is_api and not route.is_library]
    for route in routes:
        row = (walk.targets(route, rows) or [None])[0]
        path = walk.path_of(route, row)
        if path is not None and (row is not None or not route.keys):
            yield path


def send(doors, path, form, value):
    filled = form.values | dict.fromkeys(form.typed, value)
    return walk.rolled_back(lambda target: doors.browser.post(target, filled), form.action or path)


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY)
def test_no_form_answers_bad_input_with_a_500(doors, value):
    answers = {(path, form.action): send(doors, path, form, value).status_code for path, form in doors.forms}

    assert {door: status for door, status in answers.items() if status >= 500} == {}


def test_what_was_typed_is_still_there_when_a_form_is_refused(doors):
    lost = []
    for path, form in doors.forms:
        answer = send(doors, path, form, "错填内容待改正")
        text = walk.text_of(answer)
        asks_again = answer.status_code != 200 or form.action in [each.action for each in post_forms(text)]
        if answer.status_code in (200, 400, 409, 412, 422) and asks_again and "错填内容待改正" not in text:
            lost.append((path, form.action))

    assert lost == []


@pytest.mark.parametrize("label", IN_QUERIES)
def test_every_query_field_answers_bad_input_with_less_than_500(doors, label):
    bad = {}
    for path, fields in doors.fields.items():
        for name in fields | OF_LISTS if fields else OF_LISTS & {"q", "on"}:
            query = urlencode({name: NASTY[label]})
            status = walk.rolled_back(doors.browser.get, f"{path}?{query}").status_code
            if status >= 500:
                bad[path, name] = status

    assert bad == {}
