"""Postings: who may give what to whom, for how long; and what the pages make of it."""

import threading
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.areas.models import Area
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, RuleError, Stale, WrongState
from governance.pages.waiting import groups_for
from governance.people.models import Account, Posting
from governance.people.postings.actions import (
    LastAdministrator,
    Overlapping,
    change_posting,
    end_posting,
    grant_posting,
)
from governance.rules.actions import set_rule_value
from tests.factories import (
    CANGCHANG,
    JIADING,
    TIANPING_FIRST,
    XINCHENGLU,
    XUHUI,
    YINGYUAN,
    confirm_identity,
    make_account,
    make_places,
    make_posting,
)

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda value=None, timezone=None: value.date() if value else TODAY)


@pytest.fixture
def newcomer(places):
    return make_account("newcomer", name="新人")


def grant(account, role, area, *, by, starts_on=TODAY, ends_on=None, reason="任命文件"):
    return grant_posting(
        account=account,
        role=role,
        area=Area.objects.get(pk=area),
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        by=by,
        on=TODAY,
    )


def end(posting, by, ends_on=TODAY, version=None):
    return end_posting(posting, ends_on=ends_on, reason="调离", by=by, on=TODAY, version=version)


def change(posting, by, *, starts_on=None, ends_on=None, version=None):
    start = starts_on or posting.starts_on
    return change_posting(posting, starts_on=start, ends_on=ends_on, reason="延期", by=by, on=TODAY, version=version)


def test_a_supervisor_grants_a_seat_in_the_street_and_the_trail_keeps_it(supervisor, newcomer):
    posting = grant(newcomer, "mediator", YINGYUAN, by=supervisor)

    entry = TrailEntry.objects.about(posting).get()
    assert (posting.granted_by, posting.starts_on, posting.ends_on) == (supervisor, TODAY, None)
    assert (entry.verb, entry.account, entry.area_id) == ("posting.granted", supervisor, YINGYUAN)
    assert entry.detail.body["changes"]["role"] == [None, "mediator"]
    assert entry.detail.body["reason"] == "任命文件"
    assert Account.objects.get(pk=newcomer.pk).holds("person.view", YINGYUAN)


@pytest.mark.parametrize(
    ("role", "area"),
    [
        ("auditor", JIADING),  # sees the trail, which a supervisor does not
        ("district_officer", JIADING),  # above the street
        ("mediator", TIANPING_FIRST),  # the other district
        ("street_staff", "310114003000"),  # the other street
    ],
)
def test_nobody_grants_more_than_they_hold(supervisor, newcomer, role, area):
    with pytest.raises(NotPermitted):
        grant(newcomer, role, area, by=supervisor)

    assert not Posting.objects.filter(account=newcomer).exists()


def test_two_halves_of_a_role_held_at_different_places_do_not_make_it_whole(newcomer, places):
    half = make_account("half", "street_supervisor", XINCHENGLU)
    make_posting(half, "auditor", JIADING)

    with pytest.raises(NotPermitted):
        grant(newcomer, "district_officer", JIADING, by=half)


def test_nobody_grants_to_themselves_or_changes_their_own(officer):
    with pytest.raises(NotPermitted, match="自己"):
        grant(officer, "street_staff", XINCHENGLU, by=officer)
    with pytest.raises(NotPermitted, match="自己"):
        change(officer.postings.get(), officer, ends_on=date(2030, 1, 1))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_on": date(1900, 1, 1)}, "starts_on"),
        ({"starts_on": TODAY - timedelta(days=32)}, "starts_on"),
        ({"starts_on": TODAY + timedelta(days=367)}, "starts_on"),
        ({"ends_on": TODAY}, "ends_on"),
        ({"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"ends_on": date(2099, 1, 1)}, "ends_on"),
    ],
)
def test_dates_out_of_range_are_refused_at_their_field(supervisor, newcomer, values, field):
    with pytest.raises(Invalid) as refusal:
        grant(newcomer, "mediator", YINGYUAN, by=supervisor, **values)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("key", "dates"),
    [
        ("posting.backdated", lambda days: {"starts_on": TODAY - timedelta(days)}),
        ("posting.ahead", lambda days: {"starts_on": TODAY + timedelta(days)}),
        ("posting.longest", lambda days: {"starts_on": TODAY, "ends_on": TODAY + timedelta(days)}),
    ],
)
def test_a_district_sets_how_far_the_dates_may_go(supervisor, officer, newcomer, key, dates):
    set_rule_value(key=key, area_code=JIADING, starts_on=TODAY, value=10, reason="区里规定", by=officer)

    with pytest.raises(Invalid, match="10 天"):
        grant(newcomer, "mediator", YINGYUAN, by=supervisor, **dates(11))
    assert grant(newcomer, "mediator", YINGYUAN, by=supervisor, **dates(10)).pk


def test_a_role_stays_at_its_level_and_a_place_that_has_ended_takes_none(officer, newcomer):
    with pytest.raises(Invalid, match="不能设在"):
        grant(newcomer, "street_staff", YINGYUAN, by=officer)

    Area.objects.filter(pk=YINGYUAN).update(valid_to=date(2026, 6, 1))
    with pytest.raises(Invalid, match="停用"):
        grant(newcomer, "mediator", YINGYUAN, by=officer)


def test_a_grant_does_not_outlast_the_granters_own_posting(supervisor, newcomer):
    supervisor.postings.update(ends_on=date(2027, 1, 1))

    with pytest.raises(Invalid, match="2027-01-01"):
        grant(newcomer, "mediator", YINGYUAN, by=supervisor)
    with pytest.raises(Invalid):
        grant(newcomer, "mediator", YINGYUAN, by=supervisor, ends_on=date(2027, 1, 2))
    assert grant(newcomer, "mediator", YINGYUAN, by=supervisor, ends_on=date(2027, 1, 1)).ends_on == date(2027, 1, 1)


def test_the_same_seat_twice_in_the_same_time_is_refused_in_clear_words(supervisor, newcomer):
    grant(newcomer, "mediator", YINGYUAN, by=supervisor, ends_on=date(2027, 1, 1))

    with pytest.raises(Overlapping, match="新人在迎园社区居委会的“人民调解员”任职与这段时间重叠"):
        grant(newcomer, "mediator", YINGYUAN, by=supervisor, starts_on=date(2026, 12, 31))
    grant(newcomer, "mediator", YINGYUAN, by=supervisor, starts_on=date(2027, 1, 1))
    grant(newcomer, "mediator", CANGCHANG, by=supervisor)

    assert newcomer.postings.count() == 3


def test_a_closed_account_gets_nothing(supervisor, newcomer):
    Account.objects.filter(pk=newcomer.pk).update(is_active=False)

    with pytest.raises(WrongState):
        grant(newcomer, "mediator", YINGYUAN, by=supervisor)


def at_once(*acts):
    """Run each act in a thread and a connection of its own, all starting together; what they returned or refused."""
    together, answers = threading.Barrier(len(acts)), []

    def run(act):
        together.wait(timeout=20)
        try:
            act()
            answers.append("done")
        except RuleError as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_of_two_grants_at_the_same_moment_one_wins():
    make_places()
    newcomer = make_account("newcomer")
    granters = [make_account(f"granter{number}", "street_supervisor", XINCHENGLU) for number in range(2)]

    answers = at_once(*(partial(grant, newcomer, "mediator", YINGYUAN, by=granter) for granter in granters))

    assert answers == ["done", "posting-overlaps"]
    assert newcomer.postings.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_do_not_end_each_other_at_the_same_moment():
    make_places()
    one, other = (make_account(name, "administrator", "000000000000") for name in ("one", "other"))

    answers = at_once(partial(end, one.postings.get(), other), partial(end, other.postings.get(), one))

    assert answers == ["done", "last-administrator"]
    assert Posting.objects.active(TODAY).filter(role="administrator").count() == 1


def test_an_ended_posting_ends_with_the_next_request(client, supervisor, staff):
    client.force_login(staff)
    assert client.get(reverse("postings:postings")).status_code == 200

    end(staff.postings.get(), supervisor)

    assert client.get(reverse("postings:postings")).status_code == 404


def test_an_ending_is_not_written_into_the_past_and_not_later_than_planned(supervisor, lin):
    posting = lin.postings.get()
    with pytest.raises(Invalid):
        end(posting, supervisor, ends_on=TODAY - timedelta(days=1))

    end(posting, supervisor, ends_on=date(2026, 12, 1))
    with pytest.raises(Invalid):
        end(posting, supervisor, ends_on=date(2026, 12, 2))

    assert end(posting, supervisor).ends_on == TODAY
    with pytest.raises(WrongState):
        end(posting, supervisor)


def test_the_last_administrator_of_a_place_is_not_ended(administrator, places):
    second = make_account("second", "administrator", XUHUI)
    posting = administrator.postings.get()
    third = make_account("third", "administrator", "000000000000", ends_on=date(2026, 12, 1))

    with pytest.raises(LastAdministrator):
        end(posting, third, ends_on=date(2026, 12, 15))
    end(second.postings.get(), administrator)

    assert Posting.objects.get(pk=posting.pk).ends_on is None


def test_the_first_day_of_a_posting_that_began_stays(supervisor, lin):
    with pytest.raises(Invalid) as refusal:
        change(lin.postings.get(), supervisor, starts_on=TODAY, ends_on=date(2027, 1, 1))

    assert refusal.value.field == "starts_on"


def test_a_change_is_recorded_with_before_and_after(supervisor, lin):
    posting = change(lin.postings.get(), supervisor, ends_on=date(2027, 1, 1))

    entry = TrailEntry.objects.about(posting).get()
    assert entry.verb == "posting.changed"
    assert entry.detail.body["changes"] == {"ends_on": [None, "2027-01-01"]}


def test_the_second_of_two_editors_is_refused_and_sees_the_first_ones_change(client, supervisor, officer, lin):
    posting = lin.postings.get()
    change(posting, officer, ends_on=date(2027, 3, 1), version=1)
    with pytest.raises(Stale):
        change(posting, supervisor, ends_on=date(2027, 5, 1), version=1)
    confirm_identity(client, supervisor)
    typed = {"starts_on": "2026-01-01", "last_day": "2027-04-30", "reason": "延长", "version": "1"}

    answer = client.post(reverse("postings:change", args=[posting.pk]), typed)

    page = answer.content.decode()
    assert answer.status_code == 412
    assert "沈岚" in page
    assert "2027-02-28" in page
    assert 'value="2027-04-30"' in page
    assert 'name="version" value="2"' in page


@pytest.mark.parametrize("route", ["posting", "change", "end"])
def test_sun_finds_no_posting_of_next_door(client, sun, lin, route):
    confirm_identity(client, sun)

    assert client.get(reverse(f"postings:{route}", args=[lin.postings.get().pk])).status_code == 404
    assert client.post(reverse(f"postings:{route}", args=[lin.postings.get().pk])).status_code in (404, 405)
    assert client.get(reverse("postings:postings")).status_code == 404


def test_staff_who_see_a_posting_and_may_not_change_it_are_told_so(client, staff, lin):
    confirm_identity(client, staff)

    page = client.get(reverse("postings:posting", args=[lin.postings.get().pk]))
    refused = client.get(reverse("postings:change", args=[lin.postings.get().pk]))

    assert "变更日期" not in page.content.decode()
    assert refused.status_code == 403


def test_the_page_grants_and_shows_refusals_at_their_field(client, supervisor, newcomer):
    Account.objects.filter(pk=newcomer.pk).update(opened_in=XINCHENGLU)
    confirm_identity(client, supervisor)
    typed = {"account": newcomer.pk, "role": "mediator", "area": YINGYUAN, "starts_on": "2026-11-22", "reason": "任命"}

    wrong = client.post(reverse("postings:grant"), {**typed, "last_day": "2026-11-20"})
    done = client.post(reverse("postings:grant"), {**typed, "last_day": "2027-11-21"})
    again = client.post(reverse("postings:grant"), typed)

    posting = newcomer.postings.get()
    assert "终止日应晚于开始日" in wrong.content.decode()
    assert 'value="2026-11-20"' in wrong.content.decode()
    assert (done.status_code, done["Location"]) == (302, posting.get_absolute_url())
    assert posting.ends_on == date(2027, 11, 22)
    assert "重叠" in again.content.decode()


def test_a_grant_asks_for_step_up_first(client, supervisor, newcomer):
    client.force_login(supervisor)

    answer = client.post(reverse("postings:grant"), {"role": "mediator"})

    assert "请再次确认身份" in answer.content.decode()


def test_postings_about_to_end_wait_on_the_work_home(supervisor, lin, sun, staff):
    Posting.objects.filter(account=lin).update(ends_on=date(2026, 12, 1))
    Posting.objects.filter(account=sun).update(ends_on=date(2027, 3, 1))

    waiting = groups_for(supervisor, None)

    assert [line.text for group in waiting for line in group.lines if group.label == "即将到期的任职"] == [
        "林晓：迎园社区居委会人民调解员"
    ]
    assert not [group for group in groups_for(staff, None) if group.label == "即将到期的任职"]


@pytest.mark.parametrize(
    "query", ["state=ending", "state=ended", "q=林", f"area={XINCHENGLU}", "role=mediator", "q=%00"]
)
def test_the_list_filters(client, officer, lin, query):
    client.force_login(officer)

    assert client.get(reverse("postings:postings") + f"?{query}").status_code in (200, 400)


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, officer, django_assert_num_queries):
    client.force_login(officer)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("postings:postings"))
    for number in range(3):
        make_account(f"more{number}", "mediator", YINGYUAN)

    with django_assert_num_queries(len(one)):
        client.get(reverse("postings:postings"))


@pytest.mark.parametrize("role", ["mediator", "mediation_director"])
def test_the_work_of_an_office_is_bestowed_by_who_may_not_do_it(administrator, newcomer, role):
    grant(newcomer, role, YINGYUAN, by=administrator)

    assert newcomer.holds("case.mediate", YINGYUAN)
    assert not administrator.holds("case.mediate", YINGYUAN)
