"""What the images run, against servers that are not ours, with the settings of .env.example and nothing else."""

import base64
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from stack.disk import ROOT
from stack.ports import LOOPBACK, free_port
from tests.stack.compose import example_settings
from tests.stack.processes import eventually, status
from tests.stack.production import debian_programs, production_servers

HOST = "portal.example.cn"
BEHIND_THE_PROXY = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
REQUIRED = ["SECRET_KEY", "SEALING_KEYS", "INDEX_KEYS", "TRAIL_KEY", "DATABASE_URL", "REDIS_URL"]
WRONG = {
    "SECRET_KEY": "short",
    "SEALING_KEYS": "1:not base64",
    "INDEX_KEYS": f"1:{base64.b64encode(b'short').decode()}",
    "TRAIL_KEY": "****",
    "SEALING_CIPHER": "ROT13",
    "DATABASE_URL": "mysql://somewhere/portal",
    "REDIS_URL": "amqp://somewhere",
    "DATABASE_POOL": "many",
    "TRUSTED_PROXIES": "the proxy",
    "FILES_ROOT": "/proc/files",
    "LOG_FORMAT": "xml",
    "HTTPS": "perhaps",
    "DEMO": "1",
    "LOCKOUT_FAILURES": "a few",
    "SESSIONS_PER_ACCOUNT": "0",
    "UPLOAD_LIMIT": "-1",
    "CSRF_TRUSTED_ORIGINS": "community.example.cn",
    "OIDC_ISSUER": "login.example.cn",
}


def base64_key(length):
    return base64.b64encode(secrets.token_bytes(length)).decode()


def settings_of(folder: Path, database_url: str, redis_url: str) -> dict[str, str]:
    """The example's settings, with what an operator fills in."""
    return example_settings() | {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "SEALING_KEYS": f"1:{base64_key(32)}",
        "INDEX_KEYS": f"1:{base64_key(32)}",
        "TRAIL_KEY": base64_key(32),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "TRUSTED_PROXIES": "127.0.0.0/8",
        "FILES_ROOT": str(folder / "files"),
        "STATIC_ROOT": str(folder / "static-root"),
        "BEAT_SCHEDULE": str(folder / "beat-schedule"),
        "BIND": f"{LOOPBACK}:{free_port()}",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "LC_ALL": "C.UTF-8",
    }


def start(verb: str, settings: dict[str, str], log: Path) -> subprocess.Popen:
    with open(log, "wb") as file:
        return subprocess.Popen(
            ["sh", str(ROOT / "deploy/start.sh"), verb], env=settings, stdout=file, stderr=file, start_new_session=True
        )


def run(*command: str, settings: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300
    )


@pytest.fixture(scope="module")
def production(tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("production")
    with production_servers() as servers:
        settings = settings_of(folder, servers.database_url, servers.redis_url)
        collected = run(sys.executable, "manage.py", "collectstatic", "--noinput", "-v0", settings=settings)
        assert collected.returncode == 0, collected.stdout
        migrated = run("sh", "deploy/start.sh", "migrate", settings=settings)
        assert migrated.returncode == 0, migrated.stdout
        running = [start(verb, settings, folder / f"{verb}.log") for verb in ("web", "worker", "beat")]
        yield settings
        for process in running:
            process.terminate()
        for process in running:
            process.wait(60)


@pytest.fixture(scope="module")
def address(production):
    return f"http://{production['BIND']}/"


def is_healthy(production):
    return run(sys.executable, "deploy/healthy.py", settings=production).returncode == 0


def test_in_ci_the_production_start_is_tested_on_servers_of_debian():
    assert debian_programs() or not os.environ.get("CI")


def test_the_images_commands_make_a_portal_that_is_ready(production, address):
    assert eventually(lambda: is_healthy(production)), run(
        sys.executable, "deploy/healthy.py", settings=production
    ).stdout


def test_visitors_come_over_tls_and_under_the_portals_name(production, address):
    assert eventually(lambda: is_healthy(production))

    assert status(address + "sign-in/", **BEHIND_THE_PROXY) == 200
    assert status(address + "sign-in/", **BEHIND_THE_PROXY | {"Host": "elsewhere.example"}) == 400


def test_a_question_about_ten_thousand_places_reaches_the_portal(production, address):
    """Which refuses it in its own words; the server's own limit is 4 kB, and 500 places may be asked for."""
    assert eventually(lambda: is_healthy(production))
    places = ",".join(["310114001001"] * 10_000)

    assert status(f"{address}api/v1/metrics/?place={places}", **BEHIND_THE_PROXY) == 401


def test_metrics_are_not_for_visitors(production, address):
    assert eventually(lambda: is_healthy(production))

    assert status(address + "metrics", **BEHIND_THE_PROXY) == 404
    assert status(address + "metrics", Host=HOST) == 200


@pytest.fixture
def settings_alone(tmp_path):
    return settings_of(tmp_path, "postgres://nobody@127.0.0.1:1/none", "redis://127.0.0.1:1/0")


READ_SETTINGS = "from governance.sealing.keys import require_keys; require_keys()"


def started_without_server(settings):
    """The settings as every process reads them, in the quickest process there is."""
    return run(
        sys.executable, "-c", READ_SETTINGS, settings=settings | {"DJANGO_SETTINGS_MODULE": "governance.settings"}
    )


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_setting_stops_the_start_and_is_named(settings_alone, name):
    stopped = started_without_server(settings_alone | {name: ""})

    assert stopped.returncode != 0
    assert name in stopped.stdout.splitlines()[-1]


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_stops_the_start_and_is_named_without_its_value(settings_alone, name):
    stopped = started_without_server(settings_alone | {name: WRONG[name]})

    assert stopped.returncode != 0
    assert name in stopped.stdout.splitlines()[-1]
    assert name == "DEMO" or WRONG[name] not in stopped.stdout.splitlines()[-1] or name == "TRUSTED_PROXIES"


@pytest.mark.parametrize("verb", ["web", "worker", "beat", "migrate"])
def test_no_process_starts_without_its_settings(settings_alone, verb):
    stopped = run("sh", "deploy/start.sh", verb, settings=settings_alone | {"SEALING_KEYS": "1:wrong"})

    assert stopped.returncode != 0
    assert "SEALING_KEYS" in stopped.stdout


@pytest.mark.parametrize(("verb", "name"), [("web", "WEB_PROCESSES"), ("worker", "WORKER_PROCESSES")])
@pytest.mark.parametrize("value", ["two", "0"])
def test_a_wrong_number_of_processes_is_named(settings_alone, verb, name, value):
    stopped = run("sh", "deploy/start.sh", verb, settings=settings_alone | {name: value})

    assert stopped.returncode != 0
    assert name in stopped.stdout.splitlines()[-1]


def test_a_provider_without_its_client_stops_the_start(settings_alone):
    stopped = started_without_server(settings_alone | {"OIDC_ISSUER": "https://login.example.cn"})

    assert stopped.returncode != 0
    assert "OIDC_CLIENT_ID" in stopped.stdout.splitlines()[-1]


def test_web_does_not_start_without_static_files(settings_alone):
    stopped = run("sh", "deploy/start.sh", "web", settings=settings_alone)

    assert stopped.returncode != 0
    assert "collectstatic" in stopped.stdout
