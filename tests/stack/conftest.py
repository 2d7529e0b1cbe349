"""One portal, started once as an ordinary user would, for all tests that knock it about."""

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.stack.checkout import Checkout
from tests.stack.own_portal import Portal


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


@pytest.fixture(scope="session")
def portal():
    folder = Path(tempfile.mkdtemp(prefix="portal-restart-", dir="/var/tmp"))
    portal = Portal(folder)
    try:
        portal.open()
        yield portal
    finally:
        portal.close()
        shutil.rmtree(folder)
