"""Every list of pages and of the API asks the database as often for one row as for three. Walked by the URL map."""

import logging
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.accidents.models import Accident
from cases.docket.models import Case
from governance.pages import listing
from tests import factories
from tests.crawl import rows
from tests.crawl.states import cases_by_state
from tests.factories import YINGYUAN
from tests.governance.test_api_conditional import ROUTES, answered, model_of, told, visit
from tests.governance.test_crawl import World
from tests.governance.test_every_list_exports import list_pages

FEW, MANY = 1, 3
SEATS = ("administrator", "district_officer", "mediator")
OWN = ("cases.BulkAct", "governance.Job", "governance.Notice")  # nobody sees those of others: one seat gets several
ONE = "/api/v1/cases/{}/accidents/"  # a case has one or none
ALONE = {
    "cases.Agreement": lambda number: {"seq": 1 + number, "number": f"又{number}", "state": "replaced"},
    "cases.CaseEvent": lambda number: {"seq": 1000 + number},
    "cases.ConfirmationApplication": lambda number: {"outcome": "withdrawn", "decided_on": date(2026, 11, 9)},
    "cases.ProducedDocument": lambda number: {"about": f"又{number}"},
    "cases.MediationSession": lambda number: {"seq": 100 + number},
    "cases.TimeLimit": lambda number: {"key": f"key_{number}"},
    "governance.Notice": lambda number: {"occasion": f"又{number}"},
}
PAGES = sorted(list_pages() - {"pages:gallery"})
API_LISTS = sorted(shape for shape, route in ROUTES.items() if route.view.actions["get"] == "list" and shape != ONE)


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        made = World()
        for subject in OWN:
            for number in range(MANY):
                rows.BUILDERS[subject](YINGYUAN, f"再一次{number}")
        clues = Case.objects.filter(procedure="registered", area=YINGYUAN).order_by("pk")[:MANY]
        Case.objects.filter(pk__in=[clue.pk for clue in clues]).update(procedure="clue")
        agreed = cases_by_state()["agreed"]
        visit(agreed)
        Accident.objects.create(case=agreed, certificate_no="310114120260000137", insurer="平安行车财产保险公司")
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world, db, settings, monkeypatch):
    settings.DEMO = True  # the second factor is waived
    settings.API_RATE_PER_MINUTE = 30_000
    monkeypatch.setattr(listing, "SIZES", (FEW, MANY, *listing.SIZES))
    logging.disable(logging.CRITICAL)
    factories.keep_alive()
    yield shared_world
    logging.disable(logging.NOTSET)


def asked_for(get, path):
    """The answer, and how many queries it took when it was asked for the second time."""
    get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = get(path)
    assert answer.status_code == 200, path
    return answer, len(asked)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_three_rows_takes_as_many_queries_as_one_of_one(world, name):
    browsers = [world.browsers(seat)[1] for seat in SEATS]
    browser = max(browsers, key=lambda one: shown(one.get(reverse(name), {"size": MANY})))
    answer, few = asked_for(browser.get, f"{reverse(name)}?size={FEW}")
    assert shown(answer) == FEW
    answer, many = asked_for(browser.get, f"{reverse(name)}?size={MANY}")
    assert shown(answer) > FEW, "the world has too few rows"

    assert few == many


def shown(page):
    return len(page.context["listing"].rows) if page.status_code == 200 else 0


@pytest.mark.parametrize("template", API_LISTS)
def test_an_answer_of_three_rows_takes_as_many_queries_as_one_of_one(world, template):
    route = ROUTES[template]
    actor, caller, path, first = answered(route, world)
    if len(told(first)) == FEW:
        make_more(model_of(route, actor), told(first)[0])
    answer, few = asked_for(caller.get, f"{path}?limit={FEW}")
    assert len(told(answer)) == FEW
    answer, many = asked_for(caller.get, f"{path}?limit={MANY}")
    assert len(told(answer)) > FEW

    assert few == many


def make_more(model, one):
    """Rows like the one that is told, with other values where each has its own."""
    made = [model._base_manager.get(pk=one["id"]) for _ in range(1, MANY)]
    for number, row in enumerate(made, 1):
        for name, value in ALONE.get(model._meta.label, lambda number: {})(number).items():
            setattr(row, name, value)
        row.pk = None
    model._base_manager.bulk_create(made)


def test_there_are_lists_to_walk():
    assert len(PAGES) > 35
    assert len(API_LISTS) > 20
