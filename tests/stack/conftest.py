"""One portal, started once as an ordinary user would, for all tests that knock it about."""

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.stack.checkout import Checkout


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/stack/" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("stack"))  # one worker: they share the portal, and the machine


@pytest.fixture(scope="session")
def checkout():
    folder = Path(tempfile.mkdtemp(prefix="portal-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield Checkout(folder)
    shutil.rmtree(folder)
