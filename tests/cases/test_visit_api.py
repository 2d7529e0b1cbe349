"""Return visits of all cases for API clients: the list of the page, with its filters; what was said is not in it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import timezone

from cases.docket.models import Case
from cases.visits.filters import VisitFilter
from cases.visits.models import ReturnVisit
from cases.visits.rows import visits_seen_by
from governance.metrics.folding import fold_all
from tests.cases.hanging import visits_of
from tests.cases.test_case_api import dashboard, get, samples_of
from tests.cases.test_metrics_exact import Register
from tests.cases.test_visit_lists import visited  # noqa: F401 - a case with three visits to two people
from tests.factories import CANGCHANG, XINCHENGLU, bearer, make_client

ASKED = {"figure": ["visits.satisfaction;2025", "visits.satisfaction;2025;;bottom"], "account": ["林", "孙"]}


def listed(client, who, **query):
    return get(client, who, "api:visits", **query).json()["results"]


def test_each_visit_names_its_case_and_who_was_visited_and_no_word_of_what_was_said(client, officer, lin, visited):  # noqa: F811
    ReturnVisit.objects.update(situation="邻里和好", measures="再走访")
    answer = get(client, dashboard(officer), "api:visits", sort="-visited_at")
    first = answer.json()["results"][0]

    assert len(answer.json()["results"]) == 3
    assert (first["case"], first["number"], first["account"]["name"]) == (visited.pk, visited.number, "林晓")
    assert first["visited_on"] == f"{ReturnVisit.objects.latest('visited_at').visited_on}"
    assert ("邻里和好" in answer.content.decode(), "再走访" in answer.content.decode()) == (False, False)


def test_a_client_elsewhere_finds_none_and_nobody_those_of_a_void_case(client, officer, visited):  # noqa: F811
    assert get(client, dashboard(officer, CANGCHANG), "api:visits", count="exact").json()["count"] == 0

    Case.objects.filter(pk=visited.pk).update(voided_at=timezone.now(), void_reason="重号")
    assert listed(client, dashboard(officer)) == []


def test_it_takes_every_filter_of_the_page_and_lists_the_same_rows(client, officer, lin, visited):  # noqa: F811
    register = Register(51)
    register.add(20)
    visits_of(register, lin)
    Case.objects.filter(pk__in=register.some()).update(archive="destroyed")
    puller = make_client(
        "大屏", XINCHENGLU, by=officer, verbs=("case.view", "figure.view"), key_id="wall", rate_per_minute=6000
    )

    told, shown = {}, {}
    for name, one in VisitFilter.base_filters.items():
        for value in ASKED.get(name) or samples_of(name, one):
            rows = listed(client, bearer(puller), **{name: value, "fields": "id", "limit": "200"})
            told[name, value] = {row["id"] for row in rows}
            page = VisitFilter(QueryDict(urlencode({name: value})), visits_seen_by(puller))
            shown[name, value] = set(page.qs.values_list("pk", flat=True))

    assert told == shown
    assert len({frozenset(rows) for rows in told.values()}) > 5


def test_those_of_destroyed_cases_are_listed_behind_a_figure_alone(client, officer, visited):  # noqa: F811
    who, year = dashboard(officer), ReturnVisit.objects.first().visited_on.year
    fold_all()
    Case.objects.filter(pk=visited.pk).update(archive="destroyed")
    ReturnVisit.objects.update(party=None)

    assert listed(client, who) == []
    assert get(client, who, "api:case_visits", [visited.pk]).json()["results"] == []
    behind = listed(client, who, figure=f"visits.satisfaction;{year};;bottom")
    assert [row["party"] for row in behind] == [None, None]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"figure": "visits.rate;2026"}, "figure"),
        ({"visited_from": "2026-05-01", "visited_to": "2026-04-01"}, "visited_to"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_name(client, officer, visited, query, field):  # noqa: F811
    answer = get(client, dashboard(officer), "api:visits", **query)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_pages_go_on_where_the_last_one_ended(client, officer, visited):  # noqa: F811
    who, day = dashboard(officer), timedelta(days=1)
    for number, row in enumerate(ReturnVisit.objects.order_by("pk")):
        ReturnVisit.objects.filter(pk=row.pk).update(visited_at=row.visited_at - number * day)
    first = get(client, who, "api:visits", limit=2, sort="visited_at").json()
    rest = client.get(first["next"], headers=who)

    times = [row["visited_at"] for row in (*first["results"], *rest.json()["results"])]
    assert (len(times), times) == (3, sorted(times))
