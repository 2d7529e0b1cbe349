"""Changes of places: dated acts, and questions of any day answered as of that day."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from governance.areas.changes.actions import Approval, register_change, withdraw_change
from governance.areas.changes.checks import next_free_codes
from governance.areas.changes.consequences import pointing_at
from governance.areas.changes.models import AreaChange, AreaChangeItem
from governance.areas.changes.plans import Part, carry, plan_of
from governance.areas.changes.succession import area_predecessors, area_successors, figures_of
from governance.areas.models import Area, AreaName
from governance.areas.names import settle_names
from governance.areas.population.models import AreaPopulation
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from tests.factories import CANGCHANG, JIADING, TIANPING_FIRST, XINCHENGLU, YINGYUAN, make_area, make_posting
from tests.governance.test_partitions import make_estate, make_grid

TODAY, DAY = date(2026, 11, 20), date(2026, 3, 1)
NEW_1, NEW_2 = "310114001101", "310114001102"
HALF = Decimal(50)


def approval(**overrides):
    values = {
        "district": Area.objects.get(pk=JIADING),
        "proposer": Area.objects.get(pk=XINCHENGLU),
        "document_no": "嘉府〔2026〕12号",
        "approved_on": date(2026, 2, 10),
        "effective_on": DAY,
    }
    return Approval(**{**values, **overrides})


def register(kind, *parts, by, today=TODAY, **given):
    return register_change(kind=kind, parts=parts, approval=approval(**given), today=today, by=by)


def split(by, **given):
    parts = (
        Part(YINGYUAN, NEW_1, "迎园一居委会", Decimal(60), 1900),
        Part(YINGYUAN, NEW_2, "迎园二居委会", Decimal(40), 1300),
    )
    return register("split", *parts, by=by, **given)


def rename(by, name="迎园花苑居委会", **given):
    return register("rename", Part(YINGYUAN, YINGYUAN, name), by=by, **given)


def figure(code, as_of, households, by):
    AreaPopulation.objects.create(area_id=code, as_of=as_of, households=households, source="统计", entered_by=by)


def amounts(totals):
    return {code: int(found.amount) for code, found in totals.figures.items()}


# --- what each kind of act does


def test_a_split_ends_the_old_place_and_begins_the_new_ones_on_its_day(officer):
    change = split(officer)

    old, new = Area.objects.get(pk=YINGYUAN), Area.objects.get(pk=NEW_1)
    assert (old.valid_to, new.valid_from, new.parent_id, new.level) == (DAY, DAY, XINCHENGLU, 5)
    day_before = {area.code for area in Area.objects.on(date(2026, 2, 28)).children_of(XINCHENGLU)}
    assert day_before == {YINGYUAN, CANGCHANG}
    assert {area.code for area in Area.objects.on(DAY).children_of(XINCHENGLU)} == {CANGCHANG, NEW_1, NEW_2}
    assert TrailEntry.objects.about(change).get().area_id == JIADING


def test_a_split_may_leave_the_old_code_to_a_part(officer):
    register("split", Part(YINGYUAN, YINGYUAN, "", HALF), Part(YINGYUAN, NEW_1, "迎园东居委会", HALF), by=officer)

    assert Area.objects.get(pk=YINGYUAN).valid_to is None
    assert area_successors(YINGYUAN, DAY) == {YINGYUAN: Decimal("0.5"), NEW_1: Decimal("0.5")}


def test_a_merge_into_one_of_them_may_rename_it(officer):
    whole = Decimal(100)
    register(
        "merge",
        Part(YINGYUAN, YINGYUAN, "迎仓居委会", whole),
        Part(CANGCHANG, YINGYUAN, "迎仓居委会", whole),
        by=officer,
    )

    assert area_successors(CANGCHANG, DAY) == {YINGYUAN: 1}
    assert Area.objects.get(pk=YINGYUAN).name == "迎仓居委会"
    assert Area.objects.get(pk=YINGYUAN).name_on(date(2026, 2, 28)) == "迎园社区居委会"
    assert area_predecessors(YINGYUAN, DAY) == {CANGCHANG: 1}


def test_a_place_is_set_up_from_nothing_and_a_revoked_one_may_leave_nothing(officer):
    register("set_up", Part("", NEW_1, "新苑居委会", None, 1200), by=officer)
    register("revoke", Part(CANGCHANG), by=officer, document_no="嘉府〔2026〕13号")

    assert Area.objects.get(pk=NEW_1).valid_from == DAY
    assert area_successors(CANGCHANG, DAY) == {}
    assert area_successors(CANGCHANG, date(2026, 2, 28)) == {CANGCHANG: 1}


def test_a_village_that_becomes_a_residents_committee_changes_its_code(officer):
    village = make_area("310114001201", "新村村委会").code
    register("convert", Part(village, NEW_1, "新村居委会", Decimal(100)), by=officer)

    assert area_successors(village, DAY) == {NEW_1: 1}


def test_a_boundary_moves_a_share_to_a_neighbour(officer):
    register(
        "boundary", Part(YINGYUAN, YINGYUAN, "", Decimal(90)), Part(YINGYUAN, CANGCHANG, "", Decimal(10)), by=officer
    )

    assert area_successors(YINGYUAN, DAY) == {YINGYUAN: Decimal("0.9"), CANGCHANG: Decimal("0.1")}


# --- names and days to come


def test_a_rename_to_come_is_today_s_name_only_from_its_day_and_settling_twice_does_nothing(officer):
    rename(officer, effective_on=date(2027, 1, 1))
    area = Area.objects.get(pk=YINGYUAN)

    assert (area.name, area.name_on(TODAY), area.name_on(date(2027, 1, 1))) == (
        "迎园社区居委会",
        "迎园社区居委会",
        "迎园花苑居委会",
    )
    assert settle_names(date(2026, 12, 31)) == 0
    assert [settle_names(date(2027, 1, 1)), settle_names(date(2027, 1, 1))] == [1, 0]
    assert Area.objects.get(pk=YINGYUAN).name == "迎园花苑居委会"
    assert Area.objects.named_on(TODAY).get(pk=YINGYUAN).name_then == "迎园社区居委会"


def test_a_rename_of_the_past_is_settled_at_once(officer):
    rename(officer)

    assert Area.objects.get(pk=YINGYUAN).name == "迎园花苑居委会"


def test_a_split_to_come_changes_nothing_today(officer):
    split(officer, effective_on=date(2027, 1, 1))

    assert {area.code for area in Area.objects.on(TODAY).children_of(XINCHENGLU)} == {YINGYUAN, CANGCHANG}
    assert area_successors(YINGYUAN, TODAY) == {YINGYUAN: 1}
    assert set(area_successors(YINGYUAN, date(2027, 1, 1))) == {NEW_1, NEW_2}


# --- withdrawing


def test_an_act_to_come_can_be_withdrawn_and_leaves_the_places_as_they_were(officer):
    change = split(officer, effective_on=date(2027, 1, 1))
    withdrawn = withdraw_change(change, reason="文号有误", today=TODAY, by=officer, version=1)

    assert withdrawn.withdrawn_by == officer
    assert Area.objects.get(pk=YINGYUAN).valid_to is None
    assert not Area.objects.filter(pk__in=[NEW_1, NEW_2]).exists()
    assert sorted(change.items.values_list("to_code", "name")) == [(NEW_1, "迎园一居委会"), (NEW_2, "迎园二居委会")]
    split(officer, effective_on=date(2027, 1, 1))


def test_a_rename_to_come_can_be_withdrawn(officer):
    withdraw_change(rename(officer, effective_on=date(2027, 1, 1)), reason="误", today=TODAY, by=officer)

    assert Area.objects.get(pk=YINGYUAN).name_on(date(2027, 1, 1)) == "迎园社区居委会"


def test_an_act_in_force_is_not_withdrawn(officer):
    with pytest.raises(WrongState, match="新的变更"):
        withdraw_change(split(officer), reason="误", today=TODAY, by=officer)


def test_a_planned_place_that_something_points_at_keeps_its_act(officer):
    change = split(officer, effective_on=date(2027, 1, 1))
    make_posting(officer, "mediator", NEW_1, starts_on=date(2027, 1, 1))

    with pytest.raises(WrongState, match="任职"):
        withdraw_change(change, reason="误", today=TODAY, by=officer)
    assert Area.objects.get(pk=YINGYUAN).valid_to == date(2027, 1, 1)


def test_withdrawing_asks_for_the_version_that_was_seen(officer):
    change = rename(officer, effective_on=date(2027, 1, 1))

    with pytest.raises(Stale):
        withdraw_change(change, reason="误", today=TODAY, by=officer, version=7)


# --- refusals


@pytest.mark.parametrize("seat", ["staff", "supervisor", "viewer", "auditor", "xu", "lin"])
def test_who_does_not_change_places_there_is_refused(seat, request, places):
    with pytest.raises(NotPermitted):
        rename(request.getfixturevalue(seat))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"approved_on": date(2026, 11, 21), "effective_on": date(2026, 11, 22)}, "approved_on"),
        ({"effective_on": date(2026, 2, 9)}, "effective_on"),
        ({"effective_on": date(2031, 1, 1)}, "effective_on"),
        ({"document_no": " "}, "document_no"),
    ],
)
def test_dates_and_document_are_checked(officer, wrong, field):
    with pytest.raises(Invalid) as refusal:
        rename(officer, **wrong)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("code", "name", "sentence"),
    [
        (CANGCHANG, "新居委会", "已由仓场社区居委会使用"),
        ("310114999001", "新居委会", "上级 310114999000 不存在"),
        ("310104003099", "新居委会", "没有登记"),
        ("31011400110", "新居委会", "12 位数字"),
        ("310114000000", "新区", "已由嘉定区使用"),
        (NEW_1, "", "请填写新区域"),
        (NEW_1, "仓场社区居委会", "同一上级下已有"),
        (NEW_1, "仓场村委会", "与名称"),
    ],
)
def test_a_new_code_must_be_free_of_the_right_level_and_named(officer, code, name, sentence):
    with pytest.raises((Invalid, NotPermitted), match=sentence):
        register("set_up", Part("", code, name), by=officer)


def test_a_code_that_ended_is_never_used_again(officer):
    register("revoke", Part(CANGCHANG), by=officer)

    with pytest.raises(Invalid, match="不能重新使用"):
        register(
            "set_up", Part("", CANGCHANG, "仓场居委会"), by=officer, effective_on=date(2026, 6, 1), document_no="2"
        )
    assert next_free_codes(CANGCHANG, 2) == ["310114001003", "310114001004"]


def test_acts_on_one_place_follow_each_other_in_time(officer):
    rename(officer, effective_on=date(2026, 6, 1))

    with pytest.raises(Invalid, match="同一天或更早"):
        split(officer, document_no="2号")
    split(officer, effective_on=date(2026, 6, 2), document_no="2号")
    with pytest.raises(Invalid, match="已于 2026-06-02 停用"):
        rename(officer, effective_on=date(2026, 7, 1), document_no="3号")


def test_a_document_number_is_registered_once_so_a_double_submit_makes_one_act(officer):
    rename(officer)

    with pytest.raises(Invalid, match="已经登记"):
        register("revoke", Part(CANGCHANG), by=officer)
    with pytest.raises(IntegrityError, match="area_change_document_is_one"):
        AreaChange.objects.create(
            kind="rename",
            area_id=JIADING,
            document_no="嘉府〔2026〕12号",
            approved_on=DAY,
            effective_on=DAY,
            registered_by=officer,
        )


def test_a_street_ends_only_when_nothing_stands_below(officer):
    with pytest.raises(Invalid, match="其下还有"):
        register("revoke", Part(XINCHENGLU), by=officer)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("set_up", [Part(YINGYUAN, NEW_1, "x")]),
        ("split", [Part(YINGYUAN, NEW_1, "x", Decimal(100))]),
        ("split", [Part(YINGYUAN, NEW_1, "x", HALF), Part(YINGYUAN, NEW_2, "y", Decimal("49.99"))]),
        ("split", [Part(YINGYUAN, NEW_1, "x", HALF), Part(YINGYUAN, NEW_1, "x", HALF)]),
        ("split", [Part(YINGYUAN, NEW_1, "x", Decimal(110)), Part(YINGYUAN, NEW_2, "y", Decimal(-10))]),
        ("merge", [Part(YINGYUAN, NEW_1, "x", Decimal(100))]),
        ("merge", [Part(YINGYUAN, NEW_1, "x", Decimal(100)), Part(CANGCHANG, NEW_1, "x", HALF)]),
        ("convert", [Part(YINGYUAN, YINGYUAN, "x", Decimal(100))]),
        ("boundary", [Part(YINGYUAN, CANGCHANG, "", Decimal(100))]),
        ("rename", [Part(YINGYUAN, YINGYUAN, "")]),
        ("rename", [Part(YINGYUAN, CANGCHANG, "x")]),
        ("revoke", [Part(YINGYUAN, YINGYUAN, "", Decimal(100))]),
    ],
)
def test_a_plan_that_makes_no_sense_for_its_kind_is_refused(kind, parts):
    with pytest.raises(Invalid):
        plan_of(kind, parts)


def test_the_database_refuses_a_share_that_is_no_percentage_and_an_effect_before_approval(officer):
    change = rename(officer)

    with pytest.raises(IntegrityError, match="area_change_share_is_a_percentage"):
        AreaChangeItem.objects.create(change=change, from_area_id=YINGYUAN, share=101)


# --- figures of a day


def test_the_sum_of_a_street_is_answered_with_the_places_as_they_were(officer):
    figure(YINGYUAN, date(2025, 12, 31), 3200, officer)
    figure(CANGCHANG, date(2025, 12, 31), 900, officer)
    split(officer)
    figure(NEW_1, date(2026, 6, 30), 2000, officer)
    figure(NEW_2, date(2026, 6, 30), 1250, officer)

    was = figures_of(XINCHENGLU, "households", known_on=date(2026, 1, 31))
    now = figures_of(XINCHENGLU, "households", known_on=TODAY)

    assert (amounts(was), was.total, was.is_recast) == ({YINGYUAN: 3200, CANGCHANG: 900}, 4100, False)
    assert (amounts(now), now.total) == ({CANGCHANG: 900, NEW_1: 2000, NEW_2: 1250}, 4150)


def test_old_figures_are_recast_to_later_places_by_share(officer):
    figure(YINGYUAN, date(2025, 12, 31), 3200, officer)
    figure(CANGCHANG, date(2025, 12, 31), 900, officer)
    split(officer)

    recast = figures_of(XINCHENGLU, "households", known_on=date(2026, 1, 31), areas_on=TODAY)

    assert amounts(recast) == {CANGCHANG: 900, NEW_1: 1920, NEW_2: 1280}
    assert recast.is_recast
    assert recast.figures[CANGCHANG].is_recast is False


def test_a_place_without_figures_is_named_not_counted_as_nothing(officer):
    figure(YINGYUAN, date(2025, 12, 31), 3200, officer)

    assert figures_of(XINCHENGLU, "households", known_on=TODAY).missing == [CANGCHANG]


def test_a_withdrawn_act_moves_no_figure(officer):
    figure(YINGYUAN, date(2025, 12, 31), 3200, officer)
    withdraw_change(split(officer, effective_on=date(2027, 1, 1)), reason="误", today=TODAY, by=officer)

    found = figures_of(XINCHENGLU, "households", known_on=TODAY, areas_on=date(2027, 6, 1))
    assert amounts(found) == {YINGYUAN: 3200}


def test_carrying_shares_loses_nothing():
    moves = {"a": {"a": Decimal("0.25"), "b": Decimal("0.75")}}

    assert carry({"a": Decimal(8), "b": Decimal(1)}, moves) == {"a": 2, "b": 7}


# --- what an act leaves to do


def test_the_preview_counts_what_points_at_the_places_that_end(officer, staff, lin, sun):
    make_estate(staff, YINGYUAN, CANGCHANG)
    make_grid(staff)
    make_grid(staff, code="02")
    ended = make_grid(staff, code="03", starts_on=date(2021, 1, 1))
    ended.ends_on = date(2022, 1, 1)
    ended.save()

    found = {each.label: each.counts for each in pointing_at([YINGYUAN], DAY)}

    assert found == {"任职": {YINGYUAN: 1}, "小区归属": {YINGYUAN: 1}, "网格": {YINGYUAN: 2}}


def test_acts_are_seen_from_the_places_they_touch_and_from_nowhere_else(officer, viewer, staff, lin, sun, far, xu):
    change = split(officer)

    for actor in (officer, viewer, staff, lin):
        assert list(AreaChange.objects.visible_to(actor)) == [change]
    for actor in (sun, far, xu):
        assert not AreaChange.objects.visible_to(actor).exists()


def test_names_are_unique_from_a_day(officer):
    rename(officer)

    with pytest.raises(IntegrityError, match="area_has_one_name_from_a_day"):
        AreaName.objects.create(area_id=YINGYUAN, name="x", starts_on=DAY)


def test_an_act_next_door_is_not_touched_by_the_other_district(officer, xu):
    with pytest.raises(NotPermitted):
        register("revoke", Part(TIANPING_FIRST), by=officer)
