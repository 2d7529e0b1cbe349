"""Organisations through the API: masked phones, scope, filters, registering, changing."""

import pytest
from django.test import Client

from governance.audit.models import TrailEntry
from governance.organisations.models import Organisation
from tests.factories import CANGCHANG, XINCHENGLU, YINGYUAN, bearer, make_client

ORGANISATIONS = "/api/v1/organisations/"
CODE, PHONE = "91310199MA1X00A10C", "021-61234567"


def client_at(place, officer, *verbs):
    held = verbs or ("organisation.view", "organisation.register")
    return Client(headers=bearer(make_client(f"c{place}", place, by=officer, verbs=list(held))))


@pytest.fixture
def api(officer):
    return client_at(XINCHENGLU, officer)


def register(api, key="k1", **overrides):
    order = {
        "area": YINGYUAN,
        "kind": "legal_person",
        "name": "云川和居物业服务有限公司",
        "credit_code": CODE,
        "phones": [PHONE],
        **overrides,
    }
    return api.post(ORGANISATIONS, order, content_type="application/json", headers={"Idempotency-Key": key})


def shop(api, key, name, **overrides):
    return register(api, key, kind="unincorporated", name=name, credit_code="", **overrides)


def change(api, made, etag, **order):
    return api.patch(made["Location"], order, content_type="application/json", headers={"If-Match": etag})


def names(api, query):
    return [row["name"] for row in api.get(f"{ORGANISATIONS}?{query}").json()["results"]]


def test_an_organisation_is_registered_and_comes_back_with_its_phone_masked(api):
    response = register(api)

    told = response.json()
    assert response.status_code == 201, told
    assert told["kind"] == {"code": "legal_person", "label": "法人"}
    assert told["area"] == {"code": YINGYUAN, "name": "迎园社区居委会"}
    assert told["phones"][0]["masked"] != PHONE
    assert b"61234567" not in response.content
    assert api.get(response["Location"]).content == response.content
    assert TrailEntry.objects.get(verb="organisation.registered").client.key_id == f"c{XINCHENGLU}"


def test_registering_the_same_code_again_shows_which_one_the_caller_knows(api):
    first = register(api).json()

    refused = register(api, key="k2")

    assert (refused.status_code, refused.json()["known"]) == (409, [first])
    assert register(api, key="k3", another_because="分支机构").status_code == 201


def test_next_door_sees_nothing_of_it(api, officer):
    made = register(api).json()
    next_door = client_at(CANGCHANG, officer)

    assert next_door.get(f"{ORGANISATIONS}{made['id']}/").status_code == 404
    assert next_door.get(f"{ORGANISATIONS}?count=exact").json() == {"results": [], "next": None, "count": 0}


def test_a_client_that_may_only_look_is_refused_what_it_sees(api, officer):
    made = register(api)
    reader = client_at(YINGYUAN, officer, "organisation.view")

    assert reader.get(made["Location"]).status_code == 200
    assert change(reader, made, made["ETag"], note="x").status_code == 403
    assert register(reader, key="k2").status_code == 404


def test_organisations_are_found_by_their_filters(api):
    register(api)
    shop(api, "k2", "迎园便民修理铺", area=CANGCHANG)

    assert names(api, f"credit_code={CODE.lower()}") == ["云川和居物业服务有限公司"]
    assert names(api, "name=ychj") == ["云川和居物业服务有限公司"]
    assert names(api, "kind=unincorporated") == ["迎园便民修理铺"]
    assert names(api, f"area={CANGCHANG}") == ["迎园便民修理铺"]
    assert names(api, "sort=-name&fields=name") == ["云川和居物业服务有限公司", "迎园便民修理铺"]
    assert api.get(f"{ORGANISATIONS}?colour=red").status_code == 400


def test_only_what_is_sent_is_changed_and_only_by_who_read_it_last(api):
    made = register(api, note="门卫代收信件")

    changed = change(api, made, made["ETag"], address="新成路 100 号")

    assert changed.json() == {**made.json(), "address": "新成路 100 号", "version": 2}
    stale = change(api, made, made["ETag"], note="")
    assert (stale.status_code, stale.json()["current"]["address"]) == (412, "新成路 100 号")


def test_a_phone_is_added_under_the_version_that_was_read(api):
    made = register(api)
    path, headers = f"{made['Location']}phones/", {"If-Match": made["ETag"], "Idempotency-Key": "p1"}

    added = api.post(path, {"number": "12345"}, content_type="application/json", headers=headers)

    assert added.status_code == 201, added.content
    assert len(added.json()["phones"]) == 2


@pytest.mark.parametrize(
    ("overrides", "status", "field"),
    [
        ({"credit_code": "91310199MA1X00A10D"}, 422, "credit_code"),
        ({"credit_code": ""}, 422, "credit_code"),
        ({"kind": "guild"}, 400, "kind"),
        ({"area": CANGCHANG[:-1] + "9"}, 422, "area"),
        ({"name": "社" * 10_000}, 400, "name"),
        ({"name": "云\x00川"}, 400, "name"),
        ({"phones": ["1"]}, 422, "phones"),
        ({"colour": "红"}, 400, "colour"),
    ],
)
def test_bad_input_is_answered_at_its_field(api, overrides, status, field):
    refused = register(api, **overrides)

    assert (refused.status_code, [fault["field"] for fault in refused.json()["errors"]]) == (status, [field])
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("limit", [1, 3])
def test_the_list_asks_the_same_number_of_queries_whatever_its_length(api, limit, django_assert_num_queries):
    for number in range(3):
        shop(api, f"k{number}", f"修理铺{'甲乙丙'[number]}")

    with django_assert_num_queries(3):  # the client with its postings, the page, phones
        assert len(api.get(f"{ORGANISATIONS}?limit={limit}").json()["results"]) == limit
