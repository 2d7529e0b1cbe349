"""`python -m bench.sweeping`: a process that sweeps one rung each time it reads a line, and tells the seconds.

1,000 limits fall due on DAY; what the sweep writes is rolled back, so that it finds them again each time.
"""

import os
import subprocess
import sys
import time
from datetime import date

import django

RUNG, DAY, DUE = "case.due", date(2035, 3, 5), 1000


class Sweeper:
    """Such a process on a database."""

    def __init__(self, **settings: str):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.sweeping"],
            env=os.environ | settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def sweep(self) -> str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        told = self.process.stdout.readline()
        if not told:
            raise SystemExit("提醒清查没有完成。")
        return told


def main() -> None:
    from django.db import transaction
    from django.utils import timezone

    from governance.notices.models import RungSweep
    from governance.notices.rungs import timed_rungs
    from governance.notices.sweeping import sweep_rung

    rung = next(each for each in timed_rungs() if each.code == RUNG)
    for _ in sys.stdin:
        with transaction.atomic():
            _fall_due()
            RungSweep.objects.update_or_create(rung=RUNG, defaults={"swept_on": DAY})
            begun = time.perf_counter()
            new = sweep_rung(rung, DAY, timezone.now())
            took = time.perf_counter() - begun
            assert new >= DUE, new
            transaction.set_rollback(True)
        sys.stdout.write(f"{took}\n")
        sys.stdout.flush()


def _fall_due() -> None:
    """The newest met limits of mediation run again, until DAY."""
    from cases.docket.due.models import TimeLimit

    met = TimeLimit.objects.filter(key="mediate", met_on__isnull=False, stopped_on=None, case__host__isnull=False)
    newest = list(met.order_by("-pk").values_list("pk", flat=True)[:DUE])
    TimeLimit.objects.filter(pk__in=newest).update(met_on=None, due_on=DAY)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    django.setup()
    main()
