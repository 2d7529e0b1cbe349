"""Registering persons: what is asked, what is filled in, what is kept and what the trail says."""

from datetime import date

import pytest

from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from governance.identifiers.ethnicity import ETHNICITIES
from governance.persons.actions import (
    add_identifier,
    add_phone,
    change_person,
    end_identifier,
    end_phone,
)
from governance.persons.models import Person, PersonIdentifier, Phone
from governance.sealing.keys import SealingError
from governance.sealing.seal import Sealed
from tests.factories import CANGCHANG, CHEN_ID, CHEN_PHONE, JIADING, ON, XINCHENGLU, YINGYUAN, make_person


def trail(subject):
    return [(entry.verb, entry.account) for entry in TrailEntry.objects.about(subject).order_by("id")]


def last_detail(subject):
    return TrailEntry.objects.about(subject).latest("id").detail.body


def changed(person, *, by, **overrides):
    values = {
        "version": person.version,
        "area": person.area_id,
        "name": person.name,
        "sex": person.sex,
        "birth_on": person.birth_on,
        "address": person.address,
        "note": person.note,
        **overrides,
    }
    return change_person(person, by=by, on=ON, **values)


def test_sex_and_birth_come_from_the_number(lin):
    person = Person.objects.get(pk=make_person(lin, YINGYUAN).pk)

    assert (person.sex, person.birth_on, person.birth_year) == ("male", date(1978, 3, 14), 1978)
    assert (person.pinyin, person.initials) == ("chenzhiyuan", "czy")
    assert [str(one) for one in person.identifiers.all()] == ["居民身份证 310199********9039"]
    assert [str(one) for one in person.phones.all()] == ["199****0101"]


def test_the_trail_of_a_registration_shows_masks_and_a_year(lin):
    person = make_person(lin, YINGYUAN, address="12幢302室")

    assert trail(person) == [("person.registered", lin)]
    assert last_detail(person) == {
        "changes": {
            "name": [None, "陈志远"],
            "sex": [None, "male"],
            "birth_on": [None, "1978年"],
            "address": [None, "12幢302室"],
        },
        "document": "居民身份证 310199********9039",
        "phones": ["199****0101"],
        "reason": "",
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": "310199197803149038"}, "number"),
        ({"sex": "female"}, "sex"),
        ({"birth_on": date(1978, 3, 15)}, "birth_on"),
        ({"number": "", "birth_on": date(2027, 1, 1)}, "birth_on"),
        ({"number": "", "birth_on": date(1890, 1, 1)}, "birth_on"),
        ({"number": "", "sex": "both"}, "sex"),
        ({"number": "", "no_identifier_reason": ""}, "no_identifier_reason"),
        ({"kind": "dog_licence"}, "kind"),
        ({"name": "陈😀"}, "name"),
        ({"name": "陈" * 10_000}, "name"),
        ({"phones": ("12345",)}, "phones"),
        ({"note": f"身份证 {CHEN_ID}"}, "note"),
        ({"address": "12幢\x00"}, "address"),
        ({"address_area": "999999999999"}, "address_area"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field_and_nothing_is_kept(lin, wrong, field):
    with pytest.raises(Invalid) as refusal:
        make_person(lin, YINGYUAN, **wrong)

    assert refusal.value.field == field
    assert not Person.objects.exists()


@pytest.mark.parametrize("area", [CANGCHANG, XINCHENGLU, "999999999999", "", "31\x00"])
def test_a_person_is_registered_only_where_one_is_posted(lin, area):
    with pytest.raises(Invalid, match="任职范围") as refusal:
        make_person(lin, area)

    assert refusal.value.field == "area"


def test_an_ended_place_takes_no_new_person(lin, places):
    places[YINGYUAN].valid_to = date(2026, 6, 1)
    places[YINGYUAN].save()

    with pytest.raises(Invalid, match="现行有效"):
        make_person(lin, YINGYUAN)


def test_a_person_without_a_document_needs_a_reason_and_gets_a_document_later(lin):
    person = make_person(lin, YINGYUAN, number="")
    add_identifier(person, by=lin, on=ON, version=1, kind="resident_id", number=CHEN_ID)

    person.refresh_from_db()
    assert (person.no_identifier_reason, person.sex, person.birth_year, person.version) == ("", "male", 1978, 2)
    assert trail(person) == [("person.registered", lin), ("person.identified", lin)]


def test_rare_characters_are_kept_as_typed(lin):
    assert Person.objects.get(pk=make_person(lin, YINGYUAN, name="𠮷野㐂").pk).name == "𠮷野㐂"


def test_a_change_is_recorded_once_and_no_change_not_at_all(lin):
    person = make_person(lin, YINGYUAN)

    same = changed(person, by=lin)
    other = changed(person, by=lin, name="陈致远")

    assert (same.version, other.version, other.pinyin) == (1, 2, "chenzhiyuan")
    assert trail(person) == [("person.registered", lin), ("person.changed", lin)]
    assert last_detail(person) == {"changes": {"name": ["陈志远", "陈致远"]}}


def test_a_change_that_contradicts_the_document_is_refused(lin):
    person = make_person(lin, YINGYUAN)

    with pytest.raises(Invalid, match="出生日期与证件号码不符"):
        changed(person, by=lin, birth_on=date(1980, 1, 1))


def test_the_second_of_two_editors_is_refused_with_the_row_as_it_is_now(lin, zhao):
    person = make_person(lin, YINGYUAN)
    changed(person, by=zhao, address="3幢")

    with pytest.raises(Stale) as refusal:
        changed(person, by=lin, address="4幢")

    assert refusal.value.current.address == "3幢"


def test_moving_a_person_takes_the_right_at_both_places(lin, staff):
    person = make_person(lin, YINGYUAN)

    with pytest.raises(Invalid, match="任职范围"):
        changed(person, by=lin, area=CANGCHANG)
    assert changed(person, by=staff, area=CANGCHANG).area_id == CANGCHANG
    assert last_detail(person) == {"changes": {"area": [YINGYUAN, CANGCHANG]}}


def test_nobody_next_door_sees_or_changes_a_person(lin, sun, auditor):
    person = make_person(lin, YINGYUAN)

    assert not Person.objects.visible_to(sun).exists()
    assert not PersonIdentifier.objects.visible_to(sun).exists()
    assert not Phone.objects.visible_to(sun).exists()
    for outsider in (sun, auditor):
        with pytest.raises(NotPermitted):
            changed(person, by=outsider, name="某某")


def test_a_second_resident_id_needs_the_first_one_ended(lin):
    person = make_person(lin, YINGYUAN)
    other = "310199197803149012"
    old = person.identifiers.get()

    with pytest.raises(Invalid):
        add_identifier(person, by=lin, on=ON, version=1, kind="resident_id", number=other)
    end_identifier(old, by=lin, on=ON, version=1, reason="号码登记有误")
    person.refresh_from_db()

    assert (person.version, person.identifiers.current(ON).count()) == (2, 0)
    assert last_detail(person) == {"document": "居民身份证 310199********9039", "reason": "号码登记有误"}
    with pytest.raises(WrongState):
        end_identifier(old, by=lin, on=ON, version=2, reason="再停一次")


def test_the_next_document_and_phone_become_primary_when_the_first_ends(lin):
    person = make_person(lin, YINGYUAN)
    passport = add_identifier(person, by=lin, on=ON, version=1, kind="passport", number="EA1234567")
    second = add_phone(person, by=lin, version=2, number="021-61234567", label="家中")
    end_identifier(person.identifiers.exclude(pk=passport.pk).get(), by=lin, on=ON, version=3, reason="遗失")
    end_phone(person.phones.exclude(pk=second.pk).get(), by=lin, on=ON, version=4)

    passport.refresh_from_db()
    second.refresh_from_db()
    assert (passport.is_primary, second.is_primary) == (True, True)
    assert [verb for verb, _ in trail(person)] == [
        "person.registered",
        "person.identified",
        "person.phone_added",
        "person.identifier_ended",
        "person.phone_ended",
    ]


def test_the_same_phone_is_not_added_twice_and_may_belong_to_two_people(lin):
    person = make_person(lin, YINGYUAN)

    with pytest.raises(Invalid, match="已经登记"):
        add_phone(person, by=lin, version=1, number="+86 199 0000 0101")
    other = make_person(lin, YINGYUAN, name="何倩", number="31019919890722902X")
    assert set(Person.objects.reached_at(CHEN_PHONE)) == {person, other}


def test_a_minor_is_known_by_the_sealed_date_of_birth(lin):
    boy = make_person(lin, YINGYUAN, name="黄子轩", number="31019920140615903X", phones=())

    assert (boy.is_minor_on(date(2032, 6, 14)), boy.is_minor_on(date(2032, 6, 15))) == (True, False)


def test_a_date_of_birth_is_opened_only_in_the_year_in_which_it_decides():
    lost = Person(birth_year=2014, birth_on_sealed=Sealed("sm4.lost.AAAA", "governance.Person.birth_on"))

    assert (lost.is_minor_on(date(2031, 12, 31)), lost.is_minor_on(date(2033, 1, 1))) == (True, False)
    with pytest.raises(SealingError):
        lost.is_minor_on(date(2032, 6, 14))


def test_people_are_found_by_part_of_the_name_pinyin_and_initials(lin):
    chen = make_person(lin, YINGYUAN)
    make_person(lin, YINGYUAN, name="何倩", number="31019919890722902X")

    for text in ("志远", "chenzhi", "czy", "CZY", "Chen Zhiyuan"):
        assert list(Person.objects.visible_to(lin).called(text)) == [chen]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_three_queries_whatever_its_length(lin, django_assert_num_queries, count):
    numbers = [CHEN_ID, "31019919890722902X", "31019919550218902X"]
    for number in numbers[:count]:
        make_person(lin, YINGYUAN, number=number)
    rows = Person.objects.visible_to(lin).for_list().order_by("pinyin")

    with django_assert_num_queries(3):
        shown = [(row.area.name, *map(str, row.identifiers_now), *map(str, row.phones_now)) for row in rows]

    assert len(shown) == count


def test_the_officer_of_the_district_sees_the_person_and_the_viewer_does_not(lin, officer, viewer):
    person = make_person(lin, YINGYUAN)

    assert officer.holds("person.view", JIADING)
    assert list(Person.objects.visible_to(officer)) == [person]
    assert not Person.objects.visible_to(viewer).exists()


def test_the_ethnicity_is_one_of_the_national_list_and_stays_when_nothing_is_said_of_it(lin):
    person = make_person(lin, YINGYUAN, ethnicity="05")
    with pytest.raises(Invalid) as refusal:
        make_person(lin, YINGYUAN, name="某某", number="", ethnicity="77")
    moved = changed(person, by=lin, address="新成路 1 号")

    assert refusal.value.field == "ethnicity"
    assert (moved.get_ethnicity_display(), len(ETHNICITIES)) == ("维吾尔族", 58)
