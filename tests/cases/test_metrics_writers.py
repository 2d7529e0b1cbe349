"""Many write, many fold, some die: readings stay exact, nothing is lost and nothing counts twice."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection, transaction

from cases.docket.models import Case
from governance.metrics.declaring import SOURCES, STREAMS
from governance.metrics.folding import fold, fold_all
from governance.metrics.models import MetricTouch
from governance.metrics.verifying import differences
from tests.cases.test_feed_writers import aside
from tests.cases.test_metrics_exact import Register, assert_exact
from tests.factories import make_places
from tests.governance.broker import database_url

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, WRITES, FOLDERS = 4, 10, 3
DIES_BEFORE_ITS_COMMIT = """
import time, django
django.setup()
from governance.metrics import folding
work = folding.apply
def apply(*arguments):
    work(*arguments)
    print("applied", flush=True)
    time.sleep(600)
folding.apply = apply
folding.fold_all()
"""


@pytest.fixture
def register(db):
    make_places()
    made = Register(20261122)
    made.add(30)
    return made


def scribble(register, keys, seed):
    """Changes, a third of which are rolled back."""
    chance = register.chance.__class__(seed)
    for _ in range(WRITES):
        try:
            with transaction.atomic():
                for key in sorted(chance.sample(keys, 3)):
                    difficulty, people = chance.randint(1, 4), chance.randint(0, 9)
                    Case.objects.filter(pk=key).update(difficulty=difficulty, people_count=people)
                if chance.random() < 0.3:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            continue


def fold_often():
    for _ in range(WRITES * 2):
        fold(STREAMS["cases"], 4)


def test_writers_and_folders_beside_each_other_lose_nothing(register):
    keys = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    threads = [aside(scribble, register, keys, seed) for seed in range(WRITERS)]
    threads += [aside(fold_often) for _ in range(FOLDERS)]
    for _ in range(5):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            assert_exact(register, 8)
    for thread in threads:
        thread.join()

    assert_exact(register, 20)
    fold_all()
    assert list(differences(SOURCES["cases"])) == []
    assert_exact(register, 20)


def test_a_folder_that_is_killed_before_its_commit_has_done_nothing(register):
    waiting = MetricTouch.objects.count()
    worker = subprocess.Popen(
        [sys.executable, "-c", DIES_BEFORE_ITS_COMMIT],
        env={**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "governance.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout.readline() == "applied\n"
    assert fold(STREAMS["bodies"]) + fold(STREAMS["cases"]) >= 0  # one of them is held: nobody waits for it
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    assert 0 < MetricTouch.objects.count() <= waiting
    assert_exact(register)

    fold_all()

    assert list(differences(SOURCES["cases"])) == []
    assert_exact(register)


def test_a_source_that_somebody_folds_is_left_to_them(register):
    done = []
    with transaction.atomic():
        assert fold(STREAMS["cases"], 5) == 5
        aside(lambda: done.append(fold(STREAMS["cases"], 5))).join()
    assert done == [0]
