"""How young what a replica shows is, by where the primary was seen: no database."""

import pytest
from django.db import OperationalError

from governance.replica import source
from governance.replica.lag import OLDEST, Marks
from governance.replica.routing import PRIMARY, Router
from governance.replica.source import Source


def test_a_replica_that_has_all_is_young():
    assert Marks().is_young(100, primary=100, now=0.0)


def test_one_that_lags_is_young_as_long_as_what_it_shows_was_true_ten_seconds_ago():
    marks = Marks()
    marks.is_young(100, primary=100, now=0.0)

    assert marks.is_young(100, primary=200, now=OLDEST - 0.1)
    assert not marks.is_young(100, primary=200, now=OLDEST + 0.1)


def test_one_that_catches_up_is_young_again():
    marks = Marks()
    for moment in range(30):
        marks.is_young(100, primary=100 + moment, now=float(moment))

    assert not marks.is_young(110, primary=131, now=31.0)
    assert marks.is_young(125, primary=131, now=31.0)


def test_after_a_pause_only_one_that_has_all_is_young():
    marks = Marks()
    marks.is_young(100, primary=100, now=0.0)

    assert not marks.is_young(190, primary=200, now=3600.0)
    assert marks.is_young(200, primary=200, now=3601.0)


@pytest.fixture
def reachable(monkeypatch):
    monkeypatch.setattr(source, "_silent_until", 0.0)


def test_a_question_that_the_replica_leaves_unanswered_is_put_to_the_primary(reachable):
    asked = []

    def question():
        asked.append(Router().db_for_read(None))
        if asked[-1] != PRIMARY:
            raise OperationalError("terminating connection due to administrator command")
        return "answer"

    found = Source("replica")

    assert found.ask(question) == "answer"
    assert asked == ["replica", PRIMARY]
    assert found.alias == PRIMARY, "a stream goes on where it was answered"
    assert source._silent_until > 0


def test_a_fault_of_the_primary_is_not_hidden():
    def question():
        raise OperationalError("busy")

    with pytest.raises(OperationalError):
        Source(PRIMARY).ask(question)


def test_writes_and_migrations_go_to_the_primary_alone():
    router = Router()

    assert router.db_for_write(None) == PRIMARY
    assert [router.allow_migrate(name, "governance") for name in (PRIMARY, "replica")] == [True, False]
