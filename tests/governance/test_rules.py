"""Rules: what the law says at a place on a date, who may change it, and what changing it would do."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from governance import rules
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from governance.rules.actions import set_rule_value, version_of, withdraw_rule_value
from governance.rules.definitions import Default, Kind, Rule
from governance.rules.models import RuleValue
from tests.factories import CANGCHANG, JIADING, SHANGHAI, TIANPING_FIRST, XINCHENGLU, YINGYUAN

WATCH, NORMAL_MAX = "committee.size.watch", "committee.size.normal_max"
SPRING = date(2026, 3, 1)


def say(value, area, by, *, starts_on=date(2026, 2, 1), key=WATCH, **more):
    return set_rule_value(
        key=key, area_code=area, starts_on=starts_on, value=value, reason="试点", by=by, expected=None, **more
    )


def test_the_default_is_the_law_of_the_day(places):
    assert rules.value(NORMAL_MAX, YINGYUAN, date(2025, 12, 31)) == 700
    assert rules.value(NORMAL_MAX, YINGYUAN, date(2026, 1, 1)) == 3000
    assert rules.value("committee.size.normal_min", YINGYUAN, date(2026, 1, 1)) == 1000


def test_a_value_holds_at_its_place_and_below_from_its_day(officer):
    say(2500, JIADING, officer)

    assert rules.value(WATCH, YINGYUAN, date(2026, 1, 31)) == 3000
    assert rules.value(WATCH, YINGYUAN, date(2026, 2, 1)) == 2500
    assert rules.value(WATCH, TIANPING_FIRST, SPRING) == 3000


def test_the_nearest_place_decides_even_when_a_wider_one_speaks_later(officer, administrator):
    say(1800, XINCHENGLU, officer)
    say(2500, SHANGHAI, administrator, starts_on=date(2026, 2, 20))

    assert rules.values(WATCH, [YINGYUAN, TIANPING_FIRST], SPRING) == {YINGYUAN: 1800, TIANPING_FIRST: 2500}


def test_the_next_value_ends_the_one_before(officer):
    say(2500, JIADING, officer)
    say(2200, JIADING, officer, starts_on=date(2026, 6, 1))

    assert rules.value(WATCH, YINGYUAN, date(2026, 5, 31)) == 2500
    assert rules.value(WATCH, YINGYUAN, date(2026, 6, 1)) == 2200


def test_a_place_can_go_back_to_what_is_above(officer, administrator):
    say(2500, SHANGHAI, administrator)
    say(1800, XINCHENGLU, officer)
    say(None, XINCHENGLU, officer, starts_on=date(2026, 3, 1), inherits=True)

    assert rules.value(WATCH, YINGYUAN, date(2026, 2, 28)) == 1800
    assert rules.value(WATCH, YINGYUAN, date(2026, 3, 1)) == 2500


def test_many_places_are_answered_by_one_query(officer, django_assert_num_queries):
    say(2500, JIADING, officer)

    with django_assert_num_queries(1):
        rules.values(WATCH, [YINGYUAN, CANGCHANG, XINCHENGLU, TIANPING_FIRST], SPRING)


def test_setting_a_value_is_recorded_with_its_document(officer):
    row = say(2500, JIADING, officer, document_no="嘉府〔2026〕3号")

    entry = TrailEntry.objects.about(row).get()
    assert (entry.verb, entry.account, entry.area_id) == ("rule.set", officer, JIADING)
    assert entry.detail.body["document"] == "嘉府〔2026〕3号"


def test_a_withdrawn_value_is_as_if_it_had_not_been_set(officer):
    row = withdraw_rule_value(say(2500, JIADING, officer), reason="录入有误", by=officer)

    assert rules.value(WATCH, YINGYUAN, SPRING) == 3000
    assert row.withdrawn_by == officer
    with pytest.raises(WrongState):
        withdraw_rule_value(row, reason="再撤一次", by=officer)


@pytest.mark.parametrize("seat", ["staff", "lin", "viewer", "auditor", "xu"])
def test_who_does_not_edit_rules_there_is_refused(seat, request):
    with pytest.raises(NotPermitted):
        say(2500, JIADING, request.getfixturevalue(seat))


def test_a_form_opened_before_somebody_else_set_a_value_is_stale(officer):
    seen = version_of(WATCH, JIADING)
    mine = say(2500, JIADING, officer)

    with pytest.raises(Stale) as refusal:
        set_rule_value(
            key=WATCH, area_code=JIADING, starts_on=SPRING, value=2600, reason="试点", by=officer, expected=seen
        )
    assert refusal.value.current == mine


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": "三千"}, "value"),
        ({"value": 0}, "value"),
        ({"value": 10**9}, "value"),
        ({"area": YINGYUAN}, "area_code"),
        ({"starts_on": date(1900, 1, 1)}, "starts_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(administrator, wrong, field):
    given = {"value": 2500, "area": JIADING, **wrong}

    with pytest.raises(Invalid) as refusal:
        say(given.pop("value"), given.pop("area"), administrator, **given)
    assert refusal.value.field == field


def test_two_values_from_one_day_are_refused_by_page_and_by_database(officer):
    say(2500, JIADING, officer)

    with pytest.raises(Invalid):
        say(2600, JIADING, officer)
    with pytest.raises(IntegrityError, match="rule_value_is_one_from_a_day"):
        RuleValue.objects.create(
            key=WATCH, area_id=JIADING, starts_on=date(2026, 2, 1), value=1, reason="x", set_by=officer
        )


def test_values_next_door_are_not_seen_and_those_above_are(officer, administrator, lin, far):
    own, above = say(1800, XINCHENGLU, officer), say(2500, SHANGHAI, administrator)

    assert set(RuleValue.objects.visible_to(lin)) == {own, above}
    assert set(RuleValue.objects.visible_to(far)) == {above}


@pytest.mark.parametrize(
    ("kind", "raw", "typed", "shown"),
    [
        (Kind.INTEGER, "3,000", 3000, "3,000 户"),
        (Kind.DAYS, " 30 ", 30, "30 户"),
        (Kind.DECIMAL, "0.10", Decimal("0.10"), "0.10 户"),
        (Kind.TEXT_LIST, "甲\n\n乙\n甲", ["甲", "乙"], "甲、乙"),
        (Kind.BOOLEAN, "true", True, "是"),
        (Kind.CHOICE, "a", "a", "甲类"),
    ],
)
def test_each_kind_of_value_survives_being_stored(kind, raw, typed, shown):
    rule = Rule("k", "某规则", kind, (Default(1, "某法"),), "组", unit="户", choices=(("a", "甲类"),))

    assert rule.clean(raw) == typed
    assert rule.clean(rule.stored(rule.clean(raw))) == typed
    assert rule.shown(typed) == shown


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Kind.INTEGER, "1.5"),
        (Kind.INTEGER, "١٢"),
        (Kind.INTEGER, True),
        (Kind.DECIMAL, "NaN"),
        (Kind.DECIMAL, "一"),
        (Kind.TEXT_LIST, " \n "),
        (Kind.BOOLEAN, "也许"),
        (Kind.CHOICE, "z"),
    ],
)
def test_a_value_that_is_not_of_its_kind_is_refused(kind, raw):
    rule = Rule("k", "某规则", kind, (Default(1, "某法"),), "组", choices=(("a", "甲类"),))

    with pytest.raises(Invalid):
        rule.clean(raw)
