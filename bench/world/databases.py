"""One database a size beside that of `make run`, made once and kept: `bench_cases_100000`, `bench_cases_10000000`.

All begin as copies of `bench_base`: migrations, the country's places, the demo's seats and a handful of its cases. New
migrations are run on what is there, and what is counted otherwise is counted anew.
"""

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from bench.say import say, timed
from bench.world.haste import in_haste
from bench.world.room import require_room
from stack.disk import ROOT
from stack.template import migrations_digest

BASE, DEMO_CASES = "bench_base", 40
UNFINISHED = "unfinished"


def url_of(name: str) -> str:
    """The address of another database on the server of DATABASE_URL."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{name}"))


def settings_for(name: str, **more: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": url_of(name), "DEMO": "1", "LOG_FORMAT": "json", **more}


def name_of(size: int) -> str:
    return f"bench_cases_{size}"


def prepare(*sizes: int) -> None:
    """Databases with so many cases: made side by side where there is none, gone on with where that was stopped."""
    newest = _of_today()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        known = {size: _digest(server, name_of(size)) for size in sizes}
        behind = [size for size, digest in known.items() if digest != newest]
        if not behind:
            return
        with in_haste():
            begun = [size for size in behind if known[size] in (None, UNFINISHED)]
            for size in begun:
                require_room(size, server, name_of(size))
            new = [size for size in begun if known[size] is None]
            if new:
                _make_base(server, newest)
            for size in new:
                _make(server, name_of(size), template=BASE)
                _sign(server, name_of(size), UNFINISHED)
            with ThreadPoolExecutor() as beside:
                list(beside.map(_fill, begun))
            for size in behind:
                if known[size] is not None:
                    _bring_up(name_of(size))
                _sign(server, name_of(size), newest)


def _fill(size):
    with timed(f"{size:,} 件案件（只做一次，以后重用）"):
        _run("-m", "bench.world.filling", str(size), database=name_of(size), says=True)


def _bring_up(name):
    with timed(f"{name} 的新迁移和新统计"):
        _run("manage.py", "migrate", "-v0", database=name)
        _run("manage.py", "metrics", "rebuild", database=name)


def fresh(name: str) -> str:
    """A database without cases but the demo's, made anew."""
    newest = _of_today()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        _make_base(server, newest)
        _make(server, name, template=BASE)
    return name


def _make_base(server, newest):
    known = _digest(server, BASE)
    if known == newest:
        return
    if known is None:
        _make(server, BASE)
    with timed("迁移、全国区划和演示席位"):
        for command in (("migrate", "-v0"), *((("metrics", "rebuild"),) if known else (("load_places",), ("demo",)))):
            _run("manage.py", *command)
    _sign(server, BASE, newest)


def _of_today() -> str:
    """Of what a database is made by: migrations, and what is counted."""
    from governance.metrics import standing

    counted = json.dumps(standing.declared(), sort_keys=True).encode()
    return f"{migrations_digest()}.{hashlib.sha256(counted).hexdigest()[:16]}"


def _digest(server, name) -> str | None:
    """What made a finished database: its comment, written last."""
    asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    found = server.execute(asked, [name]).fetchone()
    return found and found[0]


def _sign(server, name, digest):
    server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), digest))


def _make(server, name, template="template1"):
    say(f"· 新建数据库 {name} …")
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    server.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )


def _run(*arguments, database=BASE, says=False):
    settings = settings_for(database, DEMO_CASES=str(DEMO_CASES))
    shown = None if says else subprocess.DEVNULL
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=settings, check=True, stdout=shown)
