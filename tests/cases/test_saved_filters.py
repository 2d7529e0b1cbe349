"""Saved filters: kept, shared within scope, and told of what newly matches, each row once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.docket.events.models import CaseEvent
from cases.docket.models import Case
from cases.docket.watched import stirred
from cases.parties.actions import Entry
from governance.errors import Invalid, NotPermitted, WrongState
from governance.notices.models import Notice
from governance.saved_filters.actions import (
    delete_filter,
    edit_filter,
    move_filter,
    save_filter,
    unwatch_filter,
    watch_filter,
)
from governance.saved_filters.looking import FAULT, look
from governance.saved_filters.models import FilterMatch, FilterNews, FilterWatch, SavedFilter
from governance.saved_filters.queries import kept
from tests.cases.factories import make_case
from tests.factories import CANGCHANG, XINCHENGLU, YINGYUAN

PAGE = "cases:cases"


def save(by, query="procedure=registered", name="待受理", **more):
    return save_filter(by=by, page=PAGE, query=query, name=name, **more)


def names(actor):
    return [saved.name for saved in SavedFilter.objects.visible_to(actor).in_order()]


def told(actor):
    return list(FilterNews.objects.visible_to(actor).order_by("pk").values_list("count", flat=True))


def later(minutes=1):
    return timezone.now() + timedelta(minutes=minutes)


def test_only_what_means_something_is_kept_of_a_query_and_in_one_order():
    asked = "size=50&late=overdue&page=3&text=&dispute_type=D02&sort=-due_on&holder=abc"

    assert kept(asked) == "dispute_type=D02&late=overdue&sort=-due_on"


@pytest.mark.parametrize(
    ("page", "query", "sentence"),
    [
        ("cases:none", "late=overdue", "没有这个名单。"),
        ("cases:case", "late=overdue", "没有这个名单。"),
        (PAGE, "sort=-due_on", "请先在名单上选好筛选条件，再保存。"),
        (PAGE, "host=13800000000", "条件里有证件号码或电话，不能保存。"),
        (PAGE, "late=someday", "名单不认识这些条件，请回到名单重新筛选。"),
        (PAGE, "host=" + "长" * 4000, "条件太长，不能保存。"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(lin, page, query, sentence):
    with pytest.raises(Invalid, match=sentence):
        save_filter(by=lin, page=page, query=query, name="甲")


def test_two_filters_of_a_list_do_not_share_a_name(lin):
    save(lin)

    with pytest.raises(Invalid, match="已有同名") as refused:
        save(lin, "late=overdue")
    assert refused.value.field == "name"


def test_a_shared_filter_reaches_a_role_at_a_place_and_nobody_else(staff, zhao, lin, far, places):
    save(staff, name="给主任", area=places[XINCHENGLU], role="mediation_director")
    save(staff, "late=overdue", name="给本社区", area=places[YINGYUAN])
    save(staff, "late=3", name="自用")

    assert (names(zhao), names(lin), names(far)) == (["给主任", "给本社区"], ["给本社区"], [])


def test_nobody_shares_beyond_their_own_place_or_the_names_of_parties(lin, places):
    with pytest.raises(Invalid, match="只能与您任职区域内"):
        save(lin, area=places[CANGCHANG])
    with pytest.raises(Invalid, match="不能共享"):
        save(lin, "party=刘桂珍", area=places[YINGYUAN])


def test_only_the_owner_changes_orders_and_deletes_it(lin, zhao, places):
    first, second = save(lin, area=places[YINGYUAN]), save(lin, "late=overdue", name="逾期")

    edit_filter(first, by=lin, name="待我受理", version=1)
    move_filter(second, by=lin, up=True)

    assert names(lin) == ["逾期", "待我受理"]
    for act in (lambda: edit_filter(second, by=zhao, name="我的"), lambda: delete_filter(second, by=zhao)):
        with pytest.raises(NotPermitted):
            act()
    delete_filter(second, by=lin)
    assert names(lin) == ["待我受理"]


def test_a_new_match_is_told_once_to_each_watcher_and_what_was_there_before_is_not(
    lin, zhao, committee, registered_case, places
):
    saved = save(lin, area=places[YINGYUAN])
    for actor in (lin, zhao):
        watch_filter(saved, by=actor, now=timezone.now())
    CaseEvent.objects.filter(case=registered_case).update(recorded_at=timezone.now())

    new = make_case(lin, committee, entries=_same_parties(registered_case))
    looks = [look(later(minutes)) for minutes in (1, 2, 30)]

    assert looks == [2, 0, 0]
    assert (told(lin), told(zhao)) == ([1], [1])
    assert set(FilterMatch.objects.filter(news__isnull=False).values_list("row_id", flat=True)) == {new.pk}


def test_a_row_that_matches_again_is_not_told_again(lin, zhao, committee):
    saved = save(lin)
    watch_filter(saved, by=lin, now=timezone.now())
    new = make_case(lin, committee)
    look(later(1))

    Case.objects.filter(pk=new.pk).update(procedure="consent")
    look(later(2))
    Case.objects.filter(pk=new.pk).update(procedure="registered")
    CaseEvent.objects.filter(case=new).update(recorded_at=later(2))

    assert (look(later(3)), told(lin)) == (0, [1])


def test_a_day_that_comes_makes_a_case_match_though_nobody_touched_it(lin, registered_case):
    due_on = timezone.localdate() + timedelta(days=5)
    Case.objects.filter(pk=registered_case.pk).update(due_on=due_on)
    watch_filter(save(lin, "late=overdue", name="逾期"), by=lin, now=timezone.now())
    days = [timezone.now() + timedelta(days=number) for number in range(8)]
    stirs = [number for number, day in enumerate(days) if registered_case.pk in stirred(day, day + timedelta(days=1))]

    assert stirs == [1, 4, 5]  # three days before, the day itself, the day after
    with time_machine.travel(days[6]):
        assert (look(timezone.now()), told(lin)) == (1, [1])


def test_watchers_are_told_of_their_own_rows_alone(lin, sun, committee, next_door, staff, places):
    saved = save(staff, area=places[XINCHENGLU])
    for actor in (lin, sun):
        watch_filter(saved, by=actor, now=timezone.now())

    make_case(lin, committee)
    look(later())

    assert (told(lin), told(sun)) == ([1], [])


def test_the_notice_leads_to_the_new_rows_as_the_reader_sees_them(client, lin, committee):
    watch_filter(save(lin), by=lin, now=timezone.now())
    new = make_case(lin, committee)
    look(later())
    client.force_login(lin, backend="allauth.account.auth_backends.AuthenticationBackend")
    notice = Notice.objects.get(rung="filter.matched")

    inbox = client.get("/notices/").content.decode()
    page = client.get(f"/saved-filters/news/{notice.subject_id}/").content.decode()

    assert "您关注的筛选“待受理”有 1 条新匹配。" in inbox
    assert new.title in page


def test_a_look_costs_what_is_new_whatever_is_there(lin, committee, registered_case):
    watch_filter(save(lin), by=lin, now=timezone.now() - timedelta(hours=1))
    same = _same_parties(registered_case)
    for _ in range(3):
        make_case(lin, committee, entries=same)
    noon = timezone.localtime().replace(hour=12) + timedelta(days=1)
    FilterWatch.objects.update(looked_at=noon)

    with CaptureQueriesContext(connection) as asked:
        look(noon + timedelta(minutes=1))

    assert [one["sql"] for one in asked if 'FROM "cases_case"' in one["sql"]] == []


def test_what_cannot_be_watched_is_refused_and_ended_watches_tell_nothing(lin, committee):
    saved = save(lin)
    elsewhere = save_filter(by=lin, page="jobs:jobs", query="state=failed", name="失败")
    watch_filter(saved, by=lin, now=timezone.now())

    with pytest.raises(WrongState, match="不设新匹配提醒"):
        watch_filter(elsewhere, by=lin, now=timezone.now())
    with pytest.raises(WrongState, match="已经设过"):
        watch_filter(saved, by=lin, now=timezone.now())
    unwatch_filter(saved, by=lin)
    make_case(lin, committee)
    assert look(later()) == 0


def test_a_filter_that_the_list_no_longer_understands_is_said_so_and_matches_nothing(client, lin, committee):
    saved = save(lin)
    watch_filter(saved, by=lin, now=timezone.now())
    SavedFilter.objects.update(query="procedure=gone")
    make_case(lin, committee)
    client.force_login(lin, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert look(later()) == 0
    assert FAULT in client.get("/saved-filters/").content.decode()


def test_an_unshared_filter_is_watched_no_longer_by_others(lin, zhao, places):
    saved = save(lin, area=places[YINGYUAN])
    watch_filter(saved, by=zhao, now=timezone.now())

    edit_filter(saved, by=lin, name=saved.name)

    assert not FilterWatch.objects.exists()


def test_a_list_shows_its_filters_as_links_and_keeps_the_present_one(client, lin):
    client.force_login(lin, backend="allauth.account.auth_backends.AuthenticationBackend")
    asked = "/cases/?late=overdue&page=1"
    before = client.get(asked).content.decode()
    save_url = "/saved-filters/save/?_page=cases%3Acases&amp;late=overdue"

    saved = client.post(save_url.replace("&amp;", "&"), {"name": "逾期的", "submission": "one"})
    after = client.get(asked).content.decode()

    assert save_url in before
    assert saved.url == "/cases/?late=overdue"
    assert ('href="/cases/?late=overdue" aria-current="true">逾期的' in after, save_url in after) == (True, False)


def test_pages_order_watch_and_delete(client, lin, zhao, places):
    first, second = save(lin), save(lin, "late=overdue", name="逾期")
    client.force_login(lin, backend="allauth.account.auth_backends.AuthenticationBackend")

    client.post(f"/saved-filters/{second.pk}/move/", {"to": "up"})
    client.post(f"/saved-filters/{second.pk}/watch/", {"to": "on"})
    page = client.get("/saved-filters/").content.decode()

    assert page.index("逾期") < page.index("待受理")
    assert page.count("有新匹配时提醒") == 1
    client.post(f"/saved-filters/{second.pk}/watch/", {"to": "off"})
    client.post(f"/saved-filters/{first.pk}/delete/")
    assert (names(lin), FilterWatch.objects.count()) == (["逾期"], 0)


def test_who_is_shown_a_filter_does_not_change_it_and_others_do_not_find_it(client, lin, zhao, sun, places):
    saved = save(lin, area=places[YINGYUAN])
    codes = []
    for actor in (zhao, sun):
        client.force_login(actor, backend="allauth.account.auth_backends.AuthenticationBackend")
        codes.append(client.get(f"/saved-filters/{saved.pk}/edit/").status_code)

    assert codes == [403, 404]


def _same_parties(case):
    return tuple(Entry(party.side, person=party.person) for party in case.parties.all())
