"""One supervised process: started, watched, started again when it dies, stopped."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from stack.identity import Identity, before_exec
from stack.say import PlainRefusal

DEATHS_TOLERATED = 8
WITHIN = 60.0  # seconds
LOG_LIMIT = 20_000_000  # bytes; a longer log begins anew at the next start


@dataclass
class Child:
    """`argv` is asked anew at each start, so that a restart follows a changed port or address."""

    name: str
    argv: Callable[[], Sequence[str]]
    log: Path
    cwd: Path
    environment: Callable[[], Mapping[str, str]] = lambda: dict(os.environ)
    stdin: Callable[[], str] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    identity: Identity = field(default_factory=Identity)
    process: subprocess.Popen | None = None
    deaths: list[float] = field(default_factory=list)

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.unlink()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                list(self.argv()),
                stdin=subprocess.PIPE if self.stdin else subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.cwd,
                env=dict(self.environment()),
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops the others in order
                preexec_fn=partial(before_exec, self.identity, parent=os.getpid(), farewell=self.stop_signal),
            )
        if self.stdin and self.process.stdin:
            self.process.stdin.write(self.stdin().encode())
            self.process.stdin.close()

    def died(self) -> bool:
        """True once for each death; what the dead one left in its group is ended too."""
        if self.process is None or self.process.poll() is None:
            return False
        self.end_group()
        self.process = None
        self.deaths = [at for at in self.deaths if time.monotonic() - at < WITHIN] + [time.monotonic()]
        return True

    def restart(self) -> None:
        if len(self.deaths) > DEATHS_TOLERATED:
            raise PlainRefusal(
                f"{self.name} 一分钟内退出了 {len(self.deaths)} 次，不再重启。日志末尾：\n{self.last_words()}"
            )
        time.sleep(min(0.2 * len(self.deaths), 2))
        self.start()

    def ask_to_stop(self) -> None:
        if self.is_alive and self.process:
            self.process.send_signal(self.stop_signal)

    def wait_or_kill(self, *, patience: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.end_group()
        self.process = None

    def end_group(self) -> None:
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def last_words(self, lines: int = 15) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
