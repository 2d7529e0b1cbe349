"""Loading the country's list: what a file must be, what is compared, and what applying it does."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from governance.areas import codes
from governance.areas.loads import actions, loading
from governance.areas.loads.actions import PlacesChanged, apply_places, compare_places, prepare_load
from governance.areas.loads.models import AreaLoad
from governance.areas.models import Area, AreaReading, AreaSuccession
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, WrongState
from tests.factories import CANGCHANG, JIADING, JIADINGZHEN, PLACES, XINCHENGLU, XUHUI, YINGYUAN, make_account

ON = date(2026, 10, 31)
State = AreaLoad.State
GOOD = ("310000000000,上海市", "310100000000,市辖区")


def csv_of(rows):
    return "".join(["code,name\n", *(f"{code},{name}\n" for code, name in rows.items() if code != codes.ROOT)]).encode()


def lines(*rows):
    return "\n".join(["code,name", *rows, ""]).encode()


def compared(rows, *, area=codes.ROOT, on=ON, by=None):
    content = rows if isinstance(rows, bytes) else csv_of(rows)
    load = prepare_load(content, "areas-2026.csv", by=by, area=area, effective_on=on)
    return compare_places(load, content, by=by)


def differences(load):
    found = load.changes.order_by("kind", "code").values_list("kind", "code", "name", "old_code", "old_name")
    return [tuple(row) for row in found]


def tree():
    return list(
        Area.objects.order_by("code").values_list("code", "name", "parent_id", "level", "valid_from", "valid_to")
    )


# --- comparing


def test_the_same_list_has_no_difference_and_changes_nothing(places):
    before = tree()

    load = compared(PLACES)

    assert load.state == State.COMPARED
    assert (load.counts["rows"], load.difference_count, differences(load)) == (len(PLACES) - 1, 0, [])
    assert tree() == before


def test_new_gone_and_renamed_are_told_apart(places):
    listed = PLACES | {"310114001003": "新开社区居委会", YINGYUAN: "迎园新社区居委会"}
    del listed[CANGCHANG]

    load = compared(listed)

    assert differences(load) == [
        ("gone", CANGCHANG, "仓场社区居委会", CANGCHANG, "仓场社区居委会"),
        ("new", "310114001003", "新开社区居委会", "", ""),
        ("renamed", YINGYUAN, "迎园新社区居委会", YINGYUAN, "迎园社区居委会"),
    ]


def moved_street():
    """新成路街道 with its committees gets other codes: it and all below it keep their names."""
    renumbered = {"310114001": "310114009", "310114003": "310114003"}
    return {renumbered.get(code[:9], code[:9]) + code[9:]: name for code, name in PLACES.items()}


def test_a_street_with_a_new_code_takes_what_lies_below_it_along(places):
    load = compared(moved_street())

    assert [(kind, old, code) for kind, code, _, old, _ in differences(load)] == [
        ("moved", XINCHENGLU, "310114009000"),
        ("moved", YINGYUAN, "310114009001"),
        ("moved", CANGCHANG, "310114009002"),
    ]


def test_a_committee_that_changes_its_street_is_moved_within_its_county(places):
    listed = {**PLACES, "310114003009": PLACES[CANGCHANG]}
    del listed[CANGCHANG]

    assert [(row[0], row[3], row[1]) for row in differences(compared(listed))] == [("moved", CANGCHANG, "310114003009")]


def test_a_name_that_is_new_twice_is_nobodys_successor(places):
    listed = {**PLACES, "310114003009": PLACES[CANGCHANG], "310114003010": PLACES[CANGCHANG]}
    del listed[CANGCHANG]

    assert sorted(row[0] for row in differences(compared(listed))) == ["gone", "new", "new"]


def test_what_began_here_after_the_list_is_not_missed_on_it(places):
    Area.objects.create(code="310114001003", name="新开", level=5, parent_id=XINCHENGLU, valid_from=date(2026, 11, 1))

    assert compared(PLACES).difference_count == 0


def test_what_ended_here_and_is_still_listed_is_shown_and_left(places):
    Area.objects.filter(pk=CANGCHANG).update(valid_to=date(2026, 6, 1))

    load = compared(PLACES)

    assert [row[:2] for row in differences(load)] == [("ended_here", CANGCHANG)]
    assert load.difference_count == 0


def test_a_district_compares_its_own_codes_alone(places):
    listed = {code: name for code, name in PLACES.items() if code != XUHUI} | {JIADINGZHEN: "嘉定镇新街道"}
    listed["310104000000"] = "徐汇新区"

    load = compared(listed, area=JIADING)

    assert [row[:2] for row in differences(load)] == [("renamed", JIADINGZHEN)]


@pytest.mark.parametrize(
    ("rows", "line", "why"),
    [
        (lines(*GOOD, GOOD[0]), 4, "代码 310000000000 重复，第 2 行已有"),
        (lines(*GOOD, "310114001000,新成路街道"), 4, "上级 310114000000 不在文件中"),
    ],
)
def test_a_list_that_contradicts_itself_fails_and_changes_nothing(places, rows, line, why):
    before = tree()

    load = compared(rows)

    assert load.state == State.FAILED
    assert (load.problems[0][0], why in load.problems[0][1]) == (line, True)
    assert (tree(), differences(load)) == (before, [])


def test_a_town_right_below_its_prefecture_has_no_county(db):
    listed = {
        "440000000000": "广东省",
        "441900000000": "东莞市",
        "441900003000": "东城街道",
        "441900003001": "岗贝社区居委会",
    }

    actions.load_first_places(csv_of(listed), "东莞.csv", by=None)

    assert Area.objects.get(pk="441900003000").parent_id == "441900000000"
    assert Area.objects.get(pk="441900000000").level == codes.PREFECTURE


# --- applying


def test_applying_ends_begins_renames_and_moves_and_deletes_nothing(places, administrator):
    listed = moved_street() | {"310114001003": "新开社区居委会", XUHUI: "徐汇新区"}
    listed[XINCHENGLU] = "新成路新街道"
    load = compared(listed, by=administrator)

    apply_places(load, by=administrator)

    load.refresh_from_db()
    assert (load.state, load.applied_by) == (State.APPLIED, administrator)
    assert set(places) <= set(Area.objects.values_list("pk", flat=True))
    ended = Area.objects.get(pk=YINGYUAN)
    assert (ended.valid_to, ended.successions.get().successor_id) == (ON, "310114009001")
    begun = Area.objects.get(pk="310114001003")
    assert (begun.valid_from, begun.pinyin, begun.parent_id) == (ON, "xinkaishequjuweihui", XINCHENGLU)
    renamed = Area.objects.get(pk=XUHUI)
    assert (renamed.name, renamed.name_on(date(2026, 10, 30)), renamed.name_on(ON)) == (
        "徐汇新区",
        "徐汇区",
        "徐汇新区",
    )
    entry = TrailEntry.objects.get(verb="areas.list_applied")
    assert (entry.account, entry.detail.body["counts"]["moved"]) == (administrator, load.counts["moved"])


def test_other_readings_follow_the_name(places):
    load = compared(PLACES | {YINGYUAN: "长堡社区居委会"})

    apply_places(load, by=None)

    assert sorted(AreaReading.objects.filter(area=YINGYUAN).values_list("initials", flat=True)) == [
        "cbsqjwh",
        "cpsqjwh",
        "zbsqjwh",
    ]


def test_a_second_load_of_the_same_list_has_nothing_to_do(places):
    listed = moved_street()
    apply_places(compared(listed), by=None)

    assert compared(listed, on=date(2027, 10, 31)).difference_count == 0


def test_a_stale_comparison_is_refused_and_can_be_made_anew(places):
    listed = PLACES | {YINGYUAN: "迎园新社区居委会"}
    load = compared(listed)
    Area.objects.filter(pk=CANGCHANG).update(name="别的名字")
    before = tree()

    with pytest.raises(PlacesChanged):
        apply_places(load, by=None)

    assert tree() == before
    again = compare_places(load, csv_of(listed), by=None)
    assert again.counts["renamed"] == 2
    assert apply_places(again, by=None).state == State.APPLIED


def test_rows_that_do_not_add_up_undo_everything(places, monkeypatch):
    load = compared(PLACES | {YINGYUAN: "迎园新社区居委会"})
    monkeypatch.setattr(loading, "END_PLACES", loading.END_PLACES.replace("'gone', 'moved'", "'renamed'"))
    before = tree()

    with pytest.raises(WrongState, match="不符"):
        apply_places(load, by=None)

    assert tree() == before


def test_a_place_does_not_end_above_one_that_stands(places):
    street = {code: name for code, name in PLACES.items() if not code.startswith("310114001")}
    Area.objects.create(code="310114001003", name="新开", level=5, parent_id=XINCHENGLU, valid_from=date(2026, 11, 1))

    with pytest.raises(WrongState, match="仍在用"):
        apply_places(compared(street), by=None)

    assert Area.objects.get(pk=XINCHENGLU).valid_to is None


@pytest.mark.parametrize("state", [State.APPLIED, State.DISCARDED, State.FAILED, State.UPLOADED])
def test_only_a_compared_list_is_applied(places, state):
    load = compared(PLACES)
    AreaLoad.objects.filter(pk=load.pk).update(state=state)

    with pytest.raises(WrongState):
        apply_places(load, by=None)


def test_a_list_older_than_the_last_is_refused(places):
    apply_places(compared(PLACES | {YINGYUAN: "迎园新社区居委会"}), by=None)

    with pytest.raises(Invalid, match="晚于上次载入"):
        prepare_load(b"x", "old.csv", by=None, area=codes.ROOT, effective_on=ON)


def test_only_an_administrator_of_the_place_applies(places, officer):
    load = compared(PLACES | {YINGYUAN: "迎园新社区居委会"})
    local = make_account("local", "administrator", JIADING)

    for outsider in (officer, local):
        with pytest.raises(NotPermitted):
            apply_places(load, by=outsider)


def test_a_place_succeeds_another_once_and_never_itself(places):
    AreaSuccession.objects.create(area_id=CANGCHANG, successor_id=YINGYUAN, on=ON)

    for successor in (YINGYUAN, CANGCHANG):
        with pytest.raises(IntegrityError), transaction.atomic():
            AreaSuccession.objects.create(area_id=CANGCHANG, successor_id=successor, on=ON)
