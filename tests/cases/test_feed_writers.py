"""Writers that commit out of order, numberers beside each other, a reader that stops: nothing is missed."""

import contextlib
import random
import threading

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction

from cases.docket.models import Case
from governance.feed.models import FeedEntry, FeedTouch
from governance.feed.numbering import number_all
from tests.cases.factories import make_case, same_people
from tests.cases.following import Follower
from tests.factories import CANGCHANG, YINGYUAN, make_client

pytestmark = pytest.mark.django_db(transaction=True)
SEED, WRITERS, WRITES = 20261122, 4, 12


@pytest.fixture
def cases(lin, committee):
    first = make_case(lin, committee)
    return [first, *(make_case(lin, committee, entries=same_people(first)) for _ in range(5))]


@pytest.fixture
def follower(officer, places):
    puller = make_client("puller", YINGYUAN, by=officer, verbs=("place.view", "case.view"))
    return Follower(puller, limit=2)


def aside(work, *args):
    """`work` in a thread with a connection of its own."""

    def run():
        try:
            work(*args)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_what_was_written_first_and_committed_last_is_read_behind_what_was_read_already(cases, follower):
    written, may_commit = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            Case.objects.filter(pk=cases[0].pk).update(place_text="先写后交")
            written.set()
            may_commit.wait(20)

    follower.catch_up()
    thread = aside(slow)
    assert written.wait(20)
    Case.objects.filter(pk=cases[1].pk).update(place_text="后写先交")
    assert follower.catch_up() == [("put", cases[1].pk)]
    may_commit.set()
    thread.join()

    assert follower.catch_up() == [("put", cases[0].pk)]
    assert follower.copy == follower.source()


def scribble(keys, seed):
    """Some transactions that change, move and change back, of which a third are rolled back."""
    chance = random.Random(seed)
    for n in range(WRITES):
        with transaction.atomic():
            for key in sorted(chance.sample(keys, 2)):
                place = chance.choice((YINGYUAN, YINGYUAN, CANGCHANG))
                Case.objects.filter(pk=key).update(place_text=f"{seed}-{n}", area_id=place)
            if chance.random() < 0.3:
                transaction.set_rollback(True)


def test_a_copy_kept_beside_many_writers_equals_the_source_when_they_are_done(cases, follower):
    keys, chance = [case.pk for case in cases], random.Random(SEED)
    threads = [aside(scribble, keys, SEED + n) for n in range(WRITERS)]
    threads += [aside(number_all) for _ in range(2)]
    while any(thread.is_alive() for thread in threads):
        before = (follower.next, dict(follower.copy))
        follower.read()
        if chance.random() < 0.3:
            follower.next, follower.copy = before  # it crashed before the page was stored

    follower.catch_up()

    assert follower.copy == follower.source()
    assert FeedEntry.objects.filter(is_gone=True).exists()
    assert not FeedTouch.objects.exists()
    numbers = list(FeedEntry.objects.values_list("seq", flat=True))
    assert len(numbers) == len(set(numbers))


def test_a_second_numberer_leaves_the_work_to_the_first(cases):
    holds, may_end = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            assert number_all()
            holds.set()
            may_end.wait(20)

    thread = aside(hold)
    assert holds.wait(20)
    assert number_all() == 0
    may_end.set()
    thread.join()

    assert FeedEntry.objects.count() == len(cases)


def test_a_numberer_that_is_cut_off_leaves_all_to_the_next(cases, follower):
    numbered, cut = threading.Event(), []

    def be_cut_off():
        with contextlib.suppress(OperationalError, InterfaceError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            cut.append(cursor.fetchone()[0])
            assert number_all()
            numbered.set()
            cursor.execute("SELECT pg_sleep(20)")

    thread = aside(be_cut_off)
    assert numbered.wait(20)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", cut)
    thread.join()

    assert not FeedEntry.objects.exists()
    assert len(follower.catch_up()) == len(cases)
