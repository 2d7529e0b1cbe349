"""Probes, metrics and logs: what they say, when a part is missing, and to whom."""

import json
import logging
import subprocess
import sys
import time

import pytest
from django.core.cache import cache
from django.db.migrations.recorder import MigrationRecorder

from governance.audit.origin import current_origin
from governance.settings import BASE_DIR, CELERY_BEAT_SCHEDULE
from governance.watch import heartbeat, readiness, views
from governance.watch.logs import logging_as
from governance.watch.tasks import beat_has_sent, beat_heart

CLOSED_PORT = "redis://127.0.0.1:1/0"


@pytest.fixture
def alive(db):
    heartbeat.note(heartbeat.BEAT)
    heartbeat.note(heartbeat.WORKER)
    yield
    cache.delete_many([heartbeat.BEAT, heartbeat.WORKER])


def lacking(client):
    answer = client.get("/readyz")
    parts = answer.json()["parts"]
    assert answer.status_code == (200 if set(parts.values()) == {"ok"} else 503)
    return {part for part, said in parts.items() if said != "ok"}


def heard(part, seconds_ago):
    cache.set(part, time.time() - seconds_ago)


def test_a_process_that_answers_is_alive_whatever_it_lacks(client, settings):
    settings.REDIS_URL = CLOSED_PORT

    answer = client.get("/livez")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_portal_with_all_its_parts_is_ready(client, alive):
    assert lacking(client) == set()


def test_a_missing_broker_is_named_and_what_it_would_tell_is_not_guessed(client, alive, settings):
    settings.REDIS_URL = CLOSED_PORT

    assert lacking(client) == {"broker", "beat", "worker"}


def test_a_silent_beat_is_named_and_does_not_make_the_worker_look_dead(client, alive):
    heard(heartbeat.BEAT, seconds_ago=60)
    heard(heartbeat.WORKER, seconds_ago=59)

    assert lacking(client) == {"beat"}


def test_a_worker_that_does_not_run_what_beat_sends_is_named(client, alive):
    heard(heartbeat.WORKER, seconds_ago=60)

    assert lacking(client) == {"worker"}


def test_parts_never_heard_of_are_missing(client, db):
    cache.delete_many([heartbeat.BEAT, heartbeat.WORKER])

    assert lacking(client) == {"beat", "worker"}


def test_a_migration_that_waits_is_named(client, alive, monkeypatch):
    monkeypatch.setattr(readiness, "_migrated", [])
    MigrationRecorder.Migration.objects.filter(app="governance").order_by("-name").first().delete()

    assert lacking(client) == {"migrations"}


def test_the_heartbeat_task_speaks_for_the_worker_and_its_sending_for_beat(db):
    cache.delete_many([heartbeat.BEAT, heartbeat.WORKER])

    beat_has_sent()
    beat_heart()

    assert not heartbeat.is_silent(heartbeat.BEAT, now=time.time())
    assert not heartbeat.is_silent(heartbeat.WORKER, now=time.time())


@pytest.mark.parametrize(
    ("token", "meta", "answer"),
    [
        ("", {"REMOTE_ADDR": "127.0.0.1"}, 200),
        ("", {"REMOTE_ADDR": "10.1.2.3"}, 404),
        ("", {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.1.2.3"}, 404),
        ("long-secret", {"REMOTE_ADDR": "10.1.2.3", "HTTP_AUTHORIZATION": "Bearer long-secret"}, 200),
        ("long-secret", {"REMOTE_ADDR": "10.1.2.3", "HTTP_AUTHORIZATION": "Bearer wrong"}, 404),
        ("long-secret", {"REMOTE_ADDR": "127.0.0.1"}, 404),
    ],
)
def test_metrics_are_for_this_machine_or_the_bearer_of_the_token(client, db, settings, token, meta, answer):
    settings.METRICS_TOKEN = token

    assert client.get("/metrics", **meta).status_code == answer


def test_metrics_tell_requests_queue_and_heartbeats(client, alive):
    page = client.get("/metrics").content.decode()

    assert "django_http_requests_total_by_method_total" in page
    assert "governance_broker_up 1.0" in page
    assert "governance_queue_length" in page
    assert 'governance_heartbeat_age_seconds{part="worker"}' in page


def test_metrics_say_that_the_broker_is_gone(client, db, settings):
    settings.REDIS_URL = CLOSED_PORT

    assert "governance_broker_up 0.0" in client.get("/metrics").content.decode()


@pytest.fixture
def logged():
    """Lines as LOG_FORMAT=json writes them."""
    form = logging_as("json")["formatters"]["line"]
    formatter = form["()"](processors=form["processors"], foreign_pre_chain=form["foreign_pre_chain"])
    lines = []

    class Keeping(logging.Handler):
        def emit(self, record):
            lines.append(json.loads(formatter.format(record)))

    handler = Keeping()
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


def test_a_request_leaves_one_json_line_with_its_id_and_without_its_query(client, db, logged):
    client.get("/livez?id_number=310114199001011234")

    lines = [line for line in logged if line["event"] == "request_finished"]

    assert [(line["request"], line["code"]) for line in lines] == [("GET /livez", 200)]
    assert len(lines[0]["request_id"]) == 36
    assert "310114" not in json.dumps(logged)


def test_the_trail_and_the_log_know_a_request_by_the_same_id(client, db, logged, monkeypatch):
    seen = []
    monkeypatch.setattr(views, "missing_parts", lambda: seen.append(current_origin().request_id) or {})
    client.get("/readyz")

    assert seen == [line["request_id"] for line in logged if line["event"] == "request_finished"]


def test_beat_knows_when_each_task_is_due_and_brings_no_page_along():
    asked = (
        "import sys; from governance.beat import app; app.loader.init_worker(); app.finalize();"
        "print(*(name for name in sys.modules if name.endswith('.views')), len(app.conf.beat_schedule))"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=BASE_DIR
    ).stdout

    *pages, tasks = told.split()
    assert [page for page in pages if page.startswith(("governance.", "cases."))] == []
    assert tasks == str(len(CELERY_BEAT_SCHEDULE))
