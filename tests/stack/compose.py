"""docker-compose.yml and .env.example, read."""

import re

import yaml

from stack.disk import ROOT

REFERENCE = re.compile(r"\$\{([A-Z_]+)")


def example_settings() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def references() -> set[str]:
    """Variables that docker-compose.yml takes from .env."""
    return set(REFERENCE.findall((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
