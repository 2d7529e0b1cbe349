"""Every read of the API has a tag: the same answer is not sent twice, a changed one is. Walked by the schema."""

import logging
from datetime import date
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from cases.accidents.models import Accident
from cases.docket.models import Case
from cases.visits.models import ReturnVisit
from governance.access.reach import WITHIN
from tests.crawl import rows
from tests.crawl.operations import all_operations, documented, shape_of
from tests.crawl.states import cases_by_state
from tests.factories import JIADING, YINGYUAN
from tests.governance.test_crawl import World

SEATS = ("api_client", "mediation_director", "district_officer", "administrator", "mediator", "street_justice_officer")
ASKED = {"/api/v1/metrics/": f"?measure=cases.registered&place={JIADING}&period=2026"}
FIXED = {"/api/v1/measures/", "/api/v1/schema/"}  # say what the code says: another version alone changes them
ELSEWHERE = {"/api/v1/feedback/{}/paper/"}  # a file: tests/cases/test_interfaces.py
READS = sorted(template for method, template in documented() if method == "get")
OTHER = {
    models.BooleanField: lambda old: not old,
    models.DateTimeField: lambda old: "2026-01-02T03:04:05+08:00",
    models.DateField: lambda old: date(2026, 1, 2),
    models.DecimalField: lambda old: (old or 0) + 1,
    models.IntegerField: lambda old: (old or 0) + 1,
    models.TextField: lambda old: f"{old or ''}改",
    models.CharField: lambda old: f"{old or ''}改",
}


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        made = World()
        agreed = cases_by_state()["agreed"]
        visit(agreed)
        Accident.objects.create(case=agreed, certificate_no="310114120260000137", insurer="平安行车财产保险公司")
        yield made
        transaction.set_rollback(True)


def visit(case):
    now, party = timezone.now(), case.parties.first()
    facts = {"visited_at": now, "visited_on": timezone.localdate(now), "channel": "phone", "reached": "no"}
    ReturnVisit.objects.create(case=case, party=party, account=case.host, **facts)


@pytest.fixture
def world(shared_world, db, settings):
    settings.DEMO = True  # the second factor is waived
    settings.API_RATE_PER_MINUTE = 30_000
    logging.disable(logging.CRITICAL)
    yield shared_world
    logging.disable(logging.NOTSET)


ROUTES = {shape_of(route.template): route for method, route in all_operations() if method == "get"}


def paths_of(route, world):
    """The route for each row of the world that it may name."""
    if not route.keys:
        return [route.path({}) + ASKED.get(route.template, "")]
    model = model_of(route, world.seats["administrator"].account)
    if route.reach.kind == WITHIN and route.reach.subject == "cases.Case" and model is not Case:
        return [route.path({"pk": key}) for key in cases_with(model)]
    if route.reach.kind == WITHIN:
        keys = [row.values for row in world.rows if row.subject == route.reach.subject]
        return [route.path({**known, route.reach.by: known.get(route.reach.by, known["pk"])}) for known in keys]
    newest = model._base_manager.order_by("-pk").first()
    return [route.path({"code": YINGYUAN, "pk": newest.pk})]


def cases_with(model):
    """Cases that have such rows; those of 迎园社区, where the seats are."""
    way = "case" if hasattr(model, "case") else "agreement__case"
    found = model._base_manager.filter(**{f"{way}__area": YINGYUAN})
    return found.order_by(way).values_list(way, flat=True).distinct()


def model_of(route, actor):
    view = route.view.cls()
    view.request, view.action = SimpleNamespace(user=actor, method="GET", query_params={}), "list"
    view.kwargs = dict.fromkeys(route.keys, 0)
    return view.get_queryset().model


def told(answer):
    body = answer.json()
    return body.get("results", body)


def answered(route, world):
    """Who gets something to read there, where, and what."""
    for label in SEATS:
        seat, caller = world.callers(label)
        for path in paths_of(route, world):
            answer = caller.get(path)
            if answer.status_code == 200 and told(answer):
                return seat.account, caller, path, answer
    raise AssertionError(f"{route.template}: the world has nothing to read there")


@pytest.mark.parametrize("template", [each for each in READS if each not in ELSEWHERE])
def test_what_did_not_change_is_304_and_what_did_is_sent(world, template):
    route = ROUTES[template]
    actor, caller, path, first = answered(route, world)

    again = asked_again(caller, path, first)

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    if template not in FIXED:
        assert any(shows(change, caller, path, first) for change in changes(route, actor, first)), "no change shows"


def asked_again(caller, path, first):
    return caller._browser.get(path, headers={**caller._proof, "If-None-Match": first["ETag"]})


def shows(change, caller, path, first):
    """Whether the answer is another after this change, which is taken back."""
    kept = transaction.savepoint()
    try:
        with transaction.atomic():
            change()
        answer = asked_again(caller, path, first)
        return answer.status_code == 200 and answer["ETag"] != first["ETag"]
    except DatabaseError:
        return False
    finally:
        transaction.savepoint_rollback(kept)


def changes(route, actor, first):
    """What may change the answer: another case, and each column of the first row that is told."""
    if route.template == "/api/v1/metrics/":
        return [lambda: rows.case(YINGYUAN, "新登记的纠纷")]
    one = told(first)
    one = one[0] if isinstance(one, list) else one
    if route.template == "/api/v1/changes/":
        return [lambda: Case.objects.filter(pk=one["id"]).update(place_text="改")]
    model = model_of(route, actor)
    key = next(one[name] for name in ("id", "code", "year") if name in one)
    own = (field for field in model._meta.concrete_fields if not field.primary_key and not field.is_relation)
    ways = ((field.name, next((OTHER[kind] for kind in OTHER if isinstance(field, kind)), None)) for field in own)
    return [partial(rewrite, model, key, name, way) for name, way in ways if way]


def rewrite(model, key, name, value):
    """As only the owner of the tables can: events and entries refuse to be changed."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
    old = model._base_manager.values_list(name, flat=True).get(pk=key)
    model._base_manager.filter(pk=key).update(**{name: value(old)})
