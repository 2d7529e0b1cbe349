"""The base of the API, through the places: the door, problems, lists, conditional reads, rates."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from governance.areas.models import Area
from governance.people.models import ApiClient
from tests.factories import JIADING, XINCHENGLU, YINGYUAN, bearer, make_area, make_client

AREAS = "/api/v1/areas/"


@pytest.fixture
def puller(officer):
    return make_client("puller", JIADING, by=officer)


@pytest.fixture
def api(puller):
    return Client(headers=bearer(puller), raise_request_exception=False)


def problem_of(response, status):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["request_id"]
    return body


def faults(response, status=400):
    return [(fault["field"], fault["code"]) for fault in problem_of(response, status)["errors"]]


# --- the door


def test_a_stranger_is_asked_to_authenticate(places):
    response = Client().get(AREAS)

    assert problem_of(response, 401)["code"] == "not-authenticated"
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("header", ["Bearer puller.wrong", "Bearer ", "Bearer \x00", "Bearer 钥匙"])
def test_a_wrong_secret_is_answered_as_a_problem(puller, header):
    response = Client().get(AREAS, headers={"Authorization": header})

    assert problem_of(response, 401)["code"] == "not-authenticated"
    assert response["WWW-Authenticate"]


def test_a_client_from_a_foreign_network_is_refused(api, puller):
    ApiClient.objects.update(networks=["10.0.0.0/8"])

    assert problem_of(api.get(AREAS), 403)["code"] == "not-permitted"


def test_somebody_signed_in_on_the_pages_reads_too(lin):
    browser = Client()
    browser.force_login(lin, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert browser.get(AREAS).status_code == 200


# --- problems


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/nothing/", "/api/v1/areas", "/api/v2/areas/"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options"])
def test_an_unknown_route_is_a_problem(api, path, method):
    assert problem_of(getattr(api, method)(path), 404)["code"] == "not-found"


def test_an_unknown_row_is_the_same_answer_as_an_unknown_route(api):
    def body(path):
        return {name: value for name, value in problem_of(api.get(path), 404).items() if name != "request_id"}

    assert body("/api/v1/areas/999999999999/") == body("/api/v1/nothing/")


def test_a_method_that_is_not_offered_names_those_that_are(api):
    response = api.post(AREAS, headers={"Idempotency-Key": "k"})

    assert problem_of(response, 405)["code"] == "method-not-allowed"
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*"])
def test_a_format_that_is_not_offered_is_a_problem(api, accept):
    assert problem_of(api.get(AREAS, headers={"Accept": accept}), 406)["code"] == "not-acceptable"


@pytest.mark.parametrize("path", ["/api/v1/areas/a%00b/", "/api/v1/areas/?search=%00"])
def test_a_null_byte_is_refused(api, path):
    problem = api.get(path)

    assert problem.status_code in (400, 404)
    assert problem["Content-Type"] == "application/problem+json"


# --- lists


def test_the_list_is_paged_by_cursors_and_shows_every_place_once(api, places):
    codes, address, pages = [], f"{AREAS}?limit=5", 0
    while address:
        body = api.get(address).json()
        codes += [area["code"] for area in body["results"]]
        address, pages = body["next"], pages + 1

    assert codes == sorted(places)
    assert pages == 3


def test_a_list_can_be_read_downward(api):
    first = api.get(f"{AREAS}?sort=-code&limit=7").json()
    second = api.get(first["next"]).json()

    codes = [area["code"] for area in first["results"] + second["results"]]
    assert codes == list(Area.objects.order_by("-pk").values_list("pk", flat=True))
    assert second["next"] is None


def test_rows_that_come_in_between_shift_nothing(api, places):
    first = api.get(f"{AREAS}?limit=2").json()
    make_area("110000000000", "北京市")
    second = api.get(first["next"]).json()

    assert [area["code"] for area in first["results"]] == ["000000000000", "310000000000"]
    assert second["results"][0]["code"] == "310100000000"


@pytest.mark.parametrize("cursor", ["x", "eA.x", "", "a" * 5000, "游标", "%00"])
def test_a_forged_cursor_is_refused(api, cursor):
    assert faults(api.get(AREAS, {"cursor": cursor})) == [("cursor", "bad-cursor")]


def test_a_cursor_of_other_filters_or_of_somebody_else_is_refused(api, officer):
    address = api.get(f"{AREAS}?limit=2").json()["next"]
    other = Client(headers=bearer(make_client("other", JIADING, by=officer)))

    assert faults(api.get(f"{address}&level=4")) == [("cursor", "bad-cursor")]
    assert faults(api.get(f"{address}&sort=-code")) == [("cursor", "bad-cursor")]
    assert faults(other.get(address)) == [("cursor", "bad-cursor")]


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "", "1e9", "²"])
def test_a_limit_out_of_range_is_refused(api, limit):
    assert faults(api.get(AREAS, {"limit": limit})) == [("limit", "bad-value")]


def test_the_total_is_told_only_when_asked(api, places):
    assert "count" not in api.get(AREAS).json()
    assert api.get(f"{AREAS}?count=exact&limit=1").json()["count"] == len(places)
    assert faults(api.get(f"{AREAS}?count=yes")) == [("count", "bad-value")]


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("shape=round", ("shape", "unknown")),
        ("fields=code,colour", ("fields", "unknown")),
        ("sort=colour", ("sort", "unknown")),
        ("parent=31", ("parent", "bad-value")),
        ("level=9", ("level", "bad-value")),
        ("valid_on=2026-02-30", ("valid_on", "bad-value")),
        ("level=4&level=5", ("level", "repeated")),
        ("format=json", ("format", "unknown")),
    ],
)
def test_what_the_list_does_not_know_is_named(api, query, fault):
    assert faults(api.get(f"{AREAS}?{query}")) == [fault]


def test_fields_narrow_the_answer(api):
    assert api.get(f"{AREAS}{YINGYUAN}/?fields=code,name").json() == {"code": YINGYUAN, "name": "迎园社区居委会"}
    assert api.get(f"{AREAS}?fields=code&limit=1").json()["results"] == [{"code": "000000000000"}]
    inside = api.get(f"{AREAS}?fields=parent.name,level.label&parent={XINCHENGLU}&limit=1").json()["results"]
    assert inside == [{"level": {"label": "村级"}, "parent": {"name": "新成路街道"}}]


@pytest.mark.parametrize("limit", [1, 3])
def test_the_list_asks_the_same_number_of_queries_whatever_its_length(api, limit, django_assert_num_queries):
    api.get(AREAS)  # the use of the client is noted once a minute

    with django_assert_num_queries(2):  # the client with its postings; the places with their parents
        assert len(api.get(f"{AREAS}?limit={limit}").json()["results"]) == limit


# --- conditional reads


@pytest.mark.parametrize("path", [AREAS, f"{AREAS}{YINGYUAN}/", f"{AREAS}?within={XINCHENGLU}&fields=code"])
def test_what_did_not_change_is_not_sent_again(api, path):
    etag = api.get(path)["ETag"]
    again = api.get(path, headers={"If-None-Match": f'"other", W/{etag}'})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_what_changed_is_sent_again(api, places):
    path = f"{AREAS}{YINGYUAN}/"
    etag = api.get(path)["ETag"]
    places[YINGYUAN].name = "迎园新居委会"
    places[YINGYUAN].save()

    assert api.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_answers_are_private_and_vary_with_who_asks(api):
    response = api.get(AREAS)

    assert response["Cache-Control"] == "private, no-cache"
    assert {"Accept", "Authorization", "Cookie"} <= set(response["Vary"].split(", "))


# --- rates


def test_each_answer_tells_the_rate_and_the_last_one_refuses(api, puller):
    ApiClient.objects.update(rate_per_minute=2)
    answers = [api.get(AREAS) for _ in range(4)]  # a minute may end in between

    assert answers[0]["RateLimit-Limit"] == "2"
    assert int(answers[0]["RateLimit-Reset"]) in range(61)
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert problem_of(refused[-1], 429)["code"] == "throttled"
    assert int(refused[-1]["Retry-After"]) in range(1, 61)
    assert refused[-1]["RateLimit-Remaining"] == "0"


def test_without_redis_no_request_fails(api, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = api.get(AREAS)

    assert response.status_code == 200
    assert "RateLimit-Limit" not in response


# --- places


def test_a_place_comes_with_labels_beside_its_codes(api):
    assert api.get(f"{AREAS}{XINCHENGLU}/").json() == {
        "code": XINCHENGLU,
        "name": "新成路街道",
        "level": {"code": 4, "label": "乡级"},
        "kind": "街道",
        "parent": {"code": JIADING, "name": "嘉定区"},
        "valid_from": None,
        "valid_to": None,
        "version": 1,
    }


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        (f"parent={JIADING}", ["310114001000", "310114003000"]),
        (f"within={XINCHENGLU}", ["310114001000", "310114001001", "310114001002"]),
        ("level=3", ["310104000000", "310114000000"]),
        ("search=迎园", ["310114001001"]),
        ("search=jdz", ["310114003000"]),
        ("search=新成路 仓场", ["310114001002"]),
        ("search=310114003", ["310114003000", "310114003001"]),
        (f"search=社区&within={JIADING}&sort=-code", ["310114003001", "310114001002", "310114001001"]),
        (f"search=社区&parent={XINCHENGLU}", ["310114001001", "310114001002"]),
        ("search=街道&level=5", []),
        ("search=𠮷", []),
        ("valid_on=2026-01-01&level=1", ["310000000000"]),
    ],
)
def test_places_are_found_by_their_filters(api, query, codes):
    assert [area["code"] for area in api.get(f"{AREAS}?{query}").json()["results"]] == codes


# --- what a year does to a cursor


def test_a_cursor_from_last_year_goes_on_where_it_was(api, places):
    address = api.get(f"{AREAS}?limit=3").json()["next"]
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        ApiClient.objects.update(expires_at=timezone.now() + timedelta(days=1))
        rest = api.get(f"{address}&count=exact").json()

    assert len(rest["results"]) == 3
    assert rest["results"][0]["code"] == sorted(places)[3]


def test_a_cursor_from_before_the_secret_was_changed_is_refused(api, settings):
    address = api.get(f"{AREAS}?limit=3").json()["next"]
    settings.SECRET_KEY = "another-secret-of-more-than-fifty-characters-for-the-tests"

    assert faults(api.get(address)) == [("cursor", "bad-cursor")]
