"""The README tells what is there: commands, seats, folders, settings, the picture."""

import re
from pathlib import Path

from governance.access.roles import ROLES
from stack.disk import ROOT
from tests.stack.compose import example_settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
NO_FEATURES = {"formats", "management", "migrations", "templatetags", "__pycache__"}


def section(title):
    return README.split(f"## {title}\n")[1].split("\n## ")[0]


def test_every_command_that_is_named_is_a_target():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))

    assert {"run", "test"} <= set(re.findall(r"\bmake (\w+)", README)) <= targets


def test_every_seat_is_told_as_the_roles_have_it():
    told = re.findall(r"^\| (\S+) [^|]*\| `(\w+)`", section("Seats"), flags=re.MULTILINE)

    assert [(role.label, role.code) for role in ROLES.values()] == told


def mapped(wing):
    told = re.search(rf"^{wing}/.*?(?=^\S)", section("Map of the house"), flags=re.MULTILINE | re.DOTALL)
    return set(re.findall(r"(?<![\w/])(\w+)/(?=\s)", told[0])) - {wing}


def features(wing):
    return {path.name for path in (ROOT / wing).iterdir() if path.is_dir()} - NO_FEATURES


def test_the_map_shows_every_feature_of_the_ground_floor_and_none_that_is_not_there():
    assert mapped("governance") == features("governance")
    assert mapped("cases") - features("cases") == set()


def test_settings_that_are_named_are_settings():
    named = re.findall(r"`([A-Z][A-Z_]+)(_…)?`", section("Settings"))
    known = set(example_settings())

    assert len(named) > 10
    assert [name for name, rest in named if name not in known and not any(k.startswith(name) for k in known)] == []


def test_the_pictures_are_there():
    assert [path for path in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README) if not Path(ROOT, path).is_file()] == []
