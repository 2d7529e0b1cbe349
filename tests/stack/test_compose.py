"""The compose file, the example of settings, and what the portal reads: one set of names."""

import re

from stack.disk import ROOT
from tests.stack.compose import compose, example_settings, references

OURS = ["web", "worker", "beat", "migrate"]
SET_BY_THE_IMAGE = {"FILES_ROOT", "STATIC_ROOT", "BEAT_SCHEDULE", "BIND", "STATIC_FROM_SOURCE"}
REFUSED_IN_PRODUCTION = {"DEBUG", "DEMO", "DEMO_CASES"}


def read_by_the_portal():
    """Names that the settings and the production commands ask the environment for."""
    asked = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"|environ\.get\("([A-Z_]+)"|\$\{([A-Z_]+):-')
    sources = ["governance/settings.py", "deploy/gunicorn.py", "deploy/start.sh", "deploy/healthy.py"]
    found = asked.findall("".join((ROOT / source).read_text(encoding="utf-8") for source in sources))
    return {name for names in found for name in names if name}


def test_every_setting_that_the_portal_reads_is_explained_in_the_example():
    assert read_by_the_portal() - set(example_settings()) == set()


def test_the_example_explains_no_setting_that_nobody_reads():
    assert set(example_settings()) - read_by_the_portal() - references() == set()


def test_every_variable_of_the_compose_file_is_in_the_example():
    assert references() - set(example_settings()) == set()


def test_the_containers_get_every_setting_and_no_other():
    given = set(compose()["services"]["web"]["environment"])

    assert given == read_by_the_portal() - SET_BY_THE_IMAGE - REFUSED_IN_PRODUCTION


def test_the_portals_containers_cannot_write_their_root_nor_gain_rights():
    for name in OURS:
        container = compose()["services"][name]
        assert container["read_only"] is True, name
        assert container["cap_drop"] == ["ALL"], name
        assert container["security_opt"] == ["no-new-privileges:true"], name


def test_every_container_has_a_limit_and_only_the_proxy_a_port():
    services = compose()["services"]

    assert [name for name, one in services.items() if "limits" not in one["deploy"]["resources"]] == []
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]


def test_each_server_says_whether_it_is_healthy():
    services = compose()["services"]

    assert {name for name in services if "healthcheck" in services[name]} == {"web", "postgres", "valkey"}


def test_each_container_runs_a_verb_that_the_image_has():
    verbs = set(re.findall(r"^(\w+)\) exec", (ROOT / "deploy/start.sh").read_text(), flags=re.MULTILINE))

    assert {word for name in OURS for word in compose()["services"][name]["command"]} == verbs == set(OURS)


def test_the_image_installs_by_hash_and_does_not_run_as_root():
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert "--require-hashes" in dockerfile
    assert "requirements-dev" not in dockerfile
    assert dockerfile.rstrip().splitlines()[-4] == "USER portal"
