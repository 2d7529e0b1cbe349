"""governance/database/base.py: a line to the database is given out alive, and asked only when there is a doubt."""

import pgtrigger
import pytest
from django.db import connection, connections

from governance.database import base


@pytest.fixture
def aside(db):
    """A connection with a pool of its own, of one line."""
    found = connections["aside"] = connection.copy("aside")
    found.settings_dict["OPTIONS"]["pool"] |= {"max_size": 1}
    yield found
    found.close()
    found.close_pool()
    del connections["aside"]


def backend(aside):
    with aside.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def said(aside, tmp_path):
    """What went over the line while it was given out and nothing was asked."""
    line = aside.connection.pgconn
    with (tmp_path / "said").open("w+") as file:
        line.trace(file.fileno())
        aside.close()
        aside.connect()
        line.untrace()
        file.seek(0)
        return file.read()


def test_a_line_that_was_in_use_a_moment_ago_is_given_without_a_question(aside, tmp_path):
    aside.connect()

    assert said(aside, tmp_path) == ""


def test_a_line_that_rested_is_asked_first(aside, tmp_path):
    aside.connect()
    aside.connection.given_at -= base.REST

    assert "EmptyQueryResponse" in said(aside, tmp_path)


def test_a_line_that_the_server_cut_is_not_given(aside):
    first = backend(aside)
    aside.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [first])

    assert backend(aside) != first


def test_a_trigger_finds_the_list_of_those_that_are_ignored_empty_and_not_unset(db):
    before = ignored()
    with pgtrigger.ignore("governance.TrailEntry:trail_entry_never_changes"):
        within = ignored()

    assert "trail_entry_never_changes" in within
    assert (before, ignored()) == ("{}", "{}")


def ignored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")
        return cursor.fetchone()[0]
