"""The scope crawl: every URL and API operation, as every seat, in a world of two districts.

It reads the URL map, so a new route joins by itself; a route that declares no reach, or whose subject the
world cannot make, fails. The last tests plant faults and see them caught.
"""

import logging
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import path as url

from governance.access import reach
from governance.jobs.exports import all_exports
from governance.people.models import Account, Posting
from governance.urls import urlpatterns
from tests import factories
from tests.crawl import asking, files, walk
from tests.crawl.operations import Caller, all_operations, documented, shape_of
from tests.crawl.routes import all_routes
from tests.crawl.rows import BUILDERS
from tests.crawl.world import client_seat, may_see, populate, seats

SEAT_LABELS = [
    "committee_member",
    "mediator",
    "mediation_director",
    "street_staff",
    "street_justice_officer",
    "street_supervisor",
    "district_viewer",
    "district_officer",
    "auditor",
    "administrator",
    "next_door",
    "other_district",
    "other_mediator",
    "ended",
    "empty",
    "anonymous",
]


class World:
    def __init__(self):
        factories.make_places()
        self.seats = {seat.label: seat for seat in seats()}
        self.seats["api_client"], self.bearer = client_seat(self.seats["administrator"].account)
        self.rows = populate()

    def browsers(self, label):
        seat = self.seats[label]
        return seat, walk.signed_in(seat)

    def callers(self, label):
        seat = self.seats[label]
        return seat, Caller(seat, self.bearer if label == "api_client" else "")


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker):
    """Made once, in a transaction that every test of this module runs inside of; rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world, db, settings):
    settings.DEMO = True  # the second factor is waived: this test is about scope
    logging.disable(logging.CRITICAL)
    factories.keep_alive()
    yield shared_world
    logging.disable(logging.NOTSET)


def pages(urlconf=None):
    return [route for route in all_routes(urlconf) if not route.is_api]


def crawl_statuses(world, label, routes, method="get"):
    seat, browser = world.browsers(label)
    declared = [route for route in routes if route.reach]
    return [finding for route in declared for finding in walk.visit(route, seat, browser, world.rows, method)]


WAITING = "pages:home"  # shows what waits for the seat, not all that it may see: held against leaks only


def crawl_lists(world, label, routes):
    seat, browser = world.browsers(label)
    _, everything = world.browsers("administrator")
    found = []
    for route in (r for r in routes if r.reach and not r.keys and not r.is_library):
        full = walk.text_of(everything.get(route.path({})))
        listed = set() if route.name == WAITING else walk.shown(full, world.rows)
        found += asking.compare_list(route, seat, browser, world.rows, listed)
        told_of, fields = _told_of(full, world.rows), asking.query_fields(full, route.path({}))
        found += asking.ask(route, seat, browser, told_of, fields if told_of != world.rows else fields & {"q"})
    return found


def _told_of(full, rows):
    """The rows whose subject the page lists; a search page, which lists nothing unasked, tells of all."""
    subjects = {row.subject for row in rows if row.marker in full}
    return [row for row in rows if row.subject in subjects] or rows


def test_the_list_of_seats_is_whole(world):
    assert {*SEAT_LABELS, "api_client"} == set(world.seats)


def test_every_route_declares_its_reach():
    assert [route.template for route in all_routes() if route.reach is None] == []


def test_the_world_makes_a_row_of_every_subject_that_a_route_names():
    named = {route.reach.subject for route in all_routes() if route.reach and route.reach.subject}

    assert named - set(BUILDERS) == set()


@pytest.mark.parametrize("label", SEAT_LABELS)
def test_each_seat_finds_behind_each_door_what_the_rule_declares(world, label):
    assert [str(finding) for finding in crawl_statuses(world, label, pages())] == []


@pytest.mark.parametrize("label", SEAT_LABELS)
def test_an_empty_form_sent_to_each_door_is_answered_by_the_same_rule(world, label):
    routes = [route for route in pages() if not route.is_library]

    assert [str(finding) for finding in crawl_statuses(world, label, routes, method="post")] == []


@pytest.mark.parametrize("label", SEAT_LABELS)
def test_each_seat_finds_in_lists_and_filters_exactly_its_scope(world, label):
    assert [str(finding) for finding in crawl_lists(world, label, pages())] == []


# --- the API


def crawl_operations(world, label):
    seat, caller = world.callers(label)
    found = []
    for method, operation in all_operations():
        found += walk.visit(operation, seat, caller, world.rows, method)
    return found


def crawl_collections(world, label):
    seat, caller = world.callers(label)
    _, everything = world.callers("administrator")
    asked, found = documented(), []
    for method, operation in all_operations():
        if method == "get" and not operation.keys:
            full = walk.text_of(everything.get(operation.path({})))
            told_of, fields = _told_of(full, world.rows), set(asked[method, shape_of(operation.template)])
            found += asking.compare_list(operation, seat, caller, world.rows, walk.shown(full, world.rows))
            found += asking.ask(operation, seat, caller, told_of, fields if told_of != world.rows else fields & {"q"})
    return found


def test_every_api_operation_is_in_the_openapi_document_and_no_other():
    assert {(method, shape_of(one.template)) for method, one in all_operations()} == set(documented())


@pytest.mark.parametrize("label", [*SEAT_LABELS, "api_client"])
def test_each_seat_gets_from_each_api_operation_what_the_rule_declares(world, label):
    assert [str(finding) for finding in crawl_operations(world, label)] == []


@pytest.mark.parametrize("label", [*SEAT_LABELS, "api_client"])
def test_each_seat_gets_from_api_lists_filters_and_counts_exactly_its_scope(world, label):
    assert [str(finding) for finding in crawl_collections(world, label)] == []


# --- what lies outside is as what does not exist


def _hidden(route, seat, rows):
    return next((row for row in walk.targets(route, rows) if row and not may_see(seat, row)), None)


def _unknown(route, row):
    """A key of the same kind that no row has."""
    known = str(row.values.get(route.reach.by, row.values["pk"]))
    return {route.reach.by: str(UUID(int=0)) if "-" in known else walk.UNKNOWN["pk"]}


def _answer_and_questions(browser, path):
    with CaptureQueriesContext(connection) as asked:
        response = walk.rolled_back(browser.get, path)
    return response.status_code, walk.plain(walk.text_of(response)), len(asked)


def test_a_row_outside_answers_as_one_that_does_not_exist_by_the_same_questions(world):
    seat, browser = world.browsers("next_door")
    routes = [route for route in pages() if route.reach and route.reach.kind == reach.WITHIN]
    hidden = {route: row for route in routes if (row := _hidden(route, seat, world.rows))}
    told_apart = []
    for route, row in hidden.items():
        outside = walk.path_of(route, row)
        nowhere = route.path({**walk.FREE_KEYS, **row.values, **walk.UNKNOWN, **_unknown(route, row)})
        if _answer_and_questions(browser, outside) != _answer_and_questions(browser, nowhere):
            told_apart.append(f"{route.name}: {outside}, {nowhere}")

    assert len(hidden) > 50
    assert told_apart == []


# --- exports


@pytest.mark.parametrize("label", [label for label in SEAT_LABELS if label != "anonymous"])
def test_each_seat_gets_in_each_export_exactly_its_scope(world, folder, label):
    seat, _ = world.browsers(label)
    administrator, _ = world.browsers("administrator")
    found = []
    for export in all_exports():
        found += files.compare_export(export, seat, world.rows, files.file_of(export, administrator))

    assert [str(finding) for finding in found] == []


# --- planted faults: the crawl must see them


@reach.signed_in
def leaking_list(request):
    return HttpResponse("、".join(Account.objects.values_list("name", flat=True)))


@reach.signed_in
def leaking_count(request):
    asked = request.GET.get("q", "")
    form = '<form method="get"><input name="q"></form>'
    return HttpResponse(f"{form}{Account.objects.filter(name__contains=asked).count()} 个")


@reach.within("governance.Posting")
def leaking_detail(request, pk):
    return HttpResponse(str(Posting.objects.get(pk=pk)))


def undeclared(request):
    return HttpResponse("open to all")


PLANTED = {
    "list": url("planted/list/", leaking_list, name="leaking_list"),
    "count": url("planted/count/", leaking_count, name="leaking_count"),
    "detail": url("planted/<int:pk>/", leaking_detail, name="leaking_detail"),
    "undeclared": url("planted/undeclared/", undeclared, name="undeclared"),
}


class PlantedUrls:
    def __init__(self, fault):
        self.urlpatterns = [PLANTED[fault], *urlpatterns]


@pytest.fixture
def planted(settings):
    def plant(fault):
        urlconf = PlantedUrls(fault)
        settings.ROOT_URLCONF = urlconf
        return [route for route in all_routes(urlconf) if route.template.startswith("/planted/")]

    return plant


def test_a_planted_leaking_list_is_caught(world, planted):
    problems = [finding.problem for finding in crawl_lists(world, "mediator", planted("list"))]

    assert any("not in scope" in problem for problem in problems)


def test_a_planted_leaking_count_is_caught(world, planted):
    problems = [finding.problem for finding in crawl_lists(world, "mediator", planted("count"))]

    assert "answers otherwise than for a row that does not exist" in problems


def test_a_planted_leaking_page_is_caught(world, planted):
    problems = [finding.problem for finding in crawl_statuses(world, "mediator", planted("detail"))]

    assert "expected absent, got 200" in problems


def test_a_planted_undeclared_route_is_caught_and_shut(world, planted):
    (route,) = planted("undeclared")
    _, browser = world.browsers("administrator")

    assert route.reach is None
    assert browser.get(route.template).status_code == 404
