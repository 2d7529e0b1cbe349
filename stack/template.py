"""A migrated database that test databases are copied from: migrations run once a change, not once a run and worker."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from stack.disk import ROOT, DataDir, wait_for_lock
from stack.keeper import servers_of
from stack.keys import keys_of
from stack.postgres import ROLE, Postgres
from stack.say import PlainRefusal

PREFIX = "migrated_"


def template_database() -> str:
    """The name of the database to copy, made if the migrations have changed since the last run."""
    data = DataDir.for_tests()
    name = PREFIX + migrations_digest()
    with wait_for_lock(data.lock("template")):
        servers = servers_of(data)
        if servers is None:
            raise PlainRefusal("测试数据库没有在运行。")
        postgres = Postgres(data, keys_of(data), servers.postgres_port)
        present = postgres.sql(f"SELECT datname FROM pg_database WHERE starts_with(datname, '{PREFIX}')").split()  # noqa: S608
        if name not in present:
            for outdated in present:
                postgres.sql(f"DROP DATABASE {outdated}")
            build(postgres, name, servers.database_url(postgres.keys, "unfinished"))
    return name


def build(postgres: Postgres, name: str, url: str) -> None:
    postgres.sql("DROP DATABASE IF EXISTS unfinished WITH (FORCE)")
    postgres.sql(f"CREATE DATABASE unfinished OWNER {ROLE}")
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity", "0"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise PlainRefusal(f"数据库迁移失败：\n{done.stderr}")
    postgres.sql(f"ALTER DATABASE unfinished RENAME TO {name}")


def migrations_digest() -> str:
    """Of what decides the schema: our migrations, and the versions of the libraries that bring theirs."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(_migrations()):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _migrations() -> list[Path]:
    return [path for folder in ROOT.glob("*/migrations") for path in folder.glob("*.py")]
