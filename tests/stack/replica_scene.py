"""Whom the replica test lets call, and the export that one of them makes.

Run as a process of its own with the portal's settings: `python -m tests.stack.replica_scene cast|export FOLDER`.
"""

import sys
from pathlib import Path

import django

from tests.stack.processes import eventually

VERBS = ["organisation.view", "organisation.register", "figure.view"]


def cast(folder: Path) -> None:
    """Two API clients with the same scope: one writes, the other only reads."""
    from governance.areas.models import Area
    from tests.factories import XINCHENGLU, make_account, make_client, make_places

    if not Area.objects.filter(pk=XINCHENGLU).exists():
        make_places()
    officer = make_account("replica-officer", "district_officer", XINCHENGLU)
    for name in ("writer", "reader"):
        make_client(name, XINCHENGLU, by=officer, verbs=VERBS)
    sys.stdout.write(XINCHENGLU)


def export(folder: Path) -> None:
    """The list of organisations as a file, made here unless the worker was first; fails when it is not made."""
    from governance.jobs import running
    from governance.jobs.exports import find_export, start_export
    from governance.jobs.models import Job
    from governance.people.models import Account

    officer = Account.objects.get(username="replica-officer")
    job = start_export(find_export("organisations"), by=officer, query="", format="csv")
    running.run(job.pk)
    assert eventually(lambda: Job.objects.get(pk=job.pk).state == "done")


if __name__ == "__main__":
    django.setup()
    {"cast": cast, "export": export}[sys.argv[1]](Path(sys.argv[2]))
