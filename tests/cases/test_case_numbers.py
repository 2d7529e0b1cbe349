"""Cases found by a full number of a party: in scope, hits and counts alike, and no number in any address."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.urls import reverse

from cases.docket.actions import void_number
from cases.docket.models import Case
from cases.parties.actions import Speaker, leave_party, let_speak
from governance.audit.models import TrailEntry
from governance.lookup import actions as lookup_actions
from governance.lookup.holders import SALT, Holder
from governance.persons.models import Person
from tests.cases.factories import RESPONDENT_ID, make_case, same_parties
from tests.factories import CANGCHANG, ON, make_person

TITLE = "刘桂珍与马俊漏水纠纷"
RESPONDENT_PHONE = "19900000202"
NOBODYS_ID = "31019919890722902X"


def found_by(browser, who, number, **filters):
    """The list after `number` was typed into its search."""
    browser.force_login(who)
    return browser.post(reverse("cases:find"), {"party": number, **filters}, follow=True)


@pytest.mark.parametrize("number", [RESPONDENT_ID, "310199 19820511 9037", RESPONDENT_PHONE, "+86 199-0000-0202"])
@pytest.mark.parametrize("field", ["party", "text"])
def test_a_full_number_in_the_list_finds_the_case_of_whose_it_is(client, staff, registered_case, number, field):
    client.force_login(staff)
    answer = client.post(reverse("cases:find"), {field: number, "procedure": "open"}, follow=True)

    text = answer.content.decode()
    assert TITLE in text
    assert "共 1 条" in text
    assert "办理中（全部）" in text


def test_the_number_is_in_no_address_and_on_no_page(client, staff, registered_case):
    answer = found_by(client, staff, RESPONDENT_ID)

    addresses = "".join(address for address, _ in answer.redirect_chain)
    assert RESPONDENT_ID not in addresses + answer.content.decode()
    assert "310199********9037" in answer.content.decode()


def test_next_door_a_party_s_number_is_as_unknown_as_nobody_s(client, sun, registered_case):
    answers = [found_by(client, sun, number) for number in (RESPONDENT_ID, NOBODYS_ID)]

    assert ["共 0 条" in answer.content.decode() for answer in answers] == [True, True]
    tokens = [parse_qs(urlsplit(answer.redirect_chain[-1][0]).query)["holder"][0] for answer in answers]
    told = [signing.loads(token, salt=SALT) for token in tokens]
    assert [sorted(one) for one in told] == [["identifiers", "mask"], ["identifiers", "mask"]]


def test_a_party_registered_next_door_is_found_where_the_case_is(client, lin, sun, committee, registered_case):
    guest = make_person(sun, CANGCHANG, name="秦川", number=NOBODYS_ID, phones=())
    case = make_case(lin, committee, entries=same_parties(registered_case), dispute_subtype="噪音")
    let_speak(case.parties.first(), by=lin, speaker=Speaker(guest, "agent", "lawyer", "special"))

    assert "噪音纠纷" in found_by(client, lin, NOBODYS_ID).content.decode()
    assert "共 0 条" in found_by(client, sun, NOBODYS_ID).content.decode()


def test_the_search_is_recorded_and_limited(client, lin, registered_case, monkeypatch):
    monkeypatch.setattr(lookup_actions, "LOOKUP_LIMITS", ((lookup_actions.timedelta(minutes=1), 1),))
    found_by(client, lin, RESPONDENT_ID)
    answer = found_by(client, lin, RESPONDENT_ID)

    assert "1 分钟内最多 1 次" in answer.content.decode()
    entry = TrailEntry.objects.get(verb="person.looked_up")
    assert list(entry.detail.body) == ["digest"]


def test_a_number_in_an_address_is_refused_and_not_repeated(client, lin, registered_case):
    client.force_login(lin)
    answer = client.get(reverse("cases:cases"), {"party": RESPONDENT_ID})

    assert answer.status_code == 400
    assert "不能写在网址里" in answer.content.decode()


@pytest.mark.parametrize("token", ["x", "\x00", "𠮷" * 100, "eyJwZXJzb24iOjF9:1:2"])
def test_a_token_of_nobody_s_making_is_refused(client, lin, registered_case, token):
    client.force_login(lin)
    answer = client.get(reverse("cases:cases"), {"holder": token})

    assert answer.status_code == 400
    assert TITLE not in answer.content.decode()


def test_what_is_typed_too_long_is_refused_at_its_filter(client, lin, registered_case):
    client.force_login(lin)
    answer = client.post(reverse("cases:find"), {"party": "马" * 10_000, "procedure": "open"}, follow=True)

    assert answer.status_code == 400
    assert "当事人" in answer.content.decode()


def test_the_look_up_shows_their_cases_with_state_also_void_ones(client, officer, lin, accepted_case, committee):
    make_case(lin, committee, entries=same_parties(accepted_case), dispute_subtype="噪音")
    void_number(accepted_case, by=officer, reason="重复受理")
    client.force_login(lin)

    text = client.post(reverse("lookup:search"), {"q": RESPONDENT_PHONE}).content.decode()
    assert f"{accepted_case.number} {TITLE}" in text
    assert "案号已作废" in text
    assert "待审查" in text


def test_the_page_of_a_person_shows_the_cases_that_its_reader_sees(client, lin, sun, staff, registered_case):
    person = Person.objects.get(name="马俊")
    shown = {}
    for reader in (lin, staff):
        client.force_login(reader)
        shown[reader.username] = TITLE in client.get(person.matters_url).content.decode()
    client.force_login(sun)

    assert shown == {"lin": True, "staff": True}
    assert client.get(person.matters_url).status_code == 404


def test_the_page_of_a_person_takes_the_same_queries_for_more_cases(
    client, lin, committee, registered_case, django_assert_num_queries, django_assert_max_num_queries
):
    person = Person.objects.get(name="马俊")
    client.force_login(lin)
    client.get(person.matters_url)
    with django_assert_max_num_queries(20) as before:
        client.get(person.matters_url)
    for _ in range(2):
        make_case(lin, committee, entries=same_parties(registered_case))
    with django_assert_num_queries(len(before)):
        answer = client.get(person.matters_url)

    assert answer.content.decode().count(TITLE) == 3


def test_who_left_a_case_and_who_is_entered_twice_are_found_with_it(lin, registered_case):
    party = registered_case.parties.get(side="respondent")
    leave_party(party, by=lin, left_on=ON, reason="登记有误")
    again = make_person(lin, registered_case.area_id, name="马俊", kind="passport", number="EA7654321", phones=())
    Person.objects.filter(pk=again.pk).update(same_as=party.person)

    for person in (party.person, again):
        assert [*Case.objects.visible_to(lin).involving(Holder(person=person.pk))] == [registered_case]
