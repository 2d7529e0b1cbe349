"""Cases through the API: in scope, filtered, sparse, unchanged."""

import csv
import io
import json

from django.urls import reverse
from django.utils.http import urlencode

from cases.docket.api import CaseShape
from cases.docket.models import Case
from governance.api.rows import reading_of
from tests.cases.factories import make_case
from tests.cases.test_docket import same_parties
from tests.factories import CANGCHANG, XINCHENGLU, bearer, make_client


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
