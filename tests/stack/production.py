"""PostgreSQL and Redis for the test of the production start: Debian's packages, else the embedded ones."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from stack.disk import DataDir
from stack.keeper import hold_servers
from stack.keys import keys_of
from stack.ports import LOOPBACK, free_port
from stack.postgres import Postgres
from tests.stack.processes import eventually

PASSWORD = secrets.token_hex(16)


@dataclass(frozen=True)
class ProductionServers:
    database_url: str
    redis_url: str
    whose: str


def debian_programs() -> Path | None:
    """The folder of Debian's newest PostgreSQL, if Redis is there too."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found and shutil.which("redis-server") else None


@contextmanager
def production_servers() -> Iterator[ProductionServers]:
    programs = debian_programs()
    if programs is None:
        yield from embedded()
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-debian-", dir="/var/tmp")))
        database_url = stack.enter_context(debian_postgres(programs, folder))
        redis_url = stack.enter_context(debian_redis(folder))
        yield ProductionServers(database_url, redis_url, f"Debian 的 PostgreSQL {programs.parts[4]} 与 Redis")


def embedded() -> Iterator[ProductionServers]:
    data = DataDir.for_tests()
    lock, servers = hold_servers(data)
    keys = keys_of(data)
    postgres = Postgres(data, keys, servers.postgres_port)
    with lock:
        postgres.sql("DROP DATABASE IF EXISTS production WITH (FORCE)")
        postgres.sql("CREATE DATABASE production OWNER portal")
        yield ProductionServers(
            servers.database_url(keys, "production"), servers.redis_url(keys, 1023), "自带的 PostgreSQL 与 Valkey"
        )


@contextmanager
def debian_postgres(programs: Path, folder: Path) -> Iterator[str]:
    """A cluster of its own, as `nobody` where we are root; the portal's role owns its database and no more."""
    account = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
    os.chown(folder, account.pw_uid, account.pw_gid)
    port, environment = free_port(), {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PGPASSWORD": PASSWORD}

    def run(program: str, *arguments: str) -> bool:
        command = [str(programs / program), *arguments]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, **who).returncode == 0

    def sql(statement: str) -> bool:
        return run("psql", "-h", LOOPBACK, "-p", str(port), "-U", "postgres", "-d", "postgres", "-c", statement)

    (folder / "password").write_text(PASSWORD)
    os.chown(folder / "password", account.pw_uid, account.pw_gid)
    made = run("initdb", "-D", "pg", "-U", "postgres", "--pwfile=password", "--auth=scram-sha-256", "-E", "UTF8", "-N")
    assert made, "initdb"
    server = subprocess.Popen(
        [str(programs / "postgres"), "-D", "pg", "-p", str(port), "-h", LOOPBACK, "-c", "unix_socket_directories="],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **who,
    )
    try:
        assert eventually(lambda: sql("SELECT 1"))
        assert sql(f"CREATE ROLE portal LOGIN PASSWORD '{PASSWORD}'")
        assert sql("CREATE DATABASE portal OWNER portal")
        yield f"postgres://portal:{PASSWORD}@{LOOPBACK}:{port}/portal"
    finally:
        server.terminate()
        server.wait(30)


@contextmanager
def debian_redis(folder: Path) -> Iterator[str]:
    port = free_port()
    settings = ["--port", str(port), "--bind", LOOPBACK, "--requirepass", PASSWORD, "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(["redis-server", *settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"redis://:{PASSWORD}@{LOOPBACK}:{port}/0"
    finally:
        server.terminate()
        server.wait(30)
