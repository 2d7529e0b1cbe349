"""The worked example of a dashboard (docs/dashboard_client.py), run as its reader runs it, against a real server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cases.docket.models import Case
from tests.factories import CLIENT_SECRET, JIADING, make_client

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLE = Path(__file__).parents[2] / "docs" / "dashboard_client.py"
VERBS = ("place.view", "case.view", "figure.view")


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
