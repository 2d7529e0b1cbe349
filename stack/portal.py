"""`make run`: servers, migrations, places, demo data, then web, worker and beat, watched until Ctrl-C.

The three processes are started by `deploy/start.sh`, as in production. Whatever dies is started again; when this
supervisor is killed, the kernel tells its children to stop, and the next `make run` finds everything as it was.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from stack import environment
from stack.child import Child
from stack.disk import ROOT, DataDir, try_lock, write_private
from stack.keeper import Servers, hold_servers, servers_of, start_keeper, stop_keeper
from stack.ports import LOOPBACK, free_port
from stack.prepare import FILLED, SIGN_INS, is_prepared
from stack.say import PlainRefusal, say, step

USUAL_PORT = 8000
PORT_PATIENCE = 3.0  # seconds for a killed predecessor to leave its port
READY_PATIENCE = 120.0  # seconds
STOP_PATIENCE = 15.0  # seconds; a task under way may end
WATCHED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}


def run() -> int:
    """Start the portal and stay with it; one portal a checkout."""
    data = DataDir.for_running()
    lock = try_lock(data.lock("run"))
    if lock is None:
        raise PlainRefusal(
            f"这个目录里已经有一个 make run 在运行：{address_of_running(data)}\n要停止它，请在它的终端按 Ctrl-C。"
        )
    with lock:
        if environment.names_its_own_servers():
            raise PlainRefusal(
                "make run 使用自带的数据库；环境中已有 DATABASE_URL 与 REDIS_URL，请先取消，或用 deploy/start.sh 启动。"
            )
        return Portal(data).run()


def address_of_running(data: DataDir) -> str:
    state = _state_file(data)
    return json.loads(state.read_text())["address"] if state.exists() else "（正在启动）"


def _state_file(data: DataDir) -> Path:
    return data.path / "run.json"


class Portal:
    def __init__(self, data: DataDir):
        self.data = data
        self.servers: Servers
        self.port = 0
        self.children = [self.child("web"), self.child("worker"), self.child("beat")]
        self.filling = Child(
            name="demo",
            argv=lambda: ["nice", "-n", "15", sys.executable, "-m", "stack.prepare", "rest"],
            log=data.log("demo"),
            cwd=ROOT,
            environment=self.environment,
        )

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/"

    def child(self, name: str) -> Child:
        return Child(
            name=name,
            argv=lambda: ["/bin/sh", str(ROOT / "deploy" / "start.sh"), name],
            log=self.data.log(name),
            cwd=ROOT,
            environment=self.environment,
        )

    def environment(self) -> dict[str, str]:
        """The settings, and what the processes of `deploy/start.sh` take beside them."""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
        return environment.for_running(self.data, self.servers) | {
            "BIND": f"{LOOPBACK}:{self.port}",
            "BEAT_SCHEDULE": str(self.data.path / "beat-schedule"),
            "PATH": path,
        }

    def run(self) -> int:
        begun = time.monotonic()
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        signal.signal(signal.SIGHUP, signal.default_int_handler)
        users, self.servers = hold_servers(self.data)
        try:
            self.prepare()
            self.start()
            self.wait_until_ready()
            self.greet(time.monotonic() - begun)
            self.fill()
            self.watch()
        except KeyboardInterrupt:
            pass
        finally:
            self.stop()
            users.release()
            _state_file(self.data).unlink(missing_ok=True)
            if not stop_keeper(self.data):
                say("数据库还有别的命令在用，用完后自行停止。")
        say("已全部停止。")
        return 0

    def prepare(self) -> None:
        """Migrations, places, demo data: one process, which says itself what it does; skipped when nothing changed."""
        if is_prepared(self.data):
            return
        done = subprocess.run([sys.executable, "-m", "stack.prepare"], cwd=ROOT, env=self.environment())
        if done.returncode < 0:
            raise KeyboardInterrupt
        if done.returncode:
            raise PlainRefusal("准备数据库没有成功，原因见上。")

    def start(self) -> None:
        self.port = self.choose_port()
        for child in self.children:
            child.start()
        write_private(_state_file(self.data), json.dumps({"address": self.address, "pid": os.getpid()}))

    def choose_port(self) -> int:
        """The same as before, or PORT, or 8000, or any free one; whoever is just leaving is given a moment."""
        wanted = self.port or int(os.environ.get("PORT") or USUAL_PORT)
        port = free_port(wanted, patience=PORT_PATIENCE if _state_file(self.data).exists() else 0)
        if port != wanted:
            say(f"· 端口 {wanted} 已被占用，改用 {port}")
        return port

    def wait_until_ready(self) -> None:
        with step("启动网页、后台任务与定时任务"):
            deadline = time.monotonic() + READY_PATIENCE
            while missing := self.missing():
                if time.monotonic() > deadline:
                    raise PlainRefusal(f"门户没有就绪：{missing}。日志在 {self.data.logs}。")
                self.revive()
                time.sleep(0.2)

    def missing(self) -> str:
        """What `/readyz` says is missing; empty when all is there."""
        try:
            with urllib.request.urlopen(self.address + "readyz", timeout=10):  # noqa: S310 - our own address
                return ""
        except urllib.error.HTTPError as answer:
            return answer.read().decode(errors="replace")[:500]
        except OSError as unreachable:
            return str(unreachable)

    def greet(self, seconds: float) -> None:
        say(f"\n门户已就绪（{seconds:.1f} 秒）：{self.address}\n")
        table = self.data.path / SIGN_INS
        if table.exists():
            say(table.read_text(encoding="utf-8"))
        say("按 Ctrl-C 停止。日志在 .data/log/ 。")

    def fill(self) -> None:
        """The rest of the demo's cases, made beside the portal with what time the machine has left; once."""
        if (self.data.path / FILLED).exists():
            return
        say("其余演示案件正在后台建立（约 2 分钟），不影响使用。")
        self.filling.start()

    def watch(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        while True:
            told = signal.sigtimedwait(WATCHED, 1.0)
            if told is not None and told.si_signo != signal.SIGCHLD:
                say("\n正在停止 …")
                return
            self.revive()

    def revive(self) -> None:
        """Start again what has died; move everybody when the servers had to move."""
        if servers_of(self.data) is None:
            say("数据库的看护进程已退出，重新启动。")
            before, self.servers = self.servers, start_keeper(self.data)
            if before.ports != self.servers.ports:
                self.stop()
                self.start()
        for child in self.children:
            if child.died():
                say(f"{child.name} 已退出，重新启动。日志：{child.log}")
                child.restart()

    def stop(self) -> None:
        ours = [*self.children, self.filling]
        for child in ours:
            child.ask_to_stop()
        for child in ours:
            child.wait_or_kill(patience=STOP_PATIENCE)
