"""What the restart test asks of a portal from outside: start jobs, then tell what became of them.

Run as a process of its own with the portal's settings: `python -m tests.stack.restart_scene start|tell FOLDER`.
"""

import json
import sys
from pathlib import Path

import django

STEPS = 20
LINGER = 10  # seconds that the first attempt of the one-transaction job stays in mid-work


def start(folder: Path) -> None:
    """Start a job that is one transaction and a job of many small ones; both are soon in mid-work."""
    from governance.jobs.actions import start_job
    from tests.factories import YINGYUAN, make_account, make_places
    from tests.governance import broker_jobs

    assert broker_jobs
    make_places()
    zhao = make_account(folder.name, "mediation_director", YINGYUAN, name="赵国栋")
    for kind in ("test.once", "test.steps"):
        payload = {"starts": str(folder / kind), "linger": LINGER, "steps": STEPS}
        start_job(kind, by=zhao, area=YINGYUAN, title="断电时在做", payload=payload)


def tell(folder: Path) -> None:
    """Of each kind of job that was started for `folder`: its state, its ends in the trail, the accounts it made."""
    from governance.audit.models import TrailEntry
    from governance.jobs.models import Job
    from governance.people.models import Account

    told = {}
    for job in Job.objects.filter(account__username=folder.name):
        ends = TrailEntry.objects.about(job).filter(verb__in=("job.done", "job.failed")).values_list("verb", flat=True)
        made = Account.objects.filter(username__startswith=f"made-{job.pk}-").order_by("id")
        names = [name.removeprefix(f"made-{job.pk}-") for name in made.values_list("username", flat=True)]
        told[job.kind] = {"state": job.state, "ends": list(ends), "made": names}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    django.setup()
    {"start": start, "tell": tell}[sys.argv[1]](Path(sys.argv[2]))
