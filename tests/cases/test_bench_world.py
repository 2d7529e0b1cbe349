"""A world that the bench measures in is one that the portal could have come to, however often its making was killed."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from stack.disk import ROOT
from stack.pytest_plugin import SLOT
from stack.template import template_database

HOLDING = """
CREATE TABLE bench_done (step text PRIMARY KEY);
CREATE TABLE held (step text);
CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT FROM held WHERE NEW.step LIKE step) THEN PERFORM pg_advisory_xact_lock(1); END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold BEFORE INSERT ON bench_done FOR EACH ROW EXECUTE FUNCTION hold();
"""
KILLED_AT = (  # what the step does is done, and is not noted
    "150 cases_party %",  # one transaction, in the second of four chunks, with another beside it
    "facts and cells",  # of many transactions
)
SHAPE = """
SELECT conrelid::regclass::text, conname::text, replace(pg_get_constraintdef(oid), ' NOT VALID', '') FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 AND conrelid::regclass::text NOT IN ('bench_done', 'held')
UNION ALL
SELECT tablename, indexname, indexdef FROM pg_indexes
WHERE schemaname = 'public' AND tablename NOT IN ('bench_done', 'held')
"""
WRITTEN = "SELECT id, xmin::text FROM cases_case"
WAITING = """
SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database
WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
"""


@contextmanager
def database_of_its_own():
    """A migrated database, dropped in the end: filling it takes indexes and keys off its tables and makes them anew."""
    server = urlsplit(os.environ["DATABASE_URL"])
    name = f"world{os.environ[SLOT]}"
    dropped = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template_database()))
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(dropped)
        connection.execute(made)
        yield server._replace(path=f"/{name}").geturl()
        connection.execute(dropped)


@contextmanager
def making(url, folder):
    """The process that makes the world and says so in `folder`; killed, should it still run in the end."""
    with (folder / "told").open("w") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.cases.small_world"],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url, "FILES_ROOT": str(folder)},
            stdout=told,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def one(connection, query, *values):
    return connection.execute(query, values).fetchone()[0]


def make_until(step, url, folder, connection):
    """Let the world be made as far as to `step`, and kill what makes it before it has noted the step."""
    connection.execute("TRUNCATE held")
    connection.execute("INSERT INTO held VALUES (%s)", [step])
    connection.execute("SELECT pg_advisory_lock(1)")
    with making(url, folder) as process:
        while not one(connection, WAITING):
            assert process.poll() is None, (folder / "told").read_text()
            time.sleep(0.05)
    connection.execute("SELECT pg_advisory_unlock(1)")
    return process.returncode


def test_a_world_whose_making_was_killed_goes_on_and_all_that_must_hold_holds_in_it(tmp_path):
    if SLOT not in os.environ:
        pytest.fail("没有自带的数据库服务器")
    with database_of_its_own() as url, psycopg.connect(url, autocommit=True) as connection:
        shape = set(connection.execute(SHAPE))
        connection.execute(HOLDING)
        written: list[set] = []
        for step in KILLED_AT:
            assert make_until(step, url, tmp_path, connection) == -9
            assert one(connection, "SELECT count(*) FROM bench_done WHERE step LIKE %s", step) == 0
            written.append(set(connection.execute(WRITTEN)))
        connection.execute("TRUNCATE held")
        with making(url, tmp_path) as process:
            process.wait()
        in_the_end = set(connection.execute(WRITTEN))
        shape_in_the_end = set(connection.execute(SHAPE))

    told = (tmp_path / "told").read_text()
    assert process.returncode == 0, told
    assert "项核对全部正常" in told
    assert shape_in_the_end == shape
    assert len(in_the_end) == 300
    assert 0 < len(written[0]) < 300
    assert all(rows <= in_the_end for rows in written), "a step that was done was done again"
