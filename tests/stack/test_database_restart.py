"""PostgreSQL is stopped and started again under a portal at work, on servers of its own.

Jobs in mid-work are finished exactly once, nothing is left half-written, and pages answer again by themselves.
"""

import signal
from pathlib import Path

import pytest

from tests.stack.processes import eventually
from tests.stack.restart_scene import STEPS

FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT  # how PostgreSQL is told to stop: tidily, or as by a power cut
PATIENCE = 240  # seconds; the machine may be busy


def lines(path: Path) -> int:
    return len(path.read_text().splitlines()) if path.exists() else 0


@pytest.mark.parametrize("how", [FAST, IMMEDIATE], ids=["fast", "immediate"])
def test_a_database_that_restarts_loses_no_job_and_leaves_the_portal_standing(portal, how):
    folder = portal.folder / how.name.lower()
    folder.mkdir()
    assert eventually(lambda: portal.answers("readyz") == 200, patience=PATIENCE)
    portal.scene("start", folder)
    in_mid_work = eventually(lambda: lines(folder / "test.once") and lines(folder / "test.steps") > 2)
    assert in_mid_work, (portal.folder / "worker.log").read_text()[-3000:]

    portal.stop_postgres(how)
    away = {path: portal.answers(path) for path in ("livez", "readyz", "sign-in/")}
    portal.start_postgres()

    assert (away["livez"], away["readyz"]) == (200, 503)
    assert away["sign-in/"] in (200, 500, 503)
    assert eventually(lambda: portal.answers("sign-in/") == 200, patience=30)
    assert eventually(lambda: portal.answers("readyz") == 200, patience=PATIENCE)
    assert eventually(lambda: not {"queued", "running"} & states(portal.told(folder)), patience=PATIENCE)
    assert portal.told(folder) == {
        "test.once": {"state": "done", "ends": ["job.done"], "made": ["2"]},
        "test.steps": {"state": "done", "ends": ["job.done"], "made": [f"step-{number}" for number in range(STEPS)]},
    }
    assert {name: process.poll() for name, process in portal.processes.items()} == dict.fromkeys(portal.processes)


def states(told):
    return {job["state"] for job in told.values()}
