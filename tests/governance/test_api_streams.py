"""A whole list in one answer: the rows of its pages, in memory that does not grow, taken up where it broke off."""

import csv
import io
from itertools import islice

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.api import streams
from governance.persons.models import Person
from tests.cases.factories import make_parties
from tests.factories import JIADING, YINGYUAN, bearer, make_client

NDJSON, CSV = {"Accept": "application/x-ndjson"}, {"Accept": "text/csv"}


@pytest.fixture
def api(officer, places):
    verbs = ("place.view", "person.view", "posting.view", "organisation.view", "case.view")
    return Client(headers=bearer(make_client("puller", JIADING, by=officer, verbs=verbs)))


def rows_of(answer):
    return [orjson.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


@pytest.mark.parametrize("path", ["areas/", "persons/", "postings/"])
def test_a_stream_tells_what_the_pages_tell(api, lin, zhao, path):
    make_parties(lin)
    streamed = api.get(f"/api/v1/{path}", headers=NDJSON)
    paged = api.get(f"/api/v1/{path}?limit=200").json()["results"]

    assert streamed.headers["Content-Type"] == "application/x-ndjson"
    rows = rows_of(streamed)
    key = "code" if path == "areas/" else "id"
    assert paged
    assert rows == sorted(paged, key=lambda row: row[key])


def test_filters_and_fields_hold_for_a_stream(api, lin):
    make_parties(lin)

    rows = rows_of(api.get("/api/v1/persons/?fields=name&name=马俊", headers=NDJSON))

    assert rows == [{"name": "马俊"}]


def test_a_csv_has_a_column_for_each_value_and_runs_nothing(api, lin):
    (applicant, _) = make_parties(lin)
    Person.objects.filter(pk=applicant.person.pk).update(name="=1+1")

    answer = api.get("/api/v1/persons/?fields=id,name,area", headers=CSV)

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    head, row, _ = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode()))
    assert head == ["id", "name", "area.code", "area.name"]
    assert row[1:3] == ["'=1+1", YINGYUAN]


def test_rows_are_read_as_they_are_taken(api, lin, monkeypatch):
    monkeypatch.setattr(streams, "CHUNK", 2)
    lines = iter(api.get("/api/v1/areas/", headers=NDJSON).streaming_content)

    with CaptureQueriesContext(connection) as captured:
        list(islice(lines, 2))
    assert len(captured) == 1
    with CaptureQueriesContext(connection) as captured:
        next(lines)
    assert len(captured) == 1


def test_a_stream_that_broke_off_is_taken_up_behind_its_last_row(api, monkeypatch):
    monkeypatch.setattr(streams, "CHUNK", 2)
    whole = rows_of(api.get("/api/v1/areas/", headers=NDJSON))
    broken = api.get("/api/v1/areas/", headers=NDJSON)
    had = [orjson.loads(line) for line in islice(iter(broken.streaming_content), 3)]

    rest = rows_of(api.get(f"/api/v1/areas/?after={had[-1]['code']}", headers=NDJSON))

    assert had + rest == whole


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=5", "limit"), ("after=x", "after"), ("name=" + "长" * 50, "name"), ("colour=red", "colour")],
)
def test_what_a_stream_does_not_know_is_refused_as_json(api, query, field):
    answer = api.get(f"/api/v1/persons/?{query}", headers=NDJSON)

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_one_row_and_the_feed_are_not_streamed(api):
    assert api.get(f"/api/v1/areas/{JIADING}/", headers=NDJSON).status_code == 406
    assert api.get("/api/v1/changes/", headers=NDJSON).status_code == 406
