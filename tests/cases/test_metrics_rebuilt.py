"""What is declared is built, by whatever way: anew beside writers, after a kill, and without anybody's command."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection

from cases.docket.models import Case
from governance.metrics import standing
from governance.metrics.declaring import SOURCES, Counter
from governance.metrics.folding import fold_all
from governance.metrics.models import MetricCell, MetricRebuild, MetricStanding
from governance.metrics.rebuilding import rebuild, rebuild_outdated
from governance.metrics.tasks import build
from governance.metrics.verifying import differences
from tests.cases.test_feed_writers import aside
from tests.cases.test_metrics_exact import Register, assert_exact
from tests.factories import make_places
from tests.governance.broker import database_url

SCHEMA = """
    SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'cases_casefact'::regclass UNION ALL
    SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'cases_casefact'::regclass
    UNION ALL SELECT attname || format_type(atttypid, atttypmod) || attnotnull || attcollation::regcollation
    FROM pg_attribute WHERE attrelid = 'cases_casefact'::regclass AND attnum > 0 ORDER BY 1
"""
DIES_WHILE_IT_DRAFTS = """
import time, django
django.setup()
from governance.metrics import rebuilding
from governance.metrics.declaring import SOURCES
def told(text):
    print(text, flush=True)
    time.sleep(600)
rebuilding.rebuild(SOURCES["cases"], batch=8, told=told)
"""
ORAL = Counter("by_oral", "口头协议件数", "result_on", "f.form = 'oral'")


def schema():
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        return cursor.fetchall()


@pytest.fixture
def register(places):
    made = Register(8)
    made.add(30)
    fold_all()
    return made


@pytest.fixture
def declared(monkeypatch):
    """The cases with one counter more."""
    more = replace(SOURCES["cases"], counters=(*SOURCES["cases"].counters, ORAL))
    monkeypatch.setitem(SOURCES, "cases", more)
    return more


def test_the_table_that_takes_the_place_of_the_facts_is_as_migrations_made_it(register):
    before = schema()

    rebuild(SOURCES["cases"], batch=7)

    assert schema() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'draft%%'", {})
        assert cursor.fetchone() == (0,)


def test_of_a_new_database_nothing_is_outdated(places):
    assert not standing.outdated()


def test_a_new_counter_builds_itself(register, declared):
    rebuild_outdated()
    MetricStanding.objects.filter(name="cases.by_oral").delete()
    MetricCell.objects.filter(counter="cases.by_oral").delete()

    build()

    assert not standing.outdated()
    assert list(differences(declared)) == []


def test_only_what_is_declared_otherwise_is_built(register, declared, monkeypatch):
    rebuild_outdated()
    other = replace(ORAL, where="f.form <> 'written'")
    monkeypatch.setitem(SOURCES, "cases", replace(declared, counters=(*declared.counters[:-1], other)))

    assert rebuild_outdated() == ["调解案件“口头协议件数”"]

    assert list(differences(SOURCES["cases"])) == []
    assert rebuild_outdated() == []


def test_what_nobody_declares_any_more_goes(register, monkeypatch):
    with monkeypatch.context() as declared:
        known = SOURCES["cases"]
        by_host = replace(ORAL, where="true", breakdowns=("host",))
        declared.setitem(SOURCES, "cases", replace(known, counters=(*known.counters, by_host)))
        rebuild_outdated()
        assert MetricStanding.objects.filter(name="cases.by_oral").exists()
        assert MetricCell.objects.filter(counter="cases.by_oral/host").exists()

    rebuild_outdated()

    assert not MetricStanding.objects.filter(name="cases.by_oral").exists()
    assert not MetricCell.objects.filter(counter__startswith="cases.by_oral").exists()


def test_facts_that_are_made_otherwise_are_drafted_anew(register, monkeypatch):
    rebuild_outdated()
    known = SOURCES["cases"]
    monkeypatch.setitem(SOURCES, "cases", replace(known, facts_of=known.facts_of.replace("c.people_count", "7")))

    call_command("metrics", "rebuild")

    assert not standing.outdated()
    assert list(differences(SOURCES["cases"])) == []


def test_cases_that_come_after_the_last_batch_are_in_the_new_facts(register):
    drafted = []

    def write(text):
        if not drafted:
            register.add(4)
            fold_all()
        drafted.append(text)

    rebuild(SOURCES["cases"], batch=1000, told=write)

    assert drafted == ["调解案件：已核算 30 条", "调解案件：已核算 34 条"]

    assert list(differences(SOURCES["cases"])) == []
    assert_exact(register, 30)


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_that_is_killed_goes_on_beside_writers_and_another_rebuild(db):
    make_places()
    register = Register(9)
    register.add(40)
    fold_all()
    worker = subprocess.Popen(
        [sys.executable, "-c", DIES_WHILE_IT_DRAFTS],
        env={**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "governance.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout.readline() == "调解案件：已核算 8 条\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    assert MetricRebuild.objects.get().position == Case.objects.order_by("pk")[7].pk

    def write():
        for _ in range(10):
            register.step()

    others = [aside(write), aside(lambda: rebuild(SOURCES["cases"], batch=5))]
    rebuild(SOURCES["cases"], batch=3)
    for each in others:
        each.join()

    assert not MetricRebuild.objects.exists()
    assert_exact(register, 20)
    fold_all()
    assert list(differences(SOURCES["cases"])) == []
    assert_exact(register, 20)
