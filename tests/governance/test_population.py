"""Population: dated figures with their source, and the watch-list that is worked out from them."""

from datetime import date

import pytest
from django.db import IntegrityError

from governance import rules
from governance.areas.models import Area
from governance.areas.population.actions import correct_population, enter_population
from governance.areas.population.models import AreaPopulation
from governance.areas.watchlist.models import measured_committees, oversized
from governance.areas.watchlist.size import WATCH
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, Stale
from governance.rules.actions import set_rule_value
from tests.factories import CANGCHANG, TIANPING_FIRST, XINCHENGLU, YINGYUAN

TODAY = date(2026, 11, 20)


def enter(area, by, households=1000, *, as_of=date(2026, 6, 30), source="街道统计站", **figures):
    return enter_population(
        area_code=area,
        as_of=as_of,
        source=source,
        confidence="reported",
        figures={"households": households, **figures},
        today=TODAY,
        by=by,
    )


def test_figures_are_entered_with_source_and_day_and_recorded(staff):
    row = enter(YINGYUAN, staff, 3210, permanent=8000, over_60=2400, over_80=500)

    assert list(AreaPopulation.objects.series(YINGYUAN)) == [row]
    assert (row.households, row.permanent, row.children) == (3210, 8000, None)
    assert TrailEntry.objects.about(row).get().verb == "population.entered"


def test_the_newest_figure_of_each_place_is_the_one_of_a_day(staff):
    old = enter(YINGYUAN, staff, 3000, as_of=date(2025, 12, 31))
    new = enter(YINGYUAN, staff, 3300)
    other = enter(CANGCHANG, staff, 900)
    enter(YINGYUAN, staff, None, as_of=date(2026, 9, 30), permanent=9000)

    assert set(AreaPopulation.objects.newest_of_each("households", date(2026, 1, 1))) == {old}
    assert set(AreaPopulation.objects.newest_of_each("households", TODAY)) == {new, other}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"as_of": date(2026, 11, 21)}, "as_of"),
        ({"source": " "}, "source"),
        ({"households": None}, "households"),
        ({"over_60": 10, "over_80": 11}, "over_80"),
    ],
)
def test_figures_that_cannot_be_are_refused_at_their_field(staff, wrong, field):
    with pytest.raises(Invalid) as refusal:
        enter(YINGYUAN, staff, **wrong)
    assert refusal.value.field == field


def test_figures_of_a_day_on_which_the_place_was_not_are_refused(staff):
    Area.objects.filter(pk=YINGYUAN).update(valid_to=date(2026, 3, 1))

    with pytest.raises(Invalid, match="不是有效区域"):
        enter(YINGYUAN, staff)


def test_the_same_source_speaks_once_of_a_day(staff):
    enter(YINGYUAN, staff)

    with pytest.raises(Invalid):
        enter(YINGYUAN, staff, 1001)
    with pytest.raises(IntegrityError, match="population_is_one_per_day_and_source"):
        AreaPopulation.objects.create(
            area_id=YINGYUAN, as_of=date(2026, 6, 30), source="街道统计站", households=1, entered_by=staff
        )


def test_a_correction_says_what_it_changed_and_a_stale_one_is_refused(staff):
    row = enter(YINGYUAN, staff, 1000)
    new = {
        "as_of": row.as_of,
        "source": row.source,
        "confidence": "verified",
        "figures": {"households": 1010},
        "today": TODAY,
    }
    corrected = correct_population(row, by=staff, version=1, **new)

    entry = TrailEntry.objects.about(row).get(verb="population.corrected")
    assert (corrected.households, corrected.version) == (1010, 2)
    assert entry.detail.body["changes"] == {"households": [1000, 1010], "confidence": ["reported", "verified"]}
    with pytest.raises(Stale):
        correct_population(row, by=staff, version=1, **new)


@pytest.mark.parametrize("seat", ["lin", "sun", "viewer", "xu"])
def test_who_does_not_maintain_the_place_is_refused(seat, request):
    with pytest.raises(NotPermitted):
        enter(YINGYUAN, request.getfixturevalue(seat))


def test_figures_next_door_are_not_seen(staff, lin, sun):
    row = enter(YINGYUAN, staff)

    assert list(AreaPopulation.objects.visible_to(lin)) == [row]
    assert not AreaPopulation.objects.visible_to(sun).exists()


# --- the watch-list


def watched(on=TODAY):
    return list(
        oversized(measured_committees(on), rules.in_force(WATCH, on)).values_list("code", "households", "excess")
    )


def test_committees_above_the_threshold_are_watched_the_largest_excess_first(staff, xu):
    enter(YINGYUAN, staff, 3200)
    enter(CANGCHANG, staff, 3000)
    enter(TIANPING_FIRST, xu, 4100)

    assert watched() == [(TIANPING_FIRST, 4100, 1100), (YINGYUAN, 3200, 200)]
    assert watched(date(2026, 6, 29)) == []


def test_each_committee_is_measured_by_the_rule_of_its_own_place(staff, xu, officer):
    enter(YINGYUAN, staff, 2100)
    enter(TIANPING_FIRST, xu, 2100)
    set_rule_value(key=WATCH, area_code=XINCHENGLU, starts_on=date(2026, 1, 1), value=2000, reason="试点", by=officer)

    assert watched() == [(YINGYUAN, 2100, 100)]


def test_a_preview_names_who_would_enter_and_leave(staff, officer):
    enter(YINGYUAN, staff, 3200)
    enter(CANGCHANG, staff, 2600)
    before = rules.in_force(WATCH, TODAY)

    lower = before.rule.preview(before, before.supposing(XINCHENGLU, 2500), XINCHENGLU, None)
    higher = before.rule.preview(before, before.supposing(XINCHENGLU, 3500), XINCHENGLU, None)

    assert lower.summary == "监测名单由 1 个变为 2 个：列入 1 个，移出 0 个。"
    assert lower.rows == (("仓场社区居委会", CANGCHANG, "2,600 户", "列入"),)
    assert higher.rows == (("迎园社区居委会", YINGYUAN, "3,200 户", "移出"),)
