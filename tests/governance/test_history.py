"""The history of a subject: what was done to it, in words, for those who may see it."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from governance.audit import verbs
from governance.audit.actions import erase_details
from governance.audit.history import Event, history_of
from governance.audit.origin import Origin, _current
from governance.audit.trail import record
from governance.people.models import Posting
from tests.factories import JIADING, XINCHENGLU, YINGYUAN, make_client


def act(by, subject, verb="person.changed", *, area=YINGYUAN, **details):
    with transaction.atomic():
        return record(verb, subject, by=by, area=area, **details)


def notes(subject, actor):
    return [event.note for event in history_of(subject, actor=actor)]


def test_who_sees_a_subject_sees_what_was_done_to_it_without_origins_and_readings(lin, zhao, auditor):
    token = _current.set(Origin("10.1.2.3", "r1"))
    act(lin, zhao, changes={"姓名": ["赵", "赵国栋"]}, reason="更正")
    act(lin, zhao, "person.looked_up")
    _current.reset(token)

    assert [(e.text, e.by, e.note) for e in history_of(zhao, actor=lin)] == [
        ("修改人员", "林晓", "姓名：赵 → 赵国栋；理由：更正")
    ]
    assert [(e.text, e.note) for e in history_of(zhao, actor=auditor)] == [
        ("按证件或电话查找人员", "来源 10.1.2.3"),
        ("修改人员", "姓名：赵 → 赵国栋；理由：更正；来源 10.1.2.3"),
    ]


def test_fields_and_coded_values_read_as_the_pages_call_them(lin, officer):
    posting = Posting.objects.get(account=lin)
    machine = make_client("大数据中心", JIADING, by=officer)
    role = ["mediator", "mediation_director"]
    act(
        officer,
        posting,
        "posting.changed",
        changes={"role": role, "ends_on": [None, "2027-01-01"], "account_id": [1, 2]},
    )
    act(officer, machine, "client.changed", changes={"verbs": [["place.view"], ["place.view", "person.view"]]})
    act(
        officer, machine, "client.changed", changes={"expires_at": ["2026-12-01T00:00:00Z", None], "networks": [[], []]}
    )

    assert notes(posting, officer) == ["角色：人民调解员 → 调委会主任；终止日：2027-01-01"]
    assert notes(machine, officer) == [
        "有效期至：2026-12-01 08:00 → 空",
        f"允许的操作：{(place := verbs.roles.VERBS['place.view'])} → {place}、{verbs.roles.VERBS['person.view']}",
    ]


def test_changes_are_told_in_the_order_of_the_form(lin, zhao):
    act(
        lin,
        zhao,
        changes={"is_active": [None, True], "其他": [None, "甲"], "name": [None, "赵"], "username": [None, "z"]},
    )

    assert notes(zhao, lin) == ["用户名：z；姓名：赵；启用：是；其他：甲"]


def test_a_change_that_the_mask_hides_is_told_as_one(lin, zhao):
    act(lin, zhao, changes={"name": ["陈**", "陈**"], "is_active": [True, False]}, phone="199****0101", label="家")

    assert notes(zhao, lin) == ["199****0101；家；姓名有改动；启用：是 → 否"]


def test_a_wing_declares_how_its_verbs_fields_and_codes_read(lin, zhao, monkeypatch):
    monkeypatch.setitem(verbs.VERBS, "account.moved", "")  # so that all three are taken back
    monkeypatch.setitem(verbs.FIELDS, ("account", "floor"), "")
    monkeypatch.setitem(verbs.WORDS, ("account", "floor"), {})
    floor = {"g": "底层", "t": "顶层"}
    verbs.declare(
        {"account.moved": "换楼层"}, fields={("account", "floor"): "楼层"}, words={("account", "floor"): floor}
    )
    act(lin, zhao, "account.moved", changes={"floor": ["g", "t"]})

    (event,) = history_of(zhao, actor=lin)

    assert (event.text, event.note) == ("换楼层", "楼层：底层 → 顶层")


def test_an_erased_entry_says_what_was_done_and_no_more(lin, zhao, administrator):
    erase_details(act(lin, zhao, changes={"name": ["赵", "赵国栋"]}), by=administrator, reason="当事人申请")

    assert [(e.text, e.note) for e in history_of(zhao, actor=lin)] == [("修改人员", "")]


def test_times_are_shown_here_days_without_hours_and_the_unknown_as_long_ago():
    moment = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)

    assert [Event(at, "").time for at in (moment, date(2026, 3, 1), None)] == ["2026-03-02 07:30", "2026-03-01", "更早"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_history_takes_one_query(lin, zhao, django_assert_num_queries, count):
    for _ in range(count):
        act(lin, zhao, area=XINCHENGLU)
    assert lin.scope("trail.view").places == ()

    with django_assert_num_queries(1):
        assert len(history_of(zhao, actor=lin)) == count
