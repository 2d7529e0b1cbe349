"""Cases through the API: in scope, filtered, sparse, unchanged."""

import csv
import io
import json

import django_filters
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from cases.docket.api import CaseShape
from cases.docket.filters import CaseFilter
from cases.docket.models import Case
from governance.api.rows import reading_of
from governance.lookup.holders import Holder
from governance.pages.filters import AtFilter, WithinFilter
from tests.cases.factories import make_case, same_parties
from tests.factories import CANGCHANG, XINCHENGLU, YINGYUAN, bearer, make_client


def dashboard(officer, area=XINCHENGLU):
    return bearer(make_client("街道大屏", area, by=officer, verbs=("case.view",), key_id=f"wall-{area}"))


def get(client, who, name="api:cases", args=(), **query):
    return client.get(f"{reverse(name, args=args)}?{urlencode(query)}", headers=who)


def test_a_dashboard_reads_where_a_case_stands_and_nothing_that_was_said(client, officer, mediated_case):
    who = dashboard(officer)

    row = get(client, who).json()["results"][0]

    assert (row["number"], row["procedure"]["label"], row["host"]["name"]) == (mediated_case.number, "调解中", "林晓")
    assert [party["name"] for party in row["parties"]] == ["刘桂珍", "马俊"]
    assert row["claim_amount"] == "18600.00"
    assert "渗水" not in get(client, who, "api:case", [mediated_case.pk]).content.decode()


def test_a_list_reads_from_rows_what_one_case_tells(client, officer, mediated_case):
    who = dashboard(officer)

    (listed,) = get(client, who).json()["results"]

    assert reading_of(Case.objects.for_list().with_parties(), CaseShape, None, ("pk", "pk")).columns
    assert listed == get(client, who, "api:case", [mediated_case.pk]).json()


def test_the_whole_list_streams_with_its_parties_and_nothing_of_others(client, officer, mediated_case):
    def streamed(who, media_type):
        answer = client.get(reverse("api:cases"), headers={**who, "Accept": media_type})
        return b"".join(answer.streaming_content).decode()

    who, outside = dashboard(officer), dashboard(officer, CANGCHANG)
    listed = get(client, who).json()["results"]

    assert [json.loads(line) for line in streamed(who, "application/x-ndjson").splitlines()] == listed
    (row,) = csv.DictReader(io.StringIO(streamed(who, "text/csv")))
    assert (row["number"], row["host.name"], row["result.label"]) == (mediated_case.number, "林晓", "")
    assert json.loads(row["parties"]) == listed[0]["parties"]
    assert streamed(outside, "application/x-ndjson") == ""
    assert len(streamed(outside, "text/csv").splitlines()) == 1


def test_outside_its_scope_a_client_finds_no_case_and_no_count(client, officer, mediated_case):
    outside = dashboard(officer, CANGCHANG)

    assert get(client, outside, count="exact").json() == {"results": [], "next": None, "count": 0}
    for name in ("api:case", "api:case_events"):
        assert get(client, outside, name, [mediated_case.pk]).status_code == 404


def test_words_of_the_file_find_nothing_through_the_api(client, officer, mediated_case):
    who = dashboard(officer)

    assert len(get(client, who, text="漏水").json()["results"]) == 1
    assert get(client, who, text="衣柜").json()["results"] == []


def test_the_list_takes_as_many_queries_for_three_cases_as_for_one(
    client, officer, lin, committee, registered_case, django_assert_num_queries
):
    who = dashboard(officer)
    get(client, who)
    with django_assert_num_queries(3):
        get(client, who)
    for _ in range(2):
        make_case(lin, committee, entries=same_parties(registered_case))
    with django_assert_num_queries(3):
        assert len(get(client, who).json()["results"]) == 3


def test_the_life_of_a_case_is_read_in_its_order(client, officer, mediated_case):
    steps = [
        event["step"]
        for event in get(client, dashboard(officer), "api:case_events", [mediated_case.pk]).json()["results"]
    ]

    assert steps == ["T3", "T4", "T4", "T5", "T8"]


def test_the_limits_of_a_case_say_why_they_end_when_they_do(client, officer, mediated_case):
    answer = get(client, dashboard(officer), "api:case_limits", [mediated_case.pk], sort="due_on").json()["results"]

    running = next(limit for limit in answer if limit["met_on"] is None)
    assert (running["key"], running["label"], running["due_on"]) == ("mediate", "调解办结", f"{mediated_case.due_on}")
    assert "受理，当日不计入" in running["steps"][0]["text"]
    assert get(client, dashboard(officer, CANGCHANG), "api:case_limits", [mediated_case.pk]).status_code == 404


def test_an_unknown_filter_is_named(client, officer, registered_case):
    answer = get(client, dashboard(officer), colour="red")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "colour")


def samples_of(name, one):
    """Values to ask a filter for: every choice, a day, a place, a figure, a word."""
    if isinstance(one, django_filters.ChoiceFilter):
        return [str(code) for code, _ in one.extra["choices"]]
    if isinstance(one, django_filters.DateFilter):
        return [f"{timezone.localdate()}"]
    if isinstance(one, AtFilter | WithinFilter):
        return [YINGYUAN, CANGCHANG]
    return {"figure": ["cases.accepted;2026"], "text": ["漏水"]}.get(name, ["刘桂珍"])


def test_the_api_takes_every_filter_of_the_page_and_lists_the_same_rows(client, officer, lin, committee, mediated_case):
    make_case(lin, committee, entries=same_parties(mediated_case))
    destroyed = make_case(lin, committee, entries=same_parties(mediated_case))
    Case.objects.filter(pk=destroyed.pk).update(archive="destroyed")
    puller = make_client(
        "大屏", XINCHENGLU, by=officer, verbs=("case.view", "figure.view"), key_id="wall", rate_per_minute=6000
    )
    seen = Case.objects.visible_to(puller)
    token = Holder(person=mediated_case.parties.first().person_id).token

    told, listed = {}, {}
    for name, one in CaseFilter.base_filters.items():
        for value in [token] if name == "holder" else samples_of(name, one):
            answer = get(client, bearer(puller), **{name: value, "fields": "id", "limit": "200"})
            assert answer.status_code == 200, (name, value, answer.content.decode())
            told[name, value] = {row["id"] for row in answer.json()["results"]}
            page = CaseFilter(QueryDict(urlencode({name: value})), seen, actor=puller)
            listed[name, value] = set(page.qs.values_list("pk", flat=True))

    assert told == listed
    assert {name for name, _ in told} == set(CaseFilter.base_filters)
    assert told["archive", "destroyed"] == {destroyed.pk}
    assert len({frozenset(rows) for rows in told.values()}) > 2


def test_fields_reach_into_objects_and_lists(client, officer, mediated_case):
    who = dashboard(officer)
    asked = "id,area.name,procedure.code,parties.name,parties.side.label,host"

    (listed,) = get(client, who, fields=asked).json()["results"]

    assert listed == {
        "id": mediated_case.pk,
        "area": {"name": "迎园社区居委会"},
        "procedure": {"code": "mediating"},
        "host": {"id": mediated_case.host_id, "name": "林晓"},
        "parties": [
            {"side": {"label": "申请人"}, "name": "刘桂珍"},
            {"side": {"label": "被申请人"}, "name": "马俊"},
        ],
    }
    assert get(client, who, "api:case", [mediated_case.pk], fields=asked).json() == listed
    header = client.get(
        f"{reverse('api:cases')}?fields=area.name,procedure.code", headers={**who, "Accept": "text/csv"}
    )
    assert b"".join(header.streaming_content).decode().splitlines() == [
        "area.name,procedure.code",
        "迎园社区居委会,mediating",
    ]


def test_what_is_not_asked_for_is_not_read(client, officer, mediated_case):
    who = dashboard(officer)
    get(client, who)

    def asked(fields):
        with CaptureQueriesContext(connection) as captured:
            get(client, who, **fields)
        return [each["sql"] for each in captured if "cases_" in each["sql"]]

    whole, few = asked({}), asked({"fields": "id,area.code,due_on"})
    assert (len(whole), len(few)) == (2, 1), "the parties are a query of their own"
    assert "JOIN" in whole[0]
    assert "JOIN" not in few[0]
    assert "place_text" not in few[0]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("id,colour", "没有“colour”这个字段"),
        ("area.colour", "“area”中没有“area.colour”；可用：area.code、area.name"),
        ("id.code", "没有“id.code”这个字段"),
        ("parties.side.colour", "parties.side.code"),
        ("area.", "“area”中没有“area.”"),
        ("", "没有“”这个字段"),
        (".", "没有“.”这个字段"),
        ("area.name.first", "“area”中没有"),
    ],
)
def test_a_field_that_is_not_there_is_named(client, officer, mediated_case, fields, said):
    answer = get(client, dashboard(officer), fields=fields)

    (told,) = answer.json()["errors"]
    assert (answer.status_code, told["field"], told["code"]) == (400, "fields", "unknown")
    assert said in told["message"]


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ({"received_from": "2026-03-02", "received_to": "2026-03-01"}, "received_to", "结束日早于开始日"),
        ({"result_from": "2026-03-02", "result_to": "2025-03-02"}, "result_to", "结束日早于开始日"),
        ({"accepted_from": "2026-02-30"}, "accepted_from", "日期"),
        ({"area": ",".join([YINGYUAN] * 10_000)}, "area", "没有这个区域"),
        ({"figure": "cases.accepted;2026;colour=red"}, "figure", "没有这样的分组"),
        ({"figure": "cases.accepted;2026-05-01..2026-04-01"}, "figure", "结束日早于开始日"),
        ({"figure": "cases.happy;2026"}, "figure", "没有这项指标"),
        ({"dispute_type": "D77"}, "dispute_type", "D77"),
        ({"cursor": "eyJ9.x"}, "cursor", "游标无效"),
    ],
)
def test_what_cannot_be_asked_of_cases_is_refused_by_its_name(client, officer, committee, query, field, said):
    answer = get(client, dashboard(officer), **query)

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    (told,) = answer.json()["errors"]
    assert told["field"] == field
    assert said in told["message"]


def test_the_page_too_refuses_a_period_that_ends_before_it_begins(client, staff, committee):
    client.force_login(staff)
    page = client.get(reverse("cases:cases"), {"received_from": "2026-03-02", "received_to": "2026-03-01"})

    assert page.status_code == 400
    assert "收到日不晚于：结束日早于开始日。" in page.content.decode()
