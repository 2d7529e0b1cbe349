"""`python -m stack bench old_register`: an old register of 100,000 rows, from the file to the cases and back.

Not a ratio but a promise in minutes: read, imported (and, to say how long that takes, undone) by the jobs themselves,
in this process, in a database of its own, `bench_register`, that is made anew each time. ROWS="20000" for a shorter
one.
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from django.core.files.base import File

from bench.say import say

DATABASE = "bench_register"
MOST_SECONDS = 600  # for 100,000 rows, from the upload to the last case
SEAT = "sifasuo"
YEARS = date(2004, 1, 1), date(2023, 11, 30)


def once() -> int:
    """Exit code 1 when it takes longer than it may."""
    from bench.world.filling import SEED
    from cases.committees.models import MediationCommittee
    from cases.demo.old_register import write_register
    from cases.docket.models import Case
    from cases.registers.actions import bring_register, confirm_batch
    from cases.registers.undoing import undo_batch

    rows = int(os.environ.get("ROWS", 100_000))
    by = _importer()
    committees = MediationCommittee.objects.visible_to(by, "register.import").values_list("body__name", "sign")
    with tempfile.TemporaryDirectory(prefix="register-") as folder:
        path = Path(folder, "登记簿.xlsx")
        offices = [(*office, 1) for office in committees]
        path.write_bytes(write_register(Random(SEED), rows, offices, *YEARS, wrong=0.01))  # noqa: S311 - invented texts
        say(f"· {rows:,} 行，{len(committees)} 个调委会，{path.stat().st_size / 1e6:.1f} MB")
        with open(path, "rb") as content:
            upload = File(content, name=path.name)
            upload.size = path.stat().st_size
            batch, uploading = _timed("上传", lambda: bring_register(upload, by=by, committee=None))
    reading = _run("读取和检查", batch)
    importing = _run("导入", confirm_batch(batch, by=by))
    took = uploading + reading + importing
    batch.refresh_from_db()
    say(f"· {batch.counts}，{Case.objects.filter(register_row__batch=batch).count():,} 件案件，共 {took:.0f} 秒")
    _run("撤销整批", undo_batch(batch, by=by, reason="测量"))
    holds = took <= MOST_SECONDS * max(rows, 1) / 100_000
    say(f"{'✓' if holds else '✗'} 导入 {rows:,} 行旧登记簿：{took:.0f} 秒（每 10 万行不高于 {MOST_SECONDS} 秒）")
    return 0 if holds else 1


def _importer():
    """Who works for the justice office of a street; a committee in each community of its district first."""
    from django.db import connection, transaction

    from bench.world.tables import SEATS, districts
    from governance.people.models import Account

    with transaction.atomic(), connection.cursor() as cursor:
        districts(cursor, 1)
        for each in SEATS:
            each.insert(cursor)
        cursor.execute("DROP TABLE bench_district")
    return Account.objects.get(username=SEAT)


def _run(what: str, batch) -> float:
    from governance.jobs import running
    from governance.jobs.models import Job

    batch.refresh_from_db()
    _, took = _timed(what, lambda: running.run(batch.job_id))
    job = Job.objects.get(pk=batch.job_id)
    if job.state != "done":
        raise SystemExit(f"{what}：{job.message}")
    return took


def _timed(what: str, act: Callable):
    begun = time.monotonic()
    done = act()
    took = time.monotonic() - begun
    say(f"· {what}：{took:.1f} 秒")
    return done, took
