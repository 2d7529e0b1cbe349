"""Changes for those who keep a copy: nothing missed, nothing of others, and what was lost is told as gone."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.docket.models import Case
from cases.parties.models import Party
from cases.registers.undoing import undo_batch
from governance.feed.models import FeedEntry, FeedTouch
from governance.feed.numbering import number_all
from governance.jobs import running
from governance.people.models import ApiClient
from tests.cases.factories import make_case, same_people
from tests.cases.following import Follower
from tests.cases.registers import imported_batch, line
from tests.factories import CANGCHANG, JIADING, YINGYUAN, bearer, make_client, make_posting
from tests.governance.planting import found, plant

READ = ("place.view", "case.view")


@pytest.fixture
def puller(officer, places):
    return make_client("puller", JIADING, by=officer, verbs=READ)


@pytest.fixture
def follower(puller):
    return Follower(puller)


def three(by, committee):
    first = make_case(by, committee)
    return [first, *(make_case(by, committee, entries=same_people(first)) for _ in range(2))]


def move(case, area):
    Case.objects.filter(pk=case.pk).update(area_id=area)


def test_a_first_reading_brings_all_and_the_next_what_changed_since(follower, lin, committee, registered_case):
    other = make_case(lin, committee, entries=same_people(registered_case))
    assert follower.catch_up() == [("put", registered_case.pk), ("put", other.pk)]
    assert follower.catch_up() == []

    Case.objects.filter(pk=registered_case.pk).update(place_text="迎园新村 9 幢")

    assert follower.catch_up() == [("put", registered_case.pk)]
    assert follower.copy == follower.source()
    assert follower.copy[registered_case.pk]["place_text"] == "迎园新村 9 幢"


def test_a_row_that_changed_often_is_told_once_as_it_is_now(follower, registered_case):
    for text in ("甲", "乙", "丙"):
        Case.objects.filter(pk=registered_case.pk).update(place_text=text)
        number_all()

    assert follower.catch_up() == [("put", registered_case.pk)]
    assert follower.copy[registered_case.pk]["place_text"] == "丙"


def test_a_change_of_a_party_is_a_change_of_its_case(follower, registered_case):
    follower.catch_up()
    Party.objects.filter(case=registered_case, side="respondent").update(name="马骏")

    assert follower.catch_up() == [("put", registered_case.pk)]
    assert follower.copy == follower.source()


def test_an_imported_register_is_told_and_when_it_is_undone_its_cases_are_gone(follower, zhao, committee):
    batch = imported_batch(zhao, [line(n) for n in (1, 2, 3)], committee=committee)
    assert [change for change, _ in follower.catch_up()] == ["put"] * 3
    assert follower.copy == follower.source()

    running.run(undo_batch(batch, by=zhao, reason="选错了调委会").job_id)

    assert [change for change, _ in follower.catch_up()] == ["gone"] * 3
    assert follower.copy == {}


def test_a_case_that_moves_is_gone_here_and_there_it_is_new(officer, registered_case):
    here = Follower(make_client("here", YINGYUAN, by=officer, verbs=READ))
    there = Follower(make_client("there", CANGCHANG, by=officer, verbs=READ))
    both = Follower(make_client("both", JIADING, by=officer, verbs=READ))
    assert [one.catch_up() for one in (here, there, both)] == [
        [("put", registered_case.pk)],
        [],
        [("put", registered_case.pk)],
    ]

    move(registered_case, CANGCHANG)

    assert [one.catch_up() for one in (here, there, both)] == [
        [("gone", registered_case.pk)],
        [("put", registered_case.pk)],
        [("put", registered_case.pk)],  # seen before and after: no loss
    ]
    assert all(one.copy == one.source() for one in (here, there, both))


def test_who_loses_a_place_is_told_what_is_gone_and_who_gets_it_back_reads_it_anew(
    puller, officer, lin, committee, registered_case
):
    other = make_case(lin, committee, entries=same_people(registered_case))
    follower = Follower(puller, limit=1)
    follower.catch_up()
    posting = puller.postings.get()
    posting.ends_on = posting.starts_on
    posting.save()
    make_posting(puller, "api_client", CANGCHANG)

    lost = follower.catch_up()
    assert sorted(lost) == [("gone", registered_case.pk), ("gone", other.pk)]
    assert follower.copy == {}

    make_posting(puller, "api_client", YINGYUAN)

    assert follower.catch_up() == [("put", registered_case.pk), ("put", other.pk)]
    assert follower.copy == follower.source()


def test_nothing_is_told_of_what_came_after_a_place_was_lost(puller, lin, committee, registered_case):
    follower = Follower(puller)
    follower.catch_up()
    posting = puller.postings.get()
    posting.ends_on = posting.starts_on
    posting.save()
    make_posting(puller, "api_client", CANGCHANG)
    later = make_case(lin, committee, entries=same_people(registered_case))

    assert follower.catch_up() == [("gone", registered_case.pk)]
    assert later.pk not in {subject for _, subject in follower.told}


def test_pages_of_any_size_tell_the_same(puller, lin, committee):
    cases = three(lin, committee)
    for limit in (1, 2, 3, 200):
        follower = Follower(puller, limit=limit)
        assert follower.catch_up() == [("put", case.pk) for case in cases]


def test_a_reader_that_crashed_reads_its_last_page_again(puller, lin, committee):
    three(lin, committee)
    follower = Follower(puller, limit=2)
    before = follower.next
    follower.read()
    follower.next, follower.copy = before, {}  # nothing of the page was stored

    follower.catch_up()

    assert follower.copy == follower.source()


def test_an_unchanged_end_is_answered_with_304(puller, registered_case):
    browser = Client(headers=bearer(puller))
    end = browser.get("/api/v1/changes/").json()["next"]
    answer = browser.get(end)

    again = browser.get(end, headers={"If-None-Match": answer.headers["ETag"]})

    assert (answer.json()["results"], answer.json()["next"], again.status_code) == ([], end, 304)


def test_a_page_costs_the_same_for_one_case_and_for_three(puller, lin, committee):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/api/v1/changes/").status_code == 200
        return len(captured)

    browser = Client(headers=bearer(puller))
    one = make_case(lin, committee)
    browser.get("/api/v1/changes/")
    first = asked()
    for _ in range(2):
        make_case(lin, committee, entries=same_people(one))
    number_all()

    assert asked() == first


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("cursor=eyJ9.x", "cursor", "游标无效"),
        ("cursor=" + "A" * 9000, "cursor", "游标无效"),
        ("cursor=%ff%fe", "cursor", "游标无效"),
        ("cursor=𠮷😀.", "cursor", "游标无效"),
        ("kind=weather", "kind", "没有“weather”这个种类"),
        ("limit=0", "limit", "1 到 200"),
        ("since=2026", "since", "没有这个参数"),
    ],
)
def test_what_is_not_known_is_refused_by_its_name(puller, query, field, said):
    answer = Client(headers=bearer(puller)).get(f"/api/v1/changes/?{query}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    (told,) = answer.json()["errors"]
    assert told["field"] == field
    assert said in told["message"]


def test_another_caller_cannot_use_a_cursor(puller, officer):
    other = make_client("other", JIADING, by=officer, verbs=READ)
    cursor = Client(headers=bearer(puller)).get("/api/v1/changes/").json()["next"]

    assert Client(headers=bearer(other)).get(cursor).status_code == 400


def test_a_cursor_of_one_list_is_none_of_another_and_one_from_last_year_goes_on(follower, puller, registered_case):
    follower.catch_up()
    browser = Client(headers=bearer(puller))
    listed = browser.get("/api/v1/areas/?limit=1").json()["next"].partition("cursor=")[2]
    assert browser.get(f"/api/v1/changes/?cursor={listed}").json()["errors"][0]["field"] == "cursor"
    assert browser.get(f"/api/v1/changes/?kind=case&{follower.next.partition('?')[2]}").status_code == 200

    with time_machine.travel(timezone.now() + timedelta(days=366)):
        ApiClient.objects.update(expires_at=timezone.now() + timedelta(days=1))
        move(registered_case, YINGYUAN)
        assert follower.catch_up() == [("put", registered_case.pk)]


def test_who_may_see_no_case_is_told_nothing(officer, registered_case):
    blind = Follower(make_client("blind", JIADING, by=officer, verbs=("place.view",)))

    assert blind.catch_up() == []


def test_touches_go_when_they_are_numbered_and_numbers_only_grow(lin, committee):
    first = make_case(lin, committee)
    assert FeedTouch.objects.exists()
    number_all()
    (before,) = FeedEntry.objects.filter(subject=first.pk).values_list("seq", flat=True)
    second = make_case(lin, committee, entries=same_people(first))
    number_all()

    Case.objects.filter(pk=first.pk).update(place_text="甲")
    number_all()

    assert not FeedTouch.objects.exists()
    numbers = dict(FeedEntry.objects.values_list("subject", "seq"))
    assert before < numbers[second.pk] < numbers[first.pk]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("DELETE FROM governance_feedentry", "没有列入变更"),
        (f"UPDATE governance_feedentry SET area_id = '{CANGCHANG}'", "已不在该区域而仍列入变更"),
    ],
)
def test_the_nightly_check_finds_what_the_feed_lacks(registered_case, fault, said):
    assert found("feed.complete") == []  # not numbered yet
    number_all()
    assert found("feed.complete") == []

    plant(fault)

    assert f"调解案件 {registered_case.pk}：{said}" in found("feed.complete")
