"""Alerts of saved filters: each list that can be saved says what is new in it, or why nobody is told."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from governance.areas.partitions.actions import add_grid
from governance.areas.partitions.models import Grid
from governance.committees.models import Body
from governance.errors import WrongState
from governance.people.models import Posting
from governance.saved_filters.actions import save_filter, watch_filter
from governance.saved_filters.lists import find_list, unwatched_pages, watched_pages
from governance.saved_filters.looking import look
from governance.saved_filters.models import FilterMatch, FilterNews
from governance.saved_filters.stirring import acted_on, day_came
from tests.factories import YINGYUAN, confirm_identity, make_account, make_person
from tests.governance.test_every_list_exports import list_pages

UNFILTERED = {"clients:clients", "cases:registers", "cases:clues"}  # without filters there is nothing to save


def watch(by, page, query):
    saved = save_filter(by=by, page=page, query=query, name="关注")
    watch_filter(saved, by=by, now=timezone.now())
    return saved


def looked(minutes=1):
    look(timezone.now() + timedelta(minutes=minutes))
    return set(FilterMatch.objects.filter(news__isnull=False).values_list("row_id", flat=True))


def test_every_list_that_can_be_saved_says_what_is_new_or_why_nobody_is_told():
    said = {*watched_pages(), *unwatched_pages()}

    assert sorted(list_pages() - said - UNFILTERED) == []
    assert set(watched_pages()) & set(unwatched_pages()) == set()


@pytest.mark.parametrize("name", watched_pages())
def test_every_watched_list_looks_for_what_is_new_and_links_to_its_rows(name, places):
    listed = find_list(name)
    since = timezone.now()

    assert set(listed.stirred(since - timedelta(days=1), since)) == set()
    assert hasattr(listed.rows(make_account("nobody", "auditor", YINGYUAN)).model, "get_absolute_url")


def test_a_person_who_is_entered_is_told_once_under_the_filter(client, lin, places):
    watch(lin, "persons:persons", "sex=male")
    new = make_person(lin, YINGYUAN)

    assert looked() == {new.pk}
    assert looked(2) == {new.pk}
    confirm_identity(client, lin)
    page = client.get(f"/saved-filters/news/{FilterNews.objects.get().pk}/").content.decode()
    assert new.get_absolute_url() in page


def test_an_act_stirs_its_row_in_that_time_alone(staff, places):
    before = timezone.now()
    today = timezone.localdate()
    grid = add_grid(
        by=staff,
        area=places[YINGYUAN],
        code="01",
        name="第一网格",
        leader="",
        households=None,
        starts_on=today,
        today=today,
    )
    after = timezone.now() + timedelta(seconds=1)

    assert acted_on(Grid)(before, after) == {grid.pk}
    assert acted_on(Grid)(after, after + timedelta(hours=1)) == set()
    assert acted_on(Body)(before, after) == set()


def test_a_day_that_comes_stirs_the_rows_of_that_day(zhao):
    posting = Posting.objects.filter(account=zhao).get()
    Posting.objects.filter(pk=posting.pk).update(ends_on=datetime(2027, 3, 1).date())
    noon = timezone.make_aware(datetime(2027, 2, 28, 12))

    assert day_came(Posting, "ends_on")(noon, noon + timedelta(days=1)) == {posting.pk}
    assert day_came(Posting, "ends_on")(noon - timedelta(days=1), noon) == set()
    assert day_came(Posting, "ends_on", ahead=(7,))(noon - timedelta(days=7), noon - timedelta(days=6)) == {posting.pk}


def test_a_list_of_ones_own_says_why_it_is_not_watched(client, staff, places):
    saved = save_filter(by=staff, page="jobs:jobs", query="state=failed", name="失败的任务")
    with pytest.raises(WrongState, match="任务失败时已有提醒"):
        watch_filter(saved, by=staff, now=timezone.now())
    confirm_identity(client, staff)

    assert "任务失败时已有提醒" in client.get("/saved-filters/").content.decode()
