"""Estates, grids, building groups: three partitions under committees, each with its dates."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from governance.areas.models import Area
from governance.areas.partitions import actions, estates
from governance.areas.partitions.models import BuildingGroup, Estate, EstateLink, Grid
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, Stale
from tests.factories import CANGCHANG, TIANPING_FIRST, XINCHENGLU, YINGYUAN

START, TODAY = date(2020, 1, 1), date(2026, 11, 20)


def place(code):
    return Area.objects.get(pk=code)


def make_estate(by, *codes, name="迎园新村", starts_on=START, **values):
    given = {
        "kind": "sold_public",
        "address": "",
        "built_year": 1995,
        "floor_area": None,
        "households": 900,
        "property_firm": "",
    }
    areas = [place(code) for code in codes or (YINGYUAN,)]
    return estates.add_estate(areas=areas, starts_on=starts_on, today=TODAY, by=by, name=name, **{**given, **values})


def make_grid(by, code="01", area=YINGYUAN, starts_on=START, **values):
    given = {"name": f"第{code}网格", "leader": "王芳", "households": 400, **values}
    return actions.add_grid(area=place(area), starts_on=starts_on, today=TODAY, by=by, code=code, **given)


def make_group(by, name="1号楼", area=YINGYUAN, estate=None, starts_on=START, **values):
    given = {"leader": "", "households": 30, "has_party_group": False, "is_justice_point": True, **values}
    return actions.add_building_group(
        area=place(area), starts_on=starts_on, today=TODAY, by=by, name=name, estate=estate, **given
    )


# --- estates


def test_an_estate_in_two_committees_is_seen_from_both_and_from_nowhere_else(staff, lin, sun, far):
    both, one = make_estate(staff, YINGYUAN, CANGCHANG), make_estate(staff, name="仓场小区")

    assert set(Estate.objects.visible_to(lin)) == {both, one}
    assert set(Estate.objects.visible_to(sun)) == {both}
    assert not Estate.objects.visible_to(far).exists()


def test_an_estate_that_moved_is_seen_from_where_it_lay_and_where_it_lies(staff, lin, sun):
    estate = make_estate(staff)
    estates.link_estate(estate, area=place(CANGCHANG), starts_on=date(2026, 3, 1), today=TODAY, by=staff)
    estates.unlink_estate(estate.links.get(area=YINGYUAN), ends_on=date(2026, 3, 1), by=staff)

    assert list(Estate.objects.under(YINGYUAN, date(2026, 2, 28))) == [estate]
    assert list(Estate.objects.under(CANGCHANG, date(2026, 2, 28))) == []
    assert list(Estate.objects.under(CANGCHANG, date(2026, 3, 1))) == [estate]
    assert Estate.objects.visible_to(lin).count() == Estate.objects.visible_to(sun).count() == 1


def test_an_estate_keeps_at_least_one_committee(staff):
    estate = make_estate(staff)

    with pytest.raises(Invalid, match="至少归属"):
        estates.unlink_estate(estate.links.get(), ends_on=TODAY, by=staff)


def test_ending_an_estate_ends_where_it_lies_and_is_refused_while_groups_stand(staff):
    estate = make_estate(staff, YINGYUAN, CANGCHANG)
    group = make_group(staff, estate=estate)

    with pytest.raises(Invalid, match="楼组"):
        estates.end_estate(estate, ends_on=TODAY, by=staff)
    actions.end_building_group(group, ends_on=TODAY, by=staff)
    estates.end_estate(estate, ends_on=TODAY, by=staff, reason="征收")

    assert set(EstateLink.objects.values_list("ends_on", flat=True)) == {TODAY}
    assert TrailEntry.objects.about(estate).filter(verb="estate.ended").exists()


def test_an_estate_is_edited_by_its_version_and_the_change_recorded(staff):
    estate = make_estate(staff)
    values = {"name": "迎园一村", "kind": "commercial", "households": 901}
    estates.edit_estate(estate, by=staff, version=1, **values)

    with pytest.raises(Stale):
        estates.edit_estate(estate, by=staff, version=1, **values)
    changes = TrailEntry.objects.about(estate).get(verb="estate.edited").detail.body["changes"]
    assert changes["name"] == ["迎园新村", "迎园一村"]


@pytest.mark.parametrize("seat", ["lin", "sun", "viewer", "auditor", "xu"])
def test_who_does_not_maintain_the_place_is_refused(seat, staff, request):
    actor = request.getfixturevalue(seat)
    estate, grid = make_estate(staff), make_grid(staff)

    with pytest.raises(NotPermitted):
        make_estate(actor)
    with pytest.raises(NotPermitted):
        estates.edit_estate(estate, by=actor, name="x")
    with pytest.raises(NotPermitted):
        actions.end_grid(grid, ends_on=TODAY, by=actor)


def test_an_estate_is_not_moved_to_a_committee_out_of_reach(staff):
    estate = make_estate(staff)

    with pytest.raises(NotPermitted):
        estates.link_estate(estate, area=place(TIANPING_FIRST), starts_on=TODAY, today=TODAY, by=staff)


# --- dates and places, for all three


@pytest.mark.parametrize("make", [make_estate, make_grid, make_group])
def test_nothing_is_set_up_under_a_place_that_has_ended(make, staff):
    Area.objects.filter(pk=YINGYUAN).update(valid_to=date(2026, 1, 1))

    with pytest.raises(Invalid, match="已于 2026-01-01 停用"):
        make(staff, starts_on=date(2026, 2, 1))


@pytest.mark.parametrize("make", [make_estate, make_grid, make_group])
def test_nothing_begins_before_its_committee_or_in_a_strange_year(make, staff):
    Area.objects.filter(pk=YINGYUAN).update(valid_from=date(2020, 6, 1))

    for wrong in (date(2020, 5, 31), date(1215, 6, 15), date(2090, 1, 1)):
        with pytest.raises(Invalid) as refusal:
            make(staff, starts_on=wrong)
        assert refusal.value.field == "starts_on"


def test_a_grid_stands_under_a_committee_not_under_a_street(staff):
    with pytest.raises(Invalid, match="村级"):
        make_grid(staff, area=XINCHENGLU)


def test_an_end_before_the_start_and_a_second_end_are_refused(staff):
    grid = make_grid(staff)

    with pytest.raises(Invalid, match="早于起始日"):
        actions.end_grid(grid, ends_on=date(2019, 12, 31), by=staff)
    actions.end_grid(grid, ends_on=TODAY, by=staff)
    with pytest.raises(Invalid, match="不能再次终止"):
        actions.end_grid(grid, ends_on=TODAY, by=staff)


# --- grids and building groups


def test_a_grid_code_is_one_at_a_time_and_free_again_after_its_end(staff):
    grid = make_grid(staff)

    with pytest.raises(Invalid, match="已有编号"):
        make_grid(staff)
    actions.end_grid(grid, ends_on=date(2024, 1, 1), by=staff)
    assert make_grid(staff, starts_on=date(2024, 1, 1)).pk != grid.pk


def test_the_database_refuses_overlapping_grids_groups_and_links(staff):
    estate = make_estate(staff)
    make_grid(staff)
    make_group(staff, estate=estate)
    row = {"area_id": YINGYUAN, "starts_on": TODAY}

    for name, add in (
        ("grid_code_is_one_at_a_time", lambda: Grid.objects.create(code="01", name="x", **row)),
        (
            "building_group_is_one_at_a_time",
            lambda: BuildingGroup.objects.create(estate=estate, name="1号楼", **row),
        ),
        ("estate_link_never_overlaps_itself", lambda: EstateLink.objects.create(estate=estate, **row)),
    ):
        refused(name, add)


@pytest.mark.parametrize(
    ("name", "model", "values"),
    [
        ("grid_ends_after_it_starts", Grid, {"area_id": YINGYUAN, "code": "9", "name": "x"}),
        ("building_group_ends_after_it_starts", BuildingGroup, {"area_id": YINGYUAN, "name": "x"}),
        ("estate_ends_after_it_starts", Estate, {"name": "x", "kind": "other"}),
    ],
)
def test_the_database_refuses_an_end_before_the_start(places, name, model, values):
    with pytest.raises(IntegrityError, match=name):
        model.objects.create(starts_on=TODAY, ends_on=START, **values)


def test_a_building_group_belongs_to_an_estate_of_its_committee(staff):
    elsewhere = make_estate(staff, CANGCHANG)

    with pytest.raises(Invalid) as refusal:
        make_group(staff, estate=elsewhere)
    assert refusal.value.field == "estate"


def test_grids_and_groups_are_edited_by_version_and_recorded(staff):
    grid, group = make_grid(staff), make_group(staff)
    actions.edit_grid(grid, by=staff, version=1, code="02", name="二网格", leader="李娜", households=1)
    values = {"estate": None, "name": "2号楼", "leader": "", "households": 2}
    actions.edit_building_group(group, by=staff, version=1, has_party_group=True, is_justice_point=False, **values)

    with pytest.raises(Stale):
        actions.edit_grid(grid, by=staff, version=1, code="03", name="x", leader="", households=1)
    assert TrailEntry.objects.about(grid).get(verb="grid.edited").detail.body["changes"]["leader"] == ["王芳", "李娜"]
    assert BuildingGroup.objects.get().has_party_group


def test_next_door_sees_no_grid_and_no_group(staff, sun):
    make_grid(staff)
    make_group(staff)

    assert not Grid.objects.visible_to(sun).exists()
    assert not BuildingGroup.objects.visible_to(sun).exists()


def refused(name, add):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        add()
