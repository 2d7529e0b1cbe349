"""Bodies of a place: set up, edited, dissolved, one residents' committee at a time."""

from datetime import date

import pytest
from django.db import IntegrityError

from governance.areas.models import Area
from governance.audit.models import TrailEntry
from governance.committees.actions import dissolve_body, edit_body, set_up_body
from governance.committees.models import Body
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from tests.factories import CANGCHANG, XINCHENGLU, YINGYUAN
from tests.governance.test_partitions import make_estate

TODAY = date(2026, 11, 20)
PLAIN = {"short_name": "", "estate": None, "parent": None, "credit_code": "", "phone": "", "address": ""}


def make_body(by, kind="residents_committee", area=YINGYUAN, name="迎园社区居民委员会", **values):
    started = values.pop("established_on", date(2010, 5, 1))
    given = {**PLAIN, "name": name, **values}
    return set_up_body(kind=kind, area=Area.objects.get(pk=area), established_on=started, today=TODAY, by=by, **given)


def test_a_body_is_set_up_at_a_place_and_recorded(staff):
    body = make_body(staff)

    assert list(Body.objects.standing(TODAY)) == [body]
    assert TrailEntry.objects.about(body).get().verb == "body.set_up"


def test_a_place_has_one_residents_committee_at_a_time(staff):
    first = make_body(staff)

    with pytest.raises(Invalid, match="同时只有一个"):
        make_body(staff, name="另一个居委会", established_on=date(2026, 3, 1))
    dissolve_body(first, dissolved_on=date(2026, 3, 1), reason="拆分", by=staff)
    make_body(staff, name="新居委会", established_on=date(2026, 3, 1))

    assert Body.objects.standing(date(2026, 2, 28)).get() == first
    assert Body.objects.standing(date(2026, 3, 1)).get().name == "新居委会"


def test_the_database_keeps_one_residents_committee_too(staff):
    make_body(staff)

    with pytest.raises(IntegrityError, match="body_is_the_only_committee_of_its_place"):
        Body.objects.create(kind="villagers_committee", name="x", area_id=YINGYUAN, established_on=TODAY)


def test_a_body_is_not_dissolved_before_it_was_set_up_in_the_database(places):
    with pytest.raises(IntegrityError, match="body_dissolved_after_established"):
        Body.objects.create(
            kind="council", name="x", area_id=YINGYUAN, established_on=TODAY, dissolved_on=date(2026, 1, 1)
        )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "mediation_street"}, "area"),
        ({"area": XINCHENGLU}, "area"),
        ({"kind": "owners_committee"}, "estate"),
        ({"established_on": date(2026, 11, 21)}, "established_on"),
        ({"established_on": date(1215, 6, 15)}, "established_on"),
        ({"credit_code": "123"}, "credit_code"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(staff, wrong, field):
    with pytest.raises(Invalid) as refusal:
        make_body(staff, **wrong)
    assert refusal.value.field == field


def test_an_owners_committee_stands_at_an_estate_of_its_committee(staff):
    here, elsewhere = make_estate(staff), make_estate(staff, CANGCHANG, name="仓场小区")

    assert make_body(staff, "owners_committee", name="迎园新村业委会", estate=here).estate == here
    with pytest.raises(Invalid, match="不在"):
        make_body(staff, "owners_committee", name="仓场业委会", estate=elsewhere)


def test_a_place_that_has_ended_takes_no_body(staff):
    Area.objects.filter(pk=YINGYUAN).update(valid_to=date(2026, 1, 1))

    with pytest.raises(Invalid, match="已于 2026-01-01 停用"):
        make_body(staff, established_on=date(2026, 2, 1))


def test_a_body_is_edited_by_version_until_it_is_dissolved(staff):
    body = make_body(staff)
    edit_body(body, by=staff, version=1, **{**PLAIN, "name": "迎园居委会", "phone": "021-59530001"})

    with pytest.raises(Stale):
        edit_body(body, by=staff, version=1, **{**PLAIN, "name": "x"})
    dissolve_body(body, dissolved_on=TODAY, reason="撤销", by=staff)
    with pytest.raises(WrongState):
        edit_body(body, by=staff, **{**PLAIN, "name": "x"})
    assert TrailEntry.objects.about(body).count() == 3


def test_a_body_with_standing_branches_is_not_dissolved(staff):
    committee = make_body(staff)
    branch = make_body(staff, "sub_health", name="公共卫生委员会", parent=committee)

    with pytest.raises(Invalid, match="公共卫生委员会"):
        dissolve_body(committee, dissolved_on=TODAY, reason="", by=staff)
    dissolve_body(branch, dissolved_on=TODAY, reason="", by=staff)
    assert dissolve_body(committee, dissolved_on=TODAY, reason="", by=staff).dissolved_on == TODAY


@pytest.mark.parametrize("seat", ["lin", "sun", "viewer", "xu"])
def test_who_does_not_maintain_the_place_is_refused(seat, staff, request):
    actor, body = request.getfixturevalue(seat), make_body(staff)

    with pytest.raises(NotPermitted):
        make_body(actor, "council", name="议事会")
    with pytest.raises(NotPermitted):
        dissolve_body(body, dissolved_on=TODAY, reason="", by=actor)


def test_bodies_next_door_are_not_seen(staff, lin, sun):
    body = make_body(staff)

    assert list(Body.objects.visible_to(lin)) == [body]
    assert not Body.objects.visible_to(sun).exists()
