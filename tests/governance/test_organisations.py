"""Registering organisations: credit codes, representatives, phones."""

import pytest

from governance.audit.models import TrailEntry
from governance.duplicates.actions import AlreadyKnown
from governance.errors import Invalid, NotPermitted, Stale
from governance.organisations.actions import change_organisation
from governance.organisations.models import Organisation
from governance.persons.actions import add_phone
from tests.factories import CANGCHANG, ON, YINGYUAN, make_organisation, make_person

COMPANY = "91310199MA1X00A10C"


def changed(organisation, *, by, **overrides):
    fields = ("kind", "name", "credit_code", "legal_representative", "address", "note")
    values = {field: getattr(organisation, field) for field in fields}
    values |= {"version": organisation.version, "area": organisation.area_id, **overrides}
    return change_organisation(organisation, by=by, on=ON, **values)


def test_an_organisation_is_kept_with_its_public_code_and_sealed_phones(lin):
    organisation = make_organisation(
        lin, YINGYUAN, legal_representative="冯立", phones=("021-61234567", "400-820-1234"), credit_code=COMPANY.lower()
    )

    assert (organisation.credit_code, organisation.initials[:4]) == (COMPANY, "ychj")
    assert [str(phone) for phone in organisation.phones.all()] == ["021-******67", "********34"]
    assert TrailEntry.objects.about(organisation).get().detail.body == {
        "changes": {
            "kind": [None, "legal_person"],
            "name": [None, "云川和居物业服务有限公司"],
            "credit_code": [None, COMPANY],
            "legal_representative": [None, "冯立"],
        },
        "phones": ["021-******67", "********34"],
        "reason": "",
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"credit_code": "91310199MA1X00A10D"}, "credit_code"),
        ({"credit_code": ""}, "credit_code"),
        ({"kind": "club"}, "kind"),
        ({"name": "云" * 101}, "name"),
        ({"legal_representative": "冯立1"}, "legal_representative"),
        ({"phones": ("1",)}, "phones"),
        ({"area": CANGCHANG}, "area"),
        ({"note": "法人手机 19900000101"}, "note"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(lin, wrong, field):
    area = wrong.pop("area", YINGYUAN)

    with pytest.raises(Invalid) as refusal:
        make_organisation(lin, area, **wrong)

    assert refusal.value.field == field


def test_an_unincorporated_organisation_may_have_no_code(lin):
    assert make_organisation(lin, YINGYUAN, kind="unincorporated", name="迎园业主委员会", credit_code="").pk


def test_the_same_code_in_view_is_asked_about_and_elsewhere_is_nobody_s_business(lin, sun, staff):
    known = make_organisation(lin, YINGYUAN)

    with pytest.raises(AlreadyKnown) as refusal:
        make_organisation(staff, CANGCHANG)
    assert refusal.value.known == [known]
    assert make_organisation(sun, CANGCHANG).pk
    assert make_organisation(staff, CANGCHANG, another_because="分支机构另行登记").pk


def test_a_change_is_recorded_and_a_stale_one_refused(lin, zhao, sun):
    organisation = make_organisation(lin, YINGYUAN)
    changed(organisation, by=zhao, name="云川和居物业有限公司")

    with pytest.raises(Stale):
        changed(organisation, by=lin, address="1号")
    with pytest.raises(NotPermitted):
        changed(organisation, by=sun, address="1号")
    assert TrailEntry.objects.about(organisation).latest("id").detail.body == {
        "changes": {"name": ["云川和居物业服务有限公司", "云川和居物业有限公司"]}
    }


def test_a_code_taken_over_by_a_change_is_asked_about_too(lin):
    make_organisation(lin, YINGYUAN)
    other = make_organisation(lin, YINGYUAN, kind="unincorporated", name="和居物业迎园管理处", credit_code="")

    with pytest.raises(AlreadyKnown):
        changed(other, by=lin, credit_code=COMPANY)


def test_a_phone_is_added_only_by_those_who_register_organisations_there(lin, sun):
    organisation = make_organisation(lin, YINGYUAN)

    with pytest.raises(NotPermitted):
        add_phone(organisation, by=sun, version=1, number="12345")
    assert add_phone(organisation, by=lin, version=1, number="12345").is_primary


def test_organisations_next_door_are_not_seen(lin, sun, viewer):
    organisation = make_organisation(lin, YINGYUAN)
    make_person(lin, YINGYUAN)

    assert not Organisation.objects.visible_to(sun).exists()
    assert list(Organisation.objects.visible_to(viewer)) == [organisation]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_two_queries_whatever_its_length(lin, django_assert_num_queries, count):
    for number in range(count):
        make_organisation(
            lin, YINGYUAN, kind="unincorporated", name=f"第{number}业主委员会", credit_code="", phones=("12345",)
        )

    with django_assert_num_queries(2):
        shown = [(row.area.name, *map(str, row.phones_now)) for row in Organisation.objects.visible_to(lin).for_list()]

    assert len(shown) == count
