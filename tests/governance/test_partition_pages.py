"""Pages of estates, grids and building groups: in scope, in a fixed number of queries, once, not over another."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.areas.partitions import actions, estates
from governance.areas.partitions.models import BuildingGroup, Estate, Grid
from tests.factories import CANGCHANG, YINGYUAN
from tests.governance.test_partitions import make_estate, make_grid, make_group

NEW = {"area": YINGYUAN, "starts_on": "2024-01-01", "submission": "a1b2c3d4e5f6"}
ESTATE = {"name": "迎园新村", "kind": "sold_public", "households": "900", **NEW}
GRID = {"code": "01", "name": "第一网格", "leader": "王芳", "households": "400", **NEW}
GROUP = {"name": "1号楼", "leader": "李娜", "households": "30", "is_justice_point": "on", **NEW}
KINDS = [("estate", Estate, ESTATE), ("grid", Grid, GRID), ("building_group", BuildingGroup, GROUP)]
MAKERS = {"estate": make_estate, "grid": make_grid, "building_group": make_group}


@pytest.mark.parametrize(("kind", "model", "typed"), KINDS)
def test_staff_register_one_and_a_double_click_registers_no_second(kind, model, typed, at, staff):
    browser = at(staff)
    first = browser.post(reverse(f"partitions:add_{kind}"), typed)
    second = browser.post(reverse(f"partitions:add_{kind}"), typed)

    row = model.objects.get()
    assert (first.status_code, first["Location"]) == (302, row.get_absolute_url())
    assert second["Location"] == first["Location"]
    assert row.name in browser.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize("kind", MAKERS)
def test_next_door_finds_nothing_of_it(kind, at, staff, sun):
    row = MAKERS[kind](staff)
    browser = at(sun)

    assert row.name not in browser.get(reverse(f"partitions:{kind}s")).content.decode()
    for page in (kind, f"edit_{kind}", f"end_{kind}"):
        assert browser.get(reverse(f"partitions:{page}", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("kind", MAKERS)
def test_who_sees_it_and_does_not_maintain_it_may_not_change_it(kind, at, staff, lin):
    row = MAKERS[kind](staff)
    browser = at(lin)

    shown = browser.get(row.get_absolute_url())
    assert shown.status_code == 200
    assert "修改" not in shown.content.decode()
    assert browser.get(reverse(f"partitions:edit_{kind}", args=[row.pk])).status_code == 403
    assert browser.get(reverse(f"partitions:add_{kind}")).status_code == 404


@pytest.mark.parametrize("kind", MAKERS)
def test_a_list_asks_as_often_for_three_rows_as_for_one(kind, at, staff):
    browser, url = at(staff), reverse(f"partitions:{kind}s")
    names = iter("甲乙丙丁")
    make = MAKERS[kind]

    def one_more():
        name = next(names)
        return make(staff, **({"code": name} if kind == "grid" else {"name": name}))

    one_more()
    with _counted() as one:
        browser.get(url)
    one_more(), one_more()
    with _counted() as three:
        browser.get(url)
    assert len(three) == len(one)


@pytest.mark.parametrize(("kind", "model", "typed"), KINDS)
def test_a_stale_form_is_refused_and_shows_both(kind, model, typed, at, staff):
    row = MAKERS[kind](staff)
    if kind == "estate":
        estates.edit_estate(row, by=staff, name="他人改名")
    else:
        edit = actions.edit_grid if kind == "grid" else actions.edit_building_group
        own = {"estate": None} if kind == "building_group" else {"code": "01"}
        edit(row, by=staff, name="他人改名", **own)
    answer = at(staff).post(
        reverse(f"partitions:edit_{kind}", args=[row.pk]), {**typed, "name": "我改名", "version": 1}
    )

    text = answer.content.decode()
    assert answer.status_code == 412
    assert "他人改名" in text
    assert "我改名" in text
    assert model.objects.get().name == "他人改名"


def test_a_refusal_keeps_what_was_typed_and_stands_at_its_field(at, staff):
    make_grid(staff)
    answer = at(staff).post(reverse("partitions:add_grid"), {**GRID, "name": "𠮷祥网格"})

    assert answer.status_code == 422
    assert "已有编号为" in answer.content.decode()
    assert "𠮷祥网格" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"name": "长" * 10_000}, {"starts_on": "2024-02-30"}, {"households": "-1"}, {"area": "31"}],
)
def test_bad_input_is_answered_at_the_form(wrong, at, staff):
    answer = at(staff).post(reverse("partitions:add_grid"), {**GRID, **wrong})

    assert answer.status_code == 422
    assert not Grid.objects.exists()


def test_an_estate_is_moved_to_another_committee_on_pages(at, staff):
    estate = make_estate(staff)
    browser = at(staff)
    browser.post(reverse("partitions:link_estate", args=[estate.pk]), {"area": CANGCHANG, "starts_on": "2025-01-01"})
    old = estate.links.get(area=YINGYUAN)
    browser.post(reverse("partitions:unlink_estate", args=[estate.pk, old.pk]), {"ends_on": "2025-01-01"})

    assert [link.area_id for link in Estate.objects.get().current_links()] == [CANGCHANG]


@pytest.mark.parametrize("kind", MAKERS)
def test_ending_takes_it_off_the_standing_ones(kind, at, staff):
    row = MAKERS[kind](staff)
    browser = at(staff)
    browser.post(reverse(f"partitions:end_{kind}", args=[row.pk]), {"ends_on": "2025-01-01"})

    listed = browser.get(reverse(f"partitions:{kind}s"), {"state": "standing"}).content.decode()
    assert row.get_absolute_url() not in listed
    ended = browser.get(reverse(f"partitions:{kind}s"), {"state": "ended"}).content.decode()
    assert row.get_absolute_url() in ended


def test_an_unknown_filter_is_a_400(at, staff):
    assert at(staff).get(reverse("partitions:grids"), {"colour": "red"}).status_code == 400


def _counted():
    return CaptureQueriesContext(connection)
