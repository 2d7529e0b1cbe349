"""Every list of pages and of the API asks the database as often for one row as for three. Walked by the URL map.

So does the list on the page of one row (what a check found, what a destruction is of), and every other page however
many rows of everything there are: the trees, calendars and overviews that have no pages to turn.
"""

import logging
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.accidents.models import Accident
from cases.archive.disposal.models import Destruction, DestructionItem
from cases.archive.models import Volume
from cases.bulk.models import BulkAct, BulkRow
from cases.docket.models import Case
from governance.errors import RuleError
from governance.invariants.models import VerificationFinding
from governance.jobs.models import Job
from governance.pages import listing
from tests import factories
from tests.crawl import rows
from tests.crawl.routes import all_routes
from tests.crawl.states import cases_by_state
from tests.factories import YINGYUAN
from tests.governance.test_api_conditional import ROUTES, answered, model_of, told, visit
from tests.governance.test_crawl import World
from tests.governance.test_every_list_exports import LISTS, _source, list_pages

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


def is_list(route):
    return not route.is_api and any(word in _source(route.view) for word in LISTS)


def is_page_by_itself(route):
    return not (route.keys or route.is_api or route.is_library or is_list(route))


PAGES = sorted(list_pages() - {"pages:gallery"})
OF_ONE_ROW = sorted(route.name for route in all_routes() if route.keys and is_list(route))
OTHER_PAGES = [route for route in all_routes() if is_page_by_itself(route)]
GROWING = {"pages:home": "counts what waits in one query more, once there is more of a kind than it shows"}
MADE_ONCE = {  # subjects of which a place, or a place in a period, has one, or whose builder names its maker
    *("cases.Check", "cases.RegisterBatch", "cases.SubsidyBatch"),
    *("governance.Absence", "governance.ApiClient", "governance.AreaChange", "governance.AreaPopulation"),
    *("governance.Grid", "governance.PersonIdentifier", "governance.Posting", "governance.RuleValue"),
    *("governance.TextVersion", "governance.TrailEntry"),
}
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
        lines_of_one_row()
        Accident.objects.create(case=agreed, certificate_no="310114120260000137", insurer="平安行车财产保险公司")
        yield made
        transaction.set_rollback(True)


def lines_of_one_row():
    """Several rows on the page of a destruction, of a nightly check, of a bulk act."""
    listed = Destruction.objects.filter(area=YINGYUAN).first()
    for volume in Volume.objects.filter(case__area=YINGYUAN)[:MANY]:
        DestructionItem.objects.create(destruction=listed, volume=volume)
    found = VerificationFinding.objects.filter(area=YINGYUAN).first()
    for number in range(MANY):
        VerificationFinding.objects.create(result=found.result, area_id=YINGYUAN, what=f"不符{number}")
    for act in BulkAct.objects.all():
        for number, case in enumerate(Case.objects.filter(area=YINGYUAN)[:MANY], 100):
            BulkRow.objects.create(act=act, seq=number, case=case)
    BulkAct.objects.update(job=Job.objects.first())


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
    has_listing = page.status_code == 200 and "listing" in (page.context or ())
    return len(page.context["listing"].rows) if has_listing else 0


@pytest.mark.parametrize("name", OF_ONE_ROW)
def test_the_list_on_the_page_of_one_row_takes_as_many_queries_for_three_of_its_rows(world, name):
    (route,) = [route for route in all_routes() if route.name == name]
    browsers = [world.browsers(seat)[1] for seat in SEATS]
    paths = [route.path(row.values) for row in world.rows if row.subject == route.reach.subject]
    asked = [(browser, path) for browser in browsers for path in paths]
    browser, path = max(asked, key=lambda each: shown(each[0].get(each[1], {"size": MANY})))
    answer, few = asked_for(browser.get, f"{path}?size={FEW}")
    assert shown(answer) == FEW
    answer, many = asked_for(browser.get, f"{path}?size={MANY}")
    assert shown(answer) > FEW, "the world has too few rows"

    assert few == many


@pytest.mark.parametrize("label", SEATS)
def test_every_other_page_takes_as_many_queries_when_there_is_more_of_everything(world, label):
    one_more_of_everything("甲")
    before = costs(world, label)
    one_more_of_everything("乙")
    one_more_of_everything("丙")
    after = costs(world, label)

    assert {name: (before[name], cost) for name, cost in after.items() if cost != before[name]} == {}
    assert len(after) > 25


def one_more_of_everything(mark):
    """A row more of each subject at the place, but for those of which its builder makes one there."""
    refused = set()
    for number, (subject, build) in enumerate(rows.BUILDERS.items()):
        try:
            with transaction.atomic():
                build(YINGYUAN, f"{mark}{number:03d}号密")
        except (IntegrityError, RuleError):
            refused.add(subject)
    assert refused == MADE_ONCE


def costs(world, label):
    """Queries of each page by itself that this seat gets to see."""
    _, browser = world.browsers(label)
    found = {}
    for route in (one for one in OTHER_PAGES if one.name not in GROWING):
        path = route.path({})
        if browser.get(path).status_code == 200:
            found[route.name] = asked_for(browser.get, path)[1]
    return found


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
