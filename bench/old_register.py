"""`python -m stack bench old_register`: an old register of 100,000 rows, from the file to the cases and back.

A promise in minutes: read, imported (and, to say how long that takes, undone) by the jobs themselves, in this process,
in a database of its own, `bench_register`, that is made anew each time. And a ratio, that of design.md: against COPY of
all rows that the import wrote, with the same indexes. ROWS="20000" for a shorter one.
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import psycopg
from django.core.files.base import File

from bench import results
from bench.say import say

DATABASE = "bench_register"
MOST_RATIO = 3
MOST_SECONDS = 600  # for 100,000 rows, from the upload to the last case
SEAT = "sifasuo"
YEARS = date(2004, 1, 1), date(2023, 11, 30)


def once() -> int:
    """Exit code 1 when it takes longer than it may."""
    from bench.world.stories import SEED
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
    mark = _marked()
    importing = _run("导入", confirm_batch(batch, by=by))
    took = uploading + reading + importing
    batch.refresh_from_db()
    say(f"· {batch.counts}，{Case.objects.filter(register_row__batch=batch).count():,} 件案件，共 {took:.0f} 秒")
    _tell_ratio(rows, importing, mark)
    _run("撤销整批", undo_batch(batch, by=by, reason="测量"))
    holds = took <= MOST_SECONDS * max(rows, 1) / 100_000
    say(f"{'✓' if holds else '✗'} 导入 {rows:,} 行旧登记簿：{took:.0f} 秒（每 10 万行不高于 {MOST_SECONDS} 秒）")
    return 0 if holds else 1


def _marked():
    from bench.copying import Mark

    with psycopg.connect(os.environ["DATABASE_URL"]) as here:
        return Mark.now(here)


def _tell_ratio(rows, importing, mark):
    from bench.copying import seconds_to_copy
    from bench.world.databases import fresh, url_of

    with (
        psycopg.connect(os.environ["DATABASE_URL"]) as here,
        psycopg.connect(url_of(fresh(f"{DATABASE}_copy"))) as there,
    ):
        copying, count = seconds_to_copy(here, mark, there)
    ratio = importing / copying
    told = {"figure": f"导入 {rows:,} 行旧登记簿，对 COPY 相同的行", "portal_ms": round(importing * 1000)}
    told |= {"floor_ms": round(copying * 1000), "ratio": round(ratio, 2), "at_most": MOST_RATIO}
    results.keep("old_register", "figures", told | {"holds": ratio <= MOST_RATIO, "pairs": 1})
    say(
        f"{'✓' if ratio <= MOST_RATIO else '✗'} {told['figure']}（{count:,} 行，索引相同）：{importing:.1f} 秒，"
        f"底线 {copying:.1f} 秒，比值 {ratio:.1f}（不高于 {MOST_RATIO}）"
    )


def _importer():
    """Who works for the justice office of a street; a committee in each community of its district first."""
    from django.db import connection, transaction

    from bench.world.seats import SEATS, districts
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
