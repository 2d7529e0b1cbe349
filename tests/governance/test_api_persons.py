"""Persons through the API: masks only, scope, registering, changing, finding by an exact number."""

import pytest
from django.test import Client

from governance.api.models import KeptAnswer
from governance.audit.models import TrailEntry
from governance.persons.models import Person
from tests.factories import CANGCHANG, XINCHENGLU, YINGYUAN, bearer, make_client

PERSONS = "/api/v1/persons/"
NUMBER, PHONE = "11010519491231002X", "13800001234"


@pytest.fixture
def api(officer):
    verbs = ["person.view", "person.register"]
    return Client(headers=bearer(make_client("street", XINCHENGLU, by=officer, verbs=verbs)))


@pytest.fixture
def next_door(officer):
    verbs = ["person.view", "person.register"]
    return Client(headers=bearer(make_client("next-door", CANGCHANG, by=officer, verbs=verbs)))


def register(api, key="k1", **overrides):
    order = {
        "area": YINGYUAN,
        "name": "王建平",
        "kind": "resident_id",
        "number": NUMBER,
        "phones": [PHONE],
        **overrides,
    }
    return api.post(PERSONS, order, content_type="application/json", headers={"Idempotency-Key": key})


def find(api, number, key="f1"):
    order = {"number": number}
    return api.post(f"{PERSONS}look-up/", order, content_type="application/json", headers={"Idempotency-Key": key})


def test_a_person_is_registered_and_comes_back_masked(api):
    response = register(api)

    told = response.json()
    assert response.status_code == 201, told
    assert told["sex"] == {"code": "female", "label": "女"}
    assert told["birth_year"] == 1949
    assert told["area"] == {"code": YINGYUAN, "name": "迎园社区居委会"}
    assert NUMBER.encode() not in response.content
    assert PHONE.encode() not in response.content
    assert api.get(response["Location"]).content == response.content
    assert TrailEntry.objects.get(verb="person.registered").client.key_id == "street"


def test_the_kept_answer_of_a_registration_holds_no_number(api):
    register(api)

    kept = KeptAnswer.objects.get()
    assert NUMBER.encode() not in bytes(kept.body)
    assert PHONE.encode() not in bytes(kept.body)


def test_registering_the_same_number_again_shows_whom_the_caller_knows(api):
    first = register(api).json()

    refused = register(api, key="k2")

    assert (refused.status_code, refused.json()["code"]) == (409, "already-known")
    assert refused.json()["known"] == [first]


def test_next_door_sees_nothing_of_it_and_may_register_the_same_number(api, next_door):
    person = register(api).json()

    assert next_door.get(f"{PERSONS}{person['id']}/").status_code == 404
    assert next_door.get(f"{PERSONS}?count=exact").json() == {"results": [], "next": None, "count": 0}
    found = find(next_door, NUMBER).json()
    assert found.pop("holder")  # a token, also of a number that nobody has
    assert found == {"persons": [], "organisations": []}
    assert register(next_door, area=CANGCHANG).status_code == 201


def test_a_client_without_the_verb_is_refused_what_it_sees(api, officer):
    person = register(api).json()
    reader = Client(headers=bearer(make_client("reader", XINCHENGLU, by=officer, verbs=["person.view"])))
    path = f"{PERSONS}{person['id']}/"

    assert reader.get(path).status_code == 200
    changed = reader.patch(path, {"note": "x"}, content_type="application/json", headers={"If-Match": "x"})
    assert changed.status_code == 403
    assert register(reader, key="k3").status_code == 404


def test_a_person_is_found_by_an_exact_number_and_the_look_up_is_recorded(api):
    person = register(api).json()

    assert find(api, NUMBER).json()["persons"] == [person]
    assert find(api, PHONE, key="f2").json()["persons"] == [person]
    assert find(api, "12", key="f3").status_code == 422
    assert TrailEntry.objects.filter(verb="person.looked_up").count() == 2


def test_only_what_is_sent_is_changed(api):
    made = register(api, note="住院", address="新成路 1 号")
    path = made["Location"]

    changed = api.patch(
        path, {"address": "新成路 100 号"}, content_type="application/json", headers={"If-Match": made["ETag"]}
    )

    assert changed.status_code == 200, changed.content
    assert changed.json() == {**made.json(), "address": "新成路 100 号", "version": 2}
    stale = api.patch(path, {"note": ""}, content_type="application/json", headers={"If-Match": made["ETag"]})
    assert (stale.status_code, stale.json()["current"]["address"]) == (412, "新成路 100 号")


def test_a_phone_and_a_document_are_added_under_the_version_that_was_read(api):
    made = register(api)
    path, headers = made["Location"], {"If-Match": made["ETag"], "Idempotency-Key": "p1"}

    added = api.post(f"{path}phones/", {"number": "13900005678"}, content_type="application/json", headers=headers)

    assert added.status_code == 201, added.content
    assert len(added.json()["phones"]) == 2
    headers = {"If-Match": made["ETag"], "Idempotency-Key": "p2"}
    again = api.post(f"{path}phones/", {"number": "13900005679"}, content_type="application/json", headers=headers)
    assert again.status_code == 412


@pytest.mark.parametrize(
    ("overrides", "status", "field"),
    [
        ({"number": "110105194912310021"}, 422, "number"),
        ({"birth_on": "2999-01-01"}, 422, "birth_on"),
        ({"area": CANGCHANG[:-1] + "9"}, 422, "area"),
        ({"name": "王" * 10_000}, 400, "name"),
        ({"name": "王\x00平"}, 400, "name"),
        ({"phones": ["x" * 31]}, 400, "phones.0"),
        ({"phones": "13800001234"}, 400, "phones"),
        ({"nickname": "平平"}, 400, "nickname"),
    ],
)
def test_bad_input_is_answered_at_its_field(api, overrides, status, field):
    refused = register(api, **overrides)

    assert (refused.status_code, [fault["field"] for fault in refused.json()["errors"]]) == (status, [field])
    assert not Person.objects.exists()


def test_rare_characters_in_a_name_are_kept(api):
    assert register(api, name="𠮷田㐂").json()["name"] == "𠮷田㐂"


@pytest.mark.parametrize("limit", [1, 3])
def test_the_list_asks_the_same_number_of_queries_whatever_its_length(api, limit, django_assert_num_queries):
    for number in range(3):
        register(api, key=f"k{number}", number="", no_identifier_reason="未带", phones=[f"1380000123{number}"])

    with django_assert_num_queries(4):  # the client with its postings, the page, identifiers, phones
        assert len(api.get(f"{PERSONS}?limit={limit}").json()["results"]) == limit


@pytest.fixture
def street(officer):
    return Client(headers=bearer(make_client("street-two", XINCHENGLU, by=officer, verbs=["person.view"])))


def test_an_entry_found_twice_stays_listed_and_names_the_kept_one_only_within_scope(api, next_door, street):
    kept = register(api).json()["id"]
    later = register(next_door, area=CANGCHANG).json()["id"]
    Person.objects.filter(pk=later).update(same_as=kept)

    one = next_door.get(f"{PERSONS}{later}/").json()
    found = find(next_door, NUMBER).json()["persons"]
    listed = next_door.get(PERSONS).json()["results"]

    assert one["same_as"] is None
    assert [(row["id"], row["same_as"]) for row in found + listed] == [(later, None)] * 2
    assert street.get(f"{PERSONS}{later}/").json()["same_as"] == {"id": kept, "name": "王建平"}
