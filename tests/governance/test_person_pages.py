"""The pages of persons, organisations, duplicates and numbers, as each seat finds them."""

import re
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client

from governance.audit.models import TrailEntry
from governance.duplicates.models import DuplicateSuspicion
from governance.jobs.exports import find_export
from governance.organisations.models import Organisation
from governance.persons.models import Person
from tests.factories import (
    CANGCHANG,
    CHEN_ID,
    CHEN_PHONE,
    YINGYUAN,
    confirm_identity,
    make_organisation,
    make_person,
)

FULL_BIRTH = re.compile(r"1978.{0,3}0?3.{0,3}14")


@pytest.fixture
def at(settings):
    """A browser at which somebody is signed in and has just confirmed who they are."""
    settings.DEMO = True

    def open_browser(account):
        browser = Client()
        confirm_identity(browser, account)
        return browser

    return open_browser


def registration(**overrides):
    return {
        "kind": "resident_id",
        "number": CHEN_ID,
        "name": "陈志远",
        "phones": CHEN_PHONE,
        "area": YINGYUAN,
        "submission": "0123456789abcdef",
        **overrides,
    }


def text_of(response):
    return response.content.decode()


def test_a_person_is_registered_from_the_form_with_sex_and_birth_filled_in(at, lin):
    answer = at(lin).post("/persons/register/", registration())

    person = Person.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, person.get_absolute_url())
    assert (person.sex, person.birth_year) == ("male", 1978)


def test_a_form_sent_twice_makes_one_person_and_leads_to_the_same_page(at, lin):
    browser = at(lin)
    values = registration(number="", no_identifier_reason="口头申请")

    answers = [browser.post("/persons/register/", values) for _ in range(2)]

    assert len({answer["Location"] for answer in answers}) == 1
    assert Person.objects.count() == 1


def test_what_was_typed_is_kept_beside_the_error(at, lin):
    answer = at(lin).post("/persons/register/", registration(number="310199197803149038", name="陈志远"))

    page = text_of(answer)
    assert answer.status_code == 422
    assert "校验码不对" in page
    assert 'value="陈志远"' in page
    assert not Person.objects.exists()


def test_the_number_fills_sex_and_birth_while_one_types(at, lin):
    browser = at(lin)

    right = text_of(browser.post("/persons/told/", {"kind": "resident_id", "number": CHEN_ID}))
    wrong = text_of(browser.post("/persons/told/", {"kind": "resident_id", "number": "310199197803149038"}))

    assert 'value="1978-03-14"' in right
    assert '<option value="male" selected>' in right
    assert "校验码不对" in wrong


def test_a_known_person_is_shown_and_asked_about(at, lin, chen):
    browser = at(lin)

    asked = browser.post("/persons/register/", registration(name="陈建"))
    settled = browser.post("/persons/register/", registration(name="陈建", another_because="派出所证明为重号"))

    assert asked.status_code == 409
    assert f'href="{chen.get_absolute_url()}">使用已有登记' in text_of(asked)
    assert settled.status_code == 302
    assert DuplicateSuspicion.objects.get().reason == "派出所证明为重号"


def test_next_door_the_answer_is_the_same_as_for_a_number_nobody_has(at, sun, chen):
    browser = at(sun)

    hidden = browser.post("/persons/register/", registration(area=CANGCHANG))
    unknown = browser.post(
        "/persons/register/", registration(area=CANGCHANG, number="31019919890722902X", submission="another-0001")
    )

    assert (hidden.status_code, unknown.status_code) == (302, 302)
    assert not text_of(hidden)


@pytest.mark.parametrize(
    "path",
    [
        "/persons/{person}/",
        "/persons/{person}/phones/",
        "/persons/{person}/history/",
        "/persons/{person}/change/",
        "/persons/{person}/identifiers/add/",
        "/persons/{person}/phones/add/",
        "/persons/identifiers/{identifier}/end/",
        "/persons/phones/{phone}/end/",
        "/lookup/identifiers/{identifier}/reveal/",
        "/lookup/phones/{phone}/reveal/",
        "/lookup/phones/{company_phone}/reveal/",
        "/lookup/persons/{person}/birth-date/",
        "/organisations/{company}/",
        "/organisations/{company}/change/",
        "/organisations/{company}/phones/add/",
        "/duplicates/{suspicion}/",
    ],
)
def test_next_door_every_page_of_a_row_is_as_one_that_does_not_exist(at, lin, sun, chen, path):
    company = make_organisation(lin, YINGYUAN, phones=("12345",))
    make_person(lin, YINGYUAN, another_because="重号")
    rows = {
        "person": chen.pk,
        "identifier": chen.identifiers.get().pk,
        "phone": chen.phones.get().pk,
        "company": company.pk,
        "company_phone": company.phones.get().pk,
        "suspicion": DuplicateSuspicion.objects.get().pk,
    }
    browser, nothing = at(sun), dict.fromkeys(rows, 987654)
    method = browser.post if path.endswith(("end/", "reveal/")) else browser.get

    found, unknown = method(path.format(**rows)), method(path.format(**nothing))

    assert (found.status_code, unknown.status_code) == (404, 404)
    assert clean(text_of(found)) == clean(text_of(unknown))


def clean(page):
    return re.sub(r"csrfmiddlewaretoken\" value=\"\w+|X-CSRFToken\": \"\w+|[0-9a-f-]{36}|\d+", "", page)


def test_next_door_lists_and_searches_show_nothing(at, sun, chen):
    browser = at(sun)

    for path in ("/persons/", "/persons/?name=czy", "/duplicates/"):
        assert "陈志远" not in text_of(browser.get(path))
    assert "没有登记这个号码" in text_of(browser.post("/lookup/", {"number": CHEN_ID}))


def test_no_page_shows_enough_to_rebuild_a_number(at, lin, officer, chen):
    make_person(lin, YINGYUAN, another_because="重号")
    suspicion = DuplicateSuspicion.objects.get()
    pages = [
        "/persons/",
        chen.get_absolute_url(),
        chen.phones_url,
        chen.history_url,
        chen.change_url,
        suspicion.get_absolute_url(),
        f"/persons/{chen.pk}/identifiers/add/",
        f"/persons/identifiers/{chen.identifiers.get().pk}/end/",
        f"/lookup/identifiers/{chen.identifiers.get().pk}/reveal/",
        f"/lookup/persons/{chen.pk}/birth-date/",
    ]
    for reader in (lin, officer):
        browser = at(reader)
        shown = [text_of(browser.get(path)) for path in pages]
        shown += [text_of(browser.post("/lookup/", {"number": CHEN_ID}))]
        shown += [text_of(browser.post("/persons/register/", registration(name="某人", birth_on="")))]

        for page in shown[:-1]:
            assert CHEN_ID not in page
            assert CHEN_PHONE not in page
            assert not FULL_BIRTH.search(page)
        assert not FULL_BIRTH.search(shown[-1].replace(CHEN_ID, ""))


def test_a_full_number_is_shown_for_a_reason_after_confirming_who_one_is(at, lin, chen):
    url = f"/lookup/identifiers/{chen.identifiers.get().pk}/reveal/"
    unconfirmed = Client()
    unconfirmed.force_login(lin, backend="allauth.account.auth_backends.AuthenticationBackend")
    why = {"reason": "verify", "explanation": "核对申请书"}
    htmx = {"HX-Request": "true", "HX-Target": chen.identifiers.get().mask_id}

    asked = unconfirmed.post(url, why, headers=htmx)
    shown = at(lin).post(url, why, headers=htmx)
    masked = at(lin).get(f"{url}?mask=1", headers=htmx)

    assert CHEN_ID not in text_of(asked)
    assert "请再次确认身份" in text_of(asked)
    assert CHEN_ID in text_of(shown)
    assert "no-store" in shown["Cache-Control"]
    assert "310199********9039" in text_of(masked)
    assert TrailEntry.objects.filter(verb="person.revealed", account=lin).count() == 1


def test_without_a_reason_the_form_comes_back(at, lin, chen):
    url = f"/lookup/phones/{chen.phones.get().pk}/reveal/"

    answer = at(lin).post(url, {"reason": "", "explanation": ""}, headers={"HX-Request": "true"})

    assert CHEN_PHONE not in text_of(answer)
    assert "查看理由" in text_of(answer)


@pytest.mark.parametrize("seat", ["member", "staff", "auditor"])
def test_who_sees_a_person_and_may_not_reveal_gets_no_button_and_no_number(request, at, chen, seat):
    browser = at(request.getfixturevalue(seat))
    url = f"/lookup/identifiers/{chen.identifiers.get().pk}/reveal/"

    assert url not in text_of(browser.get(chen.get_absolute_url()))
    assert browser.post(url, {"reason": "verify", "explanation": "核对"}).status_code == 403


def test_a_number_typed_into_the_search_box_is_looked_up_and_enters_no_address(at, lin, chen):
    browser = at(lin)

    number = browser.post("/lookup/search/", {"q": CHEN_ID})
    word = browser.post("/lookup/search/", {"q": "陈志远"})

    assert number.status_code == 200
    assert chen.get_absolute_url() in text_of(number)
    assert CHEN_ID not in text_of(number)
    assert word["Location"].startswith("/search/?q=")
    assert 'method="post" action="/lookup/search/"' in text_of(browser.get("/"))


def test_the_search_box_finds_persons_and_organisations_by_name_sound_and_code(at, lin, sun, chen):
    company = make_organisation(lin, YINGYUAN)

    for asked, row in (("czy", chen), ("志远", chen), ("ychj", company), ("91310199ma1x00a10c", company)):
        address = f"/search/?q={asked}"
        assert row.get_absolute_url() in text_of(at(lin).get(address))
        assert row.get_absolute_url() not in text_of(at(sun).get(address))


def test_who_sees_no_persons_has_the_number_dropped_from_the_search(at, viewer):
    assert at(viewer).post("/lookup/search/", {"q": CHEN_ID})["Location"] == "/search/?q="


def test_looking_up_is_limited_with_a_sentence(at, lin, chen, monkeypatch):
    monkeypatch.setattr("governance.lookup.actions.LOOKUP_LIMITS", ())
    browser = at(lin)
    assert browser.post("/lookup/", {"number": CHEN_PHONE}).status_code == 200
    monkeypatch.setattr("governance.lookup.actions.LOOKUP_LIMITS", ((timedelta(minutes=1), 1),))

    answer = browser.post("/lookup/", {"number": CHEN_PHONE})

    assert answer.status_code == 429
    assert "请稍后再试" in text_of(answer)


def test_two_editors_the_second_sees_the_change_of_the_first(at, lin, zhao, chen):
    values = {"name": "陈志远", "area": YINGYUAN, "address": "3幢", "note": "", "version": "1"}

    first = at(zhao).post(chen.change_url, {**values, "submission": "first-000001"})
    second = at(lin).post(chen.change_url, {**values, "address": "4幢", "submission": "second-00001"})

    page = text_of(second)
    assert (first.status_code, second.status_code) == (302, 412)
    assert "他人修改了这条记录" in page
    assert "3幢" in page
    assert 'value="4幢"' in page
    assert 'name="version" value="2"' in page


def test_a_change_without_a_version_is_stale(at, lin, chen):
    answer = at(lin).post(chen.change_url, {"name": "陈志远", "area": YINGYUAN})

    assert answer.status_code == 412


def test_documents_and_phones_are_added_and_ended_on_their_pages(at, lin, chen):
    browser = at(lin)

    browser.post(f"/persons/{chen.pk}/identifiers/add/", {"kind": "passport", "number": "EA1234567", "version": "1"})
    browser.post(f"/persons/identifiers/{chen.identifiers.first().pk}/end/", {"reason": "遗失", "version": "2"})
    browser.post(f"/persons/{chen.pk}/phones/add/", {"number": "021-61234567", "version": "3"})
    browser.post(f"/persons/phones/{chen.phones.first().pk}/end/", {"version": "4"})

    chen.refresh_from_db()
    page = text_of(browser.get(chen.get_absolute_url()))
    assert chen.version == 5
    assert "EA*****67" in page
    assert "停用：遗失" in page
    assert "登记人员电话" in text_of(browser.get(chen.history_url))


def test_a_duplicate_waits_on_the_work_home_and_is_decided_on_its_page(at, lin, sun, staff):
    make_person(lin, YINGYUAN)
    later = make_person(sun, CANGCHANG)
    suspicion = DuplicateSuspicion.objects.get()
    browser = at(staff)

    assert suspicion.get_absolute_url() in text_of(browser.get("/"))
    assert suspicion.get_absolute_url() in text_of(browser.get("/duplicates/?verdict=open"))
    answer = browser.post(
        suspicion.get_absolute_url(), {"verdict": "same", "note": "电话核实", "version": "1"}, follow=True
    )

    assert "同一人" in text_of(answer)
    assert "这条登记与先前的一条是同一人" in text_of(browser.get(later.get_absolute_url()))
    assert "重复登记" in text_of(at(sun).get("/persons/"))
    assert "先前的登记不在您的任职区域内" in text_of(at(sun).get(later.get_absolute_url()))


def test_an_organisation_is_registered_changed_and_shown(at, lin):
    browser = at(lin)
    values = {
        "kind": "legal_person",
        "name": "云川和居物业服务有限公司",
        "credit_code": "91310199MA1X00A10C",
        "area": YINGYUAN,
        "phones": "021-61234567，12345",
        "submission": "organisation-1",
    }

    browser.post("/organisations/register/", values)
    organisation = Organisation.objects.get()
    changed = browser.post(
        organisation.change_url, {**values, "address": "1号", "version": "1", "submission": "o-000002"}
    )
    again = browser.post("/organisations/register/", {**values, "submission": "organisation-2"})

    page = text_of(browser.get(organisation.get_absolute_url()))
    assert (changed.status_code, again.status_code) == (302, 409)
    assert "91310199MA1X00A10C" in page
    assert "021-******67" in page
    assert "修改登记" in page


def test_an_export_shows_what_the_list_shows(lin, sun, chen):
    make_organisation(lin, YINGYUAN, phones=("021-61234567",))

    def cells(name, actor):
        found = find_export(name)
        return [[str(column.of(row)) for column in found.columns][:5] for row in found.rows(actor, QueryDict(""))]

    assert cells("persons", lin) == [["陈志远", "男", "1978年", "居民身份证 310199********9039", "199****0101"]]
    assert cells("organisations", lin) == [
        ["云川和居物业服务有限公司", "法人", "91310199MA1X00A10C", "", "021-******67"]
    ]
    assert cells("persons", sun) == cells("organisations", sun) == []


@pytest.mark.parametrize("query", ["colour=red", "area=999", "registered_from=2026-13-01", "sort=number", "page=0"])
def test_an_unknown_filter_is_answered_and_not_ignored(at, lin, query):
    assert at(lin).get(f"/persons/?{query}").status_code == 400


def test_the_list_filters_by_name_sound_place_sex_and_day(at, lin, chen):
    browser = at(lin)
    today = chen.registered_at.date().isoformat()

    for query in ("name=czy", "name=志远", f"area={YINGYUAN}", "sex=male", f"registered_from={today}"):
        assert "陈志远" in text_of(browser.get(f"/persons/?{query}"))
    for query in ("name=heqian", "sex=female", "registered_to=2020-01-01"):
        assert "没有符合条件的人员" in text_of(browser.get(f"/persons/?{query}"))


@pytest.mark.parametrize("path", ["/persons/", "/organisations/", "/duplicates/"])
def test_a_list_page_takes_as_many_queries_for_three_rows_as_for_one(at, lin, path, django_assert_max_num_queries):
    browser, counts = at(lin), []
    for number in ("EA1234567", "EA1234568", "EA1234569"):
        make_person(lin, YINGYUAN, kind="passport", number=number)
        make_person(lin, YINGYUAN, kind="passport", number=number, another_because="重号")
        make_organisation(lin, YINGYUAN, kind="unincorporated", credit_code="", phones=("12345",))
        browser.get(path)
        with django_assert_max_num_queries(40) as queries:
            browser.get(path)
        counts.append(len(queries))

    assert counts[0] == counts[2]
