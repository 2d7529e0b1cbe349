"""Who is told, who stands in for them, and what they do with what they are told."""

from datetime import date, timedelta

import pytest

from governance.errors import Invalid, NotPermitted, WrongState
from governance.notices import sweeping
from governance.notices.absences.models import Absence
from governance.notices.actions import finish_notice, morning_of, read_notice, snooze_notice
from governance.notices.models import Notice, Withdrawn
from governance.notices.recipients import holders, holders_above, named, together
from governance.people.models import Account
from governance.rules.models import RuleValue
from tests.factories import CANGCHANG, JIADING, XINCHENGLU, XUHUI, YINGYUAN, make_account, make_client, make_posting
from tests.governance.swept import ENDS, TODAY, at, sweep, told

pytestmark = pytest.mark.usefixtures("ground_floor_rungs")


def test_the_nearest_place_above_where_somebody_sits_is_told(places, officer, staff):
    ending = make_posting(make_account("ending"), "mediator", YINGYUAN)
    find = holders_above("street_supervisor", "district_officer")

    assert find([ending], TODAY) == {ending.pk: {officer.pk}}

    supervisor = make_account("supervisor", "street_supervisor", XINCHENGLU)
    assert find([ending], TODAY) == {ending.pk: {supervisor.pk}}


def test_holders_sit_at_the_place_itself(zhao, sun, supervisor):
    here = make_posting(make_account("here"), "mediator", YINGYUAN)
    there = make_posting(make_account("there"), "mediator", CANGCHANG)

    assert holders("mediation_director")([here, there], TODAY) == {here.pk: {zhao.pk}, there.pk: set()}


def test_who_is_asked_twice_is_told_once(ending, supervisor):
    find = together(named("granted_by_id"), holders_above("street_supervisor"))

    assert find([ending], TODAY) == {ending.pk: {supervisor.pk}}


def test_whose_posting_has_ended_gets_no_more(ending, supervisor):
    supervisor.postings.update(ends_on=TODAY)

    assert sweep() == 0


def test_whose_account_is_closed_gets_no_more(ending, supervisor):
    Account.objects.filter(pk=supervisor.pk).update(is_active=False)

    assert sweep() == 0


def test_a_giver_who_works_elsewhere_now_is_not_told(supervisor, officer, xu):
    make_posting(make_account("ending"), "mediator", YINGYUAN, ends_on=ENDS, granted_by=xu)
    supervisor.postings.update(ends_on=TODAY)

    sweep()

    assert told() == [("officer", "2026-12-22-30", "")]


def test_a_machines_posting_is_nobodys_reminder(supervisor):
    client = make_client("机器", YINGYUAN, by=supervisor)
    client.postings.update(ends_on=ENDS)

    assert sweep() == 0


@pytest.fixture
def deputy(supervisor):
    """Stands in for the supervisor from today, for ten days; staff of the same street."""
    found = make_account("deputy", "street_staff", XINCHENGLU, name="代文")
    Absence.objects.create(account=supervisor, deputy=found, starts_on=TODAY, ends_on=TODAY + timedelta(days=10))
    return found


def test_while_somebody_is_away_the_deputy_is_told_too(ending, supervisor, deputy):
    assert sweep() == 2

    rows = Notice.objects.order_by("recipient__username").values_list("recipient", "on_behalf_of")
    assert list(rows) == [(deputy.pk, supervisor.pk), (supervisor.pk, None)]


def test_before_and_after_the_absence_the_deputy_is_not_told(ending, supervisor, deputy):
    Absence.objects.update(starts_on=TODAY + timedelta(days=1))

    sweep(TODAY)
    sweep(ENDS - timedelta(days=7))

    assert {username for username, *_ in told()} == {"supervisor"}


def test_a_deputy_without_a_posting_there_is_not_told(ending, supervisor, deputy):
    deputy.postings.update(ends_on=TODAY)

    assert sweep() == 1


def test_a_deputy_who_is_told_anyway_is_not_told_twice(ending, supervisor):
    second = make_account("second", "street_supervisor", XINCHENGLU)
    Absence.objects.create(account=supervisor, deputy=second, starts_on=TODAY, ends_on=ENDS)

    sweep()

    assert list(Notice.objects.filter(recipient=second).values_list("on_behalf_of", flat=True)) == [None]


@pytest.fixture
def notice(ending, supervisor):
    sweep()
    return Notice.objects.get()


def test_reading_keeps_the_first_time(notice, supervisor):
    read_notice(notice, by=supervisor, now=at(TODAY, 11))
    read_notice(notice, by=supervisor, now=at(TODAY, 12))

    assert Notice.objects.get().read_at == at(TODAY, 11)


def test_what_is_put_off_comes_back_unread(notice, supervisor):
    read_notice(notice, by=supervisor, now=at(TODAY, 11))
    tomorrow = morning_of(TODAY + timedelta(days=1))

    snooze_notice(notice, by=supervisor, until=tomorrow, now=at(TODAY, 12))

    mine = Notice.objects.visible_to(supervisor)
    assert (mine.unread(at(TODAY, 13)).count(), mine.snoozed(at(TODAY, 13)).count()) == (0, 1)
    assert mine.unread(tomorrow).count() == 1


@pytest.mark.parametrize(("days", "told_why"), [(-1, "晚于今天"), (0, "晚于今天"), (91, "最多推迟 90 天")])
def test_a_notice_is_put_off_into_the_coming_months_only(notice, supervisor, days, told_why):
    with pytest.raises(Invalid, match=told_why):
        snooze_notice(notice, by=supervisor, until=at(TODAY + timedelta(days=days)), now=at(TODAY))


def test_what_is_done_or_taken_back_cannot_be_done_again(notice, supervisor):
    finish_notice(notice, by=supervisor, now=at(TODAY))
    with pytest.raises(WrongState, match="已经办结"):
        finish_notice(notice, by=supervisor, now=at(TODAY))

    Notice.objects.update(done_at=None, withdrawn_because=Withdrawn.TAKEN_BACK, withdrawn_at=at(TODAY))
    with pytest.raises(WrongState, match="已撤回"):
        snooze_notice(notice, by=supervisor, until=at(ENDS), now=at(TODAY))


def test_nobody_touches_anothers_notice(notice, officer):
    for act in (read_notice, finish_notice):
        with pytest.raises(NotPermitted):
            act(notice, by=officer, now=at(TODAY))


def test_done_and_withdrawn_notices_are_forgotten_after_the_days_of_their_place(notice, supervisor, officer):
    times = {"falls_on": TODAY, "raised_at": at(TODAY), "shows_at": at(TODAY)}
    told = {"rung": "other", "subject_id": 1, "recipient": officer, **times}
    forever = Notice.objects.create(**told, occasion="x", area_id=JIADING)
    there = Notice.objects.create(**told, occasion="y", area_id=XUHUI, done_at=at(TODAY))
    RuleValue.objects.create(
        key="notices.keep_days", area_id=XUHUI, starts_on=date(2026, 1, 1), value=90, set_by=officer
    )
    finish_notice(notice, by=supervisor, now=at(TODAY))

    def forgotten(days):
        day = TODAY + timedelta(days=days)
        return sweeping.forget_old(day, at(day, 11))

    assert [forgotten(days) for days in (89, 90, 179, 180, 4000)] == [0, 1, 0, 1, 0]
    assert list(Notice.objects.all()) == [forever]
    assert there not in Notice.objects.all()
