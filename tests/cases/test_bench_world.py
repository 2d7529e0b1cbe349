"""A world that the bench measures in is one that the portal could have come to: nothing in it is at fault."""

import os
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from stack.disk import ROOT
from stack.pytest_plugin import SLOT
from stack.template import template_database


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


def test_all_that_must_hold_holds_in_a_world_of_the_bench(tmp_path):
    if SLOT not in os.environ:
        pytest.fail("没有自带的数据库服务器")
    with database_of_its_own() as url:
        told = subprocess.run(
            [sys.executable, "-m", "tests.cases.small_world"],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url, "FILES_ROOT": str(tmp_path)},
            capture_output=True,
            text=True,
        )

    assert told.returncode == 0, told.stdout + told.stderr
    assert "项核对全部正常" in told.stdout
