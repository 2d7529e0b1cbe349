"""Postings through the API: scope, `If-Match`, `Idempotency-Key`, step-up, CSRF."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from governance.api.models import KeptAnswer
from governance.audit.models import TrailEntry
from governance.people.models import Posting
from tests import factories
from tests.factories import (
    CANGCHANG,
    JIADING,
    XINCHENGLU,
    YINGYUAN,
    bearer,
    confirm_identity,
    make_account,
    make_client,
)

POSTINGS = "/api/v1/postings/"
TODAY = timezone.localdate


@pytest.fixture
def desk(officer, settings):
    """The district officer's session, freshly confirmed."""
    settings.DEMO = True  # the second factor is waived: it is tested elsewhere
    browser = Client(raise_request_exception=False, headers={"Accept": "application/json"})
    confirm_identity(browser, officer)
    return browser


def opened_in(username, area):
    account = make_account(username, name="新人")
    account.opened_in_id = area
    account.save()
    return account


@pytest.fixture
def newcomer(places):
    return opened_in("newcomer", XINCHENGLU)


def send(browser, method, path, body, **headers):
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return getattr(browser, method)(path, body, content_type="application/json", headers=sent)


def order(account, **overrides):
    basis = {
        "account": account.pk,
        "role": "mediator",
        "area": YINGYUAN,
        "starts_on": str(TODAY()),
        "reason": "聘书 3 号",
    }
    return {**basis, **overrides}


def grant(browser, holder, key="k1", **overrides):
    return send(browser, "post", POSTINGS, {**order(holder), **overrides}, Idempotency_Key=key)


# --- reading


def test_a_posting_is_read_with_labels_and_times_with_zone(desk, officer, lin):
    posting = lin.postings.get()

    assert desk.get(f"{POSTINGS}{posting.pk}/").json() == {
        "id": posting.pk,
        "account": {"id": lin.pk, "name": "林晓"},
        "client": None,
        "role": {"code": "mediator", "label": "人民调解员"},
        "area": {"code": YINGYUAN, "name": "迎园社区居委会"},
        "starts_on": "2026-01-01",
        "ends_on": None,
        "state": {"code": "active", "label": "有效"},
        "reason": "",
        "granted_by": None,
        "granted_at": timezone.localtime(posting.granted_at).isoformat(),
        "version": 1,
    }


def test_a_client_sees_the_postings_of_its_place_and_no_other(officer, lin, sun, far):
    client = make_client("street", XINCHENGLU, by=officer, verbs=["posting.view"])
    api = Client(headers=bearer(client))

    names = {row["account"]["name"] for row in api.get(POSTINGS).json()["results"] if row["account"]}
    assert names == {"林晓", "孙丽"}
    assert api.get(f"{POSTINGS}?count=exact").json()["count"] == 3  # its own is the third
    assert api.get(f"{POSTINGS}{far.postings.get().pk}/").status_code == 404


def test_sun_finds_neither_the_list_nor_a_posting(sun, lin):
    browser = Client()
    browser.force_login(sun, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert browser.get(POSTINGS).status_code == 404
    assert browser.get(f"{POSTINGS}{lin.postings.get().pk}/").status_code == 404
    assert grant(browser, lin).status_code == 404


@pytest.mark.parametrize("sort", ["area", "-area", "starts_on", "-id"])
def test_every_order_of_a_list_shows_each_row_once(desk, officer, lin, sun, zhao, sort):
    seen, address = [], f"{POSTINGS}?limit=1&sort={sort}"
    while address:
        body = desk.get(address).json()
        seen += [row["id"] for row in body["results"]]
        address = body["next"]

    column = {"area": "area_id", "starts_on": "starts_on", "id": "pk"}[sort.lstrip("-")]
    sign = "-" if sort.startswith("-") else ""
    rows = Posting.objects.visible_to(officer).order_by(f"{sign}{column}", f"{sign}pk")
    assert seen == [row.pk for row in rows]


@pytest.mark.parametrize("limit", [1, 3])
def test_the_list_asks_the_same_number_of_queries_whatever_its_length(
    officer, lin, sun, zhao, limit, django_assert_num_queries
):
    api = Client(headers=bearer(make_client("street", XINCHENGLU, by=officer, verbs=["posting.view"])))
    api.get(POSTINGS)

    with django_assert_num_queries(2):  # the client with its postings, the page
        assert len(api.get(f"{POSTINGS}?limit={limit}").json()["results"]) == limit


# --- granting


def test_a_posting_is_granted_and_found_at_its_location(desk, officer, newcomer):
    response = grant(desk, newcomer)

    assert response.status_code == 201, response.content
    posting = newcomer.postings.get()
    assert response["Location"].endswith(f"{POSTINGS}{posting.pk}/")
    assert desk.get(response["Location"]).content == response.content
    assert desk.get(response["Location"])["ETag"] == response["ETag"]
    assert TrailEntry.objects.get(verb="posting.granted").account == officer


def test_the_same_key_gets_the_same_answer_and_makes_one_row(desk, newcomer):
    first, again = grant(desk, newcomer), grant(desk, newcomer)

    assert (again.status_code, again.content) == (201, first.content)
    assert again["Idempotency-Replayed"] == "true"
    assert again["Location"] == first["Location"]
    assert "Idempotency-Replayed" not in first
    assert newcomer.postings.count() == 1


def test_the_same_key_with_another_body_is_refused(desk, newcomer):
    grant(desk, newcomer)

    refused = grant(desk, newcomer, area=CANGCHANG)

    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency-key-reused")


def test_a_post_without_a_key_is_refused(desk, newcomer):
    refused = desk.post(POSTINGS, order(newcomer), content_type="application/json")

    assert refused.status_code == 400
    assert [fault["field"] for fault in refused.json()["errors"]] == ["Idempotency-Key"]


def test_a_refused_grant_keeps_no_answer_and_its_key_may_be_tried_again(desk, newcomer):
    refused = grant(desk, newcomer, starts_on="1999-01-01")

    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json()["errors"]] == ["starts_on"]
    assert not KeptAnswer.objects.exists()
    assert grant(desk, newcomer).status_code == 201


@pytest.mark.parametrize(
    ("overrides", "status", "fields"),
    [
        ({"role": "king"}, 400, ["role"]),
        ({"area": "31"}, 400, ["area"]),
        ({"area": "310114999999"}, 422, ["area"]),
        ({"account": 2**63 - 1}, 422, ["account"]),
        ({"account": 10**30}, 400, ["account"]),
        ({"account": [[]]}, 400, ["account"]),
        ({"starts_on": "2026-02-30"}, 400, ["starts_on"]),
        ({"starts_on": "9999-12-31"}, 422, ["starts_on"]),
        ({"ends_on": "9999-12-31"}, 422, ["ends_on"]),
        ({"reason": "长" * 10_000}, 400, ["reason"]),
        ({"reason": "a\x00b"}, 400, ["reason"]),
        ({"reason": {"a": 1}}, 400, ["reason"]),
        ({"colour": "red"}, 400, ["colour"]),
        ({"role": None, "reason": None}, 400, ["role", "reason"]),
    ],
)
def test_bad_input_is_answered_at_its_field(desk, newcomer, overrides, status, fields):
    response = grant(desk, newcomer, **overrides)

    told = sorted(fault["field"] for fault in response.json()["errors"])
    assert (response.status_code, told) == (status, sorted(fields))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"reason": "\\ud800"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 2000,
        b"NaN",
        b"1e999",
    ],
)
def test_a_body_that_is_no_json_object_is_a_problem(desk, body):
    response = desk.generic("POST", POSTINGS, body, "application/json", headers={"Idempotency-Key": "k"})

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x"]
)
def test_a_body_of_another_kind_is_a_problem(desk, kind):
    response = desk.generic("POST", POSTINGS, b"a=1", kind, headers={"Idempotency-Key": "k"})

    assert response.status_code == 415
    assert response["Content-Type"] == "application/problem+json"


def test_a_body_that_is_too_large_is_a_problem(desk, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = desk.generic("POST", POSTINGS, b"x" * 1001, "application/json", headers={"Idempotency-Key": "k"})

    assert response.status_code == 413
    assert response["Content-Type"] == "application/problem+json"


def test_emoji_and_rare_characters_are_kept(desk, newcomer):
    response = grant(desk, newcomer, reason="𠮷𠮷 㐂 🏮 聘")

    assert response.json()["reason"] == "𠮷𠮷 㐂 🏮 聘"


def test_an_overlapping_grant_is_refused_with_its_reason(desk, newcomer):
    grant(desk, newcomer)

    refused = grant(desk, newcomer, key="k2")

    assert (refused.status_code, refused.json()["code"]) == (409, "posting-overlaps")


# --- changing


def test_two_editors_of_one_posting_the_second_gets_412_and_sees_the_first_ones_change(desk, newcomer):
    grant(desk, newcomer)
    path = f"{POSTINGS}{newcomer.postings.get().pk}/"
    etag = desk.get(path)["ETag"]
    until = date(TODAY().year + 1, 6, 1)

    first = send(desk, "patch", path, {"ends_on": str(until), "reason": "换届"}, If_Match=etag)
    second = send(desk, "patch", path, {"ends_on": None, "reason": "续聘"}, If_Match=etag)

    assert (first.status_code, first.json()["version"]) == (200, 2)
    assert (second.status_code, second.json()["code"]) == (412, "stale")
    assert second.json()["current"] == desk.get(path).json() == first.json()
    assert second["ETag"] == first["ETag"] == desk.get(path)["ETag"]
    assert newcomer.postings.get().ends_on == until


@pytest.mark.parametrize(("tag", "status"), [(None, 428), ("", 428), ("*", 428), ('"9.9-abc"', 412), ('"x"', 412)])
def test_a_change_says_which_version_it_read(desk, newcomer, tag, status):
    grant(desk, newcomer)
    path = f"{POSTINGS}{newcomer.postings.get().pk}/"
    headers = {} if tag is None else {"If_Match": tag}

    response = send(desk, "patch", path, {"reason": "换届"}, **headers)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"


def test_a_tag_weakened_by_a_proxy_still_counts(desk, newcomer):
    etag = grant(desk, newcomer)["ETag"]
    path = f"{POSTINGS}{newcomer.postings.get().pk}/"

    assert send(desk, "patch", path, {"reason": "换届"}, If_Match=f"W/{etag}").status_code == 200


def test_ending_a_posting_takes_the_key_and_the_version(desk, newcomer):
    etag = grant(desk, newcomer)["ETag"]
    path = f"{POSTINGS}{newcomer.postings.get().pk}/end/"
    body = {"ends_on": str(TODAY()), "reason": "离任"}

    assert send(desk, "post", path, body, Idempotency_Key="k9").status_code == 428
    ended = send(desk, "post", path, body, Idempotency_Key="k9", If_Match=etag)
    again = send(desk, "post", path, body, Idempotency_Key="k9", If_Match=etag)

    assert ended.json()["state"] == {"code": "ended", "label": "已结束"}
    assert (again.status_code, again.content, again["ETag"]) == (200, ended.content, ended["ETag"])


def test_whoever_sees_a_posting_without_the_verb_gets_403(staff, lin, settings):
    settings.DEMO = True
    browser = Client()
    confirm_identity(browser, staff)
    path = f"{POSTINGS}{lin.postings.get().pk}/"

    assert browser.get(path).status_code == 200
    assert send(browser, "patch", path, {"reason": "换届"}, If_Match='"1.1-a"').status_code == 403


def test_handing_out_rights_asks_to_confirm_who_is_there(officer, newcomer, settings):
    settings.DEMO = True
    browser = Client()
    browser.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session.pop("account_authentication_methods", None)
    session.save()

    refused = grant(browser, newcomer)

    assert (refused.status_code, refused.json()["code"]) == (403, "stepup-required")


def test_a_session_without_the_csrf_token_is_refused(officer, newcomer, settings):
    settings.DEMO = True
    browser = Client(enforce_csrf_checks=True)
    confirm_identity(browser, officer)

    refused = grant(browser, newcomer)

    assert (refused.status_code, refused.json()["code"]) == (403, "not-permitted")
    assert not newcomer.postings.exists()


# --- all at once


@pytest.mark.django_db(transaction=True)
def test_a_hundred_identical_posts_at_once_make_one_row(live_server, settings):
    settings.DEMO = True
    factories.make_places()
    officer = make_account("officer", "district_officer", JIADING)
    newcomer = opened_in("newcomer", XINCHENGLU)
    browser = Client()
    confirm_identity(browser, officer)
    settings.API_RATE_PER_MINUTE = 1000
    token = "a" * 32
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": "one-grant",
        "Cookie": f"sessionid={browser.cookies['sessionid'].value}; csrftoken={token}",
        "X-CSRFToken": token,
    }
    request = Request(f"{live_server.url}{POSTINGS}", orjson.dumps(order(newcomer)), headers, method="POST")

    def post(_):
        try:
            with urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except HTTPError as refusal:
            return refusal.code, b""
        except (ConnectionError, URLError):
            return post(_)  # lost on the way (the server's queue is short): sent again, with the same key

    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(post, range(100)))
    connection.close()

    statuses = {status for status, _ in answers}
    assert Posting.objects.filter(account=newcomer).count() == 1
    assert 201 in statuses <= {201, 409}
    assert len({body for status, body in answers if status == 201}) == 1
