"""Who keeps the two servers alive, and for how long: as long as somebody uses them.

One keeper a data folder holds `keeper.lock` for life. Whoever uses the servers (`make run`, `manage`, pytest) holds
`users.lock` shared; locks go with their process, even after kill -9. When nobody has held it for `linger` seconds,
the keeper takes it exclusively, so that nobody new comes in, and stops both. When the keeper itself is killed, the
kernel tells its children to stop; the next user starts another keeper, which takes the same ports if they are free.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from stack.child import Child
from stack.disk import ROOT, DataDir, Lock, is_locked, try_lock, wait_for_shared_lock, write_private
from stack.keys import Keys, keys_of
from stack.ports import LOOPBACK, free_port
from stack.postgres import DATABASE, ROLE, Postgres
from stack.say import PlainRefusal, say, step
from stack.valkey import Valkey

LINGER, LINGER_FOR_TESTS = 20.0, 1200.0  # seconds after the last user
READY_PATIENCE = 120.0  # seconds for a keeper to bring both servers up
PORT_PATIENCE = 3.0  # seconds for the servers of a killed keeper to leave their ports
SHUTDOWN_PATIENCE = 20.0  # seconds for PostgreSQL to write its last checkpoint
_spawned: list[subprocess.Popen] = []  # a keeper outlives whoever started it; a forgotten Popen would warn
WATCHED = {signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}


@dataclass(frozen=True)
class Servers:
    """Where the two servers are reached."""

    keeper: int
    postgres_port: int
    valkey_port: int

    @property
    def ports(self) -> tuple[int, int]:
        return self.postgres_port, self.valkey_port

    def database_url(self, keys: Keys, name: str = DATABASE) -> str:
        return f"postgres://{ROLE}:{keys.portal_password}@{LOOPBACK}:{self.postgres_port}/{name}"

    def redis_url(self, keys: Keys, number: int = 0) -> str:
        return f"redis://:{keys.valkey_password}@{LOOPBACK}:{self.valkey_port}/{number}"


def servers_of(data: DataDir) -> Servers | None:
    """The servers that answer now, or None."""
    if not is_locked(data.lock("keeper")):
        return None
    servers = _last_known(data)
    return servers if servers and _is_running(servers.keeper) else None


def _last_known(data: DataDir) -> Servers | None:
    try:
        return Servers(**json.loads(data.servers.read_text()))
    except FileNotFoundError:
        return None


@contextmanager
def servers_in_use(data: DataDir) -> Iterator[Servers]:
    """Both servers, started if need be, kept alive until the block ends."""
    lock, servers = hold_servers(data)
    with lock:
        yield servers


def hold_servers(data: DataDir) -> tuple[Lock, Servers]:
    """Both servers, kept alive as long as the returned lock file is open."""
    lock = wait_for_shared_lock(data.lock("users"))
    return lock, servers_of(data) or start_keeper(data)


def start_keeper(data: DataDir) -> Servers:
    with step("启动 PostgreSQL 与 Valkey"):
        keeper = _spawn_keeper(data)
        deadline = time.monotonic() + READY_PATIENCE
        while time.monotonic() < deadline:
            if servers := servers_of(data):
                return servers
            if keeper.poll() is not None:
                _explain_death(data)
                keeper = _spawn_keeper(data)
            time.sleep(0.05)
    raise PlainRefusal(f"数据库没有在 {READY_PATIENCE:.0f} 秒内启动，见 {data.log('keeper')}。")


def stop_keeper(data: DataDir) -> bool:
    """Ask the keeper to stop now; False when somebody else still uses the servers."""
    servers = servers_of(data)
    if servers is None:
        return True
    if is_locked(data.lock("users")):
        return False
    os.kill(servers.keeper, signal.SIGTERM)
    deadline = time.monotonic() + SHUTDOWN_PATIENCE
    while is_locked(data.lock("keeper")) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_locked(data.lock("keeper"))


def _spawn_keeper(data: DataDir) -> subprocess.Popen:
    with open(data.log("keeper"), "ab") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "stack.keeper", str(data.path)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _spawned.append(keeper)
    return keeper


def _explain_death(data: DataDir) -> None:
    refusal = data.path / "refusal.txt"
    if refusal.exists():
        raise PlainRefusal(refusal.read_text(encoding="utf-8"))


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class Keeper:
    def __init__(self, data: DataDir):
        self.data = data
        self.linger = LINGER_FOR_TESTS if data.is_for_tests else LINGER
        keys, before = keys_of(data), self.ports_before()
        self.postgres = Postgres(data, keys, free_port(before[0], patience=PORT_PATIENCE))
        self.valkey = Valkey(data, keys, free_port(before[1], patience=PORT_PATIENCE))
        self.children: list[Child] = []

    def ports_before(self) -> tuple[int | None, int | None]:
        before = _last_known(self.data)
        return before.ports if before else (None, None)

    def keep(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        self.data.servers.unlink(missing_ok=True)
        try:
            self.start()
            self.watch()
        finally:
            self.stop()

    def start(self) -> None:
        self.postgres.make_cluster()
        self.children = [self.valkey.child(), self.postgres.child()]
        for child in self.children:
            child.start()
        self.postgres.wait_until_it_answers(self.children[1])
        self.postgres.make_role_and_database()
        self.valkey.wait_until_it_answers(self.children[0])
        servers = Servers(keeper=os.getpid(), postgres_port=self.postgres.port, valkey_port=self.valkey.port)
        write_private(self.data.servers, json.dumps(asdict(servers)))

    def watch(self) -> None:
        """Until nobody has used the servers for a while, or somebody asks to stop and nobody else minds."""
        last_used = time.monotonic()
        while True:
            told = signal.sigtimedwait(WATCHED, 1.0)
            asked_to_stop = told is not None and told.si_signo != signal.SIGCHLD
            for child in self.children:
                if child.died():
                    say(f"{child.name} 已退出，重新启动。")
                    child.restart()
            unused = try_lock(self.data.lock("users"))
            if unused is None:
                last_used = time.monotonic()
            elif asked_to_stop or time.monotonic() - last_used > self.linger:
                self.last_lock = unused  # held until the process ends: a newcomer waits, then starts its own keeper
                return
            else:
                unused.release()

    def stop(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.wait_or_kill(patience=SHUTDOWN_PATIENCE)


def main(path: Path) -> int:
    data = DataDir(path)
    lock = try_lock(data.lock("keeper"))
    if lock is None:
        return 0  # another keeper was quicker
    with lock:
        refusal = data.path / "refusal.txt"
        refusal.unlink(missing_ok=True)
        try:
            Keeper(data).keep()
        except PlainRefusal as stopped:
            write_private(refusal, str(stopped))
            say(str(stopped))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
