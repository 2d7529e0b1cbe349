"""A real primary and a streaming replica: who wrote reads what they wrote, and a lost replica only slows things."""

import json
import secrets
import signal
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from stack.disk import DataDir
from stack.ports import LOOPBACK, free_port
from stack.postgres import SUPERUSER, Postgres
from tests.factories import CLIENT_SECRET, YINGYUAN
from tests.stack.processes import eventually, status
from tests.stack.test_production import BEHIND_THE_PROXY, start

ORGANISATIONS = "api/v1/organisations/"


class Replicated:
    """A second web server of the portal, that knows a replica of its database."""

    def __init__(self, portal):
        self.portal = portal
        folder = portal.folder / "replica"
        primary = portal.postgres
        self.replica = Postgres(DataDir(folder).made(), primary.keys, free_port())
        self.replica.run(
            "pg_basebackup",
            *("-h", LOOPBACK, "-p", str(primary.port), "-U", SUPERUSER, "-D", str(self.replica.cluster)),
            *("-R", "-X", "stream", "-c", "fast", "--no-sync"),
        )
        self.server = self.replica.child()
        self.start_replica()
        self.url = f"postgres://portal:{primary.keys.portal_password}@{LOOPBACK}:{self.replica.port}/portal"
        self.settings = portal.settings | {"REPLICA_URL": self.url, "BIND": f"{LOOPBACK}:{free_port()}"}
        self.web = start("web", self.settings, portal.folder / "replicated.log")
        self.place = portal.scene("cast", portal.folder, play="replica_scene").split()[-1]
        assert eventually(lambda: self.status("livez") == 200)

    def close(self):
        self.web.kill()
        self.web.wait()
        self.server.ask_to_stop()
        self.server.wait_or_kill(patience=20)

    def start_replica(self):
        self.server.start()
        self.replica.wait_until_it_answers(self.server)

    def lose_replica(self):
        self.server.process.send_signal(signal.SIGQUIT)
        self.server.process.wait(30)

    def status(self, path):
        return status(f"http://{self.settings['BIND']}/{path}", **BEHIND_THE_PROXY)

    def call(self, who, path=ORGANISATIONS, body=None):
        headers = BEHIND_THE_PROXY | {
            "Authorization": f"Bearer {who}.{CLIENT_SECRET}",
            "Content-Type": "application/json",
            "Idempotency-Key": secrets.token_hex(8),
        }
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://{self.settings['BIND']}/{path}", data, headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def names(self, who):
        return {row["name"] for row in self.call(who)["results"]}

    def register(self, name):
        self.call("writer", body={"area": YINGYUAN, "kind": "unincorporated", "name": name, "phones": ["021-61234567"]})

    def read_at_replica(self, table):
        """How often the replica read from a table."""
        counted = "SELECT coalesce(sum(seq_scan + coalesce(idx_scan, 0)), 0) FROM pg_stat_user_tables"
        return int(self.of_portal(f"{counted} WHERE relname = '{table}'"))

    def of_portal(self, statement):
        return self.replica.run(
            "psql",
            *("-h", LOOPBACK, "-p", str(self.replica.port), "-U", SUPERUSER, "-d", "portal"),
            *("--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-At", "-c", statement),
        ).strip()


@pytest.fixture(scope="module")
def replicated(portal):
    made = Replicated(portal)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def paused(replicated):
    """The replica gets no further, and goes on afterwards. Both clients were just answered by it."""
    assert eventually(lambda: grows(replicated, lambda: replicated.names("reader")), patience=60)
    replicated.names("writer")
    replicated.replica.sql("SELECT pg_wal_replay_pause()")
    yield
    replicated.replica.sql("SELECT pg_wal_replay_resume()")


def grows(replicated, read, table="governance_organisation"):
    before = replicated.read_at_replica(table)
    read()
    return eventually(lambda: replicated.read_at_replica(table) > before, patience=5)


def test_nobody_reads_what_is_older_than_they_wrote_nor_older_than_ten_seconds(replicated, paused):
    replicated.register("云川物业")

    of_writer, of_reader = replicated.names("writer"), replicated.names("reader")

    assert "云川物业" in of_writer
    assert "云川物业" not in of_reader, "the replica was not asked"
    assert eventually(lambda: "云川物业" in replicated.names("reader"), patience=20)


def test_figures_and_exports_are_read_at_the_replica(replicated):
    metrics = f"api/v1/metrics/?measure=cases.accepted&place={replicated.place}&period=2026"

    def of_figures():
        replicated.call("reader", metrics)

    def export():
        replicated.portal.scene("export", replicated.portal.folder, play="replica_scene", REPLICA_URL=replicated.url)

    assert eventually(lambda: grows(replicated, of_figures, "governance_metriccell"), patience=60)
    assert eventually(lambda: grows(replicated, export), patience=90)


def test_a_lost_replica_only_slows_things_and_is_asked_again_when_it_is_back(replicated):
    replicated.register("嘉定物业")
    assert eventually(lambda: grows(replicated, lambda: replicated.names("reader")), patience=60)

    replicated.lose_replica()
    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(lambda _: replicated.names("reader"), range(40)))
    replicated.start_replica()

    assert all("嘉定物业" in names for names in answers)
    assert eventually(lambda: grows(replicated, lambda: replicated.names("reader")), patience=60)
