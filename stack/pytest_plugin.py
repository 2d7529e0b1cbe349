"""Servers for a test run, with nothing to set up: `python -m pytest …` in any clone just works.

When DATABASE_URL is not set, the first pytest process starts (or finds) the clone's test servers, takes a free slot,
and passes its choice to the xdist workers as environment. The servers stay for a while, so that the next run starts
at once. A slot gives a run its own database names and Redis numbers: two runs of one clone do not meet.
"""

import os

import pytest

from stack import environment
from stack.disk import DataDir, Lock, try_lock
from stack.keeper import hold_servers
from stack.say import PlainRefusal

SLOTS = 16
SLOT = "PORTAL_TEST_SLOT"
_held: list[Lock] = []  # locks of this process; they end with it


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests():
    """Before pytest-django reads the settings."""
    if SLOT in os.environ or not environment.names_its_own_servers():
        use_embedded_servers()
    return (yield)


def use_embedded_servers() -> None:
    data = DataDir.for_tests()
    try:
        lock, servers = hold_servers(data)
    except PlainRefusal as refusal:
        raise pytest.UsageError(str(refusal)) from None
    _held.append(lock)
    if SLOT not in os.environ:
        os.environ[SLOT] = str(take_slot(data))
    else:
        for inherited in ("DATABASE_URL", "REDIS_URL"):
            os.environ.pop(inherited, None)
    os.environ.update(environment.for_tests(data, servers, slot=int(os.environ[SLOT]), worker=xdist_worker()))


def take_slot(data: DataDir) -> int:
    for slot in range(SLOTS):
        if lock := try_lock(data.lock(f"slot{slot}")):
            _held.append(lock)
            return slot
    raise pytest.UsageError(f"同时运行的测试已有 {SLOTS} 个，请稍后再试。")


def xdist_worker() -> int:
    """1, 2, … in an xdist worker; 0 elsewhere."""
    name = os.environ.get("PYTEST_XDIST_WORKER", "")
    return int(name.removeprefix("gw")) + 1 if name else 0
