"""The worked example of a dashboard (docs/dashboard_client.py), run as its reader runs it, against a real server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from cases.docket.models import Case
from governance.feed.numbering import number_all
from governance.webhooks import actions, gathering, sending, signing
from governance.webhooks.models import WebhookDelivery
from tests.factories import CLIENT_SECRET, JIADING, make_client
from tests.governance.broker import until
from tests.governance.receivers import certificate

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLE = Path(__file__).parents[2] / "docs" / "dashboard_client.py"
VERBS = ("place.view", "case.view", "figure.view")
assert certificate


@pytest.fixture
def run(live_server, officer, tmp_path):
    client = make_client("wall", JIADING, by=officer, verbs=VERBS)
    settings = {**os.environ, "PORTAL": live_server.url, "CLIENT": f"{client.key_id}.{CLIENT_SECRET}"}

    def run(place=JIADING, year="2026"):
        command = [sys.executable, str(EXAMPLE), place, "copy.json", year]
        return subprocess.run(command, cwd=tmp_path, env=settings, capture_output=True, text=True, timeout=60)

    run.copy = tmp_path / "copy.json"
    return run


def test_the_example_shows_figures_and_follows_its_cases(run, registered_case):
    first = run()
    assert first.stderr == ""
    assert "受理案件 0 件" in first.stdout
    assert "案件 1 件，新的变更 1 条： 已登记待审查 1" in first.stdout
    Case.objects.filter(pk=registered_case.pk).update(place_text="迎园新村 9 幢")

    second, third = run(), run()

    assert "新的变更 1 条" in second.stdout
    assert "新的变更 0 条" in third.stdout
    (case,) = json.loads(run.copy.read_text("utf-8"))["cases"].values()
    assert case["place_text"] == "迎园新村 9 幢"


def test_a_foreign_place_is_told_in_a_sentence(run):
    assert "404" in run(place="440100000000").stderr


@pytest.fixture
def listening(live_server, officer, tmp_path, certificate, settings, monkeypatch):
    """The example as a receiver of webhooks: the port at which it listens, its client and what it prints."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    client, secret = make_client("wall", JIADING, by=officer, verbs=VERBS), signing.new_secret()
    own = {"PORTAL": live_server.url, "CLIENT": f"{client.key_id}.{CLIENT_SECRET}", "SECRET": secret}
    command = [sys.executable, str(EXAMPLE), "listen", "127.0.0.1:0", "copy.json"]
    told = tmp_path / "told.txt"
    with told.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=tmp_path, env={**os.environ, **own, "CERTIFICATE": str(certificate)}, stdout=out, stderr=out
        )
    until(lambda: "新的变更" in told.read_text("utf-8"), "listening")
    port = int(told.read_text("utf-8").splitlines()[0].rpartition("：")[2])
    endpoint, _ = actions.add_endpoint(
        client, url=f"https://127.0.0.1:{port}/", kinds=["case"], by=officer, now=timezone.now()
    )
    yield endpoint, secret, tmp_path / "copy.json"
    process.kill()
    process.wait()


def deliver():
    number_all()
    gathering.gather(timezone.now())
    return sending.send_due()


def test_the_example_believes_what_is_signed_and_pulls_when_it_is_told(listening, registered_case):
    endpoint, secret, copy = listening
    Case.objects.filter(pk=registered_case.pk).update(place_text="迎园新村 9 幢")

    assert deliver() == 0
    (refused,) = WebhookDelivery.objects.all()
    assert refused.answer_code == 401, "signed with another secret"
    assert "迎园新村 9 幢" not in copy.read_text("utf-8")

    endpoint.secret = secret
    endpoint.save(update_fields=["secret"])
    WebhookDelivery.objects.update(due_at=timezone.now())

    assert sending.send_due() == 1
    until(lambda: "迎园新村 9 幢" in copy.read_text("utf-8"), "pulled")
