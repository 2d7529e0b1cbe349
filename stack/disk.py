"""What lies in `.data/`, and the locks that say who is using it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class DataDir:
    """One set of servers and its files: `.data/` for `make run`, `.data/test/` for tests, `.data/bench/` for worlds."""

    path: Path

    @classmethod
    def for_running(cls) -> "DataDir":
        return cls(ROOT / ".data").made()

    @classmethod
    def for_tests(cls) -> "DataDir":
        cls.for_running()
        return cls(ROOT / ".data" / "test").made()

    @classmethod
    def for_bench(cls) -> "DataDir":
        cls.for_running()
        return cls(ROOT / ".data" / "bench").made()

    def made(self) -> "DataDir":
        self.path.mkdir(mode=0o700, exist_ok=True)
        self.logs.mkdir(exist_ok=True)
        return self

    @property
    def is_for_tests(self) -> bool:
        return self.path.name == "test"

    @property
    def is_for_bench(self) -> bool:
        return self.path.name == "bench"

    @property
    def logs(self) -> Path:
        return self.path / "log"

    @property
    def keys(self) -> Path:
        return self.path / "keys.json"

    @property
    def servers(self) -> Path:
        """Where the running servers are reached; written by the keeper once both answer."""
        return self.path / "servers.json"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def lock(self, name: str) -> Path:
        return self.path / f"{name}.lock"


class Lock:
    """A held lock; it ends with `release`, or with the process, or when the last one that inherited it ends."""

    def __init__(self, descriptor: int):
        self.descriptor = descriptor

    def release(self) -> None:
        os.close(self.descriptor)

    def __enter__(self) -> "Lock":
        return self

    def __exit__(self, *_) -> None:
        self.release()


def try_lock(path: Path) -> Lock | None:
    """The lock, or None when somebody else holds it."""
    descriptor = _open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return Lock(descriptor)


def wait_for_lock(path: Path) -> Lock:
    descriptor = _open_lock(path)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return Lock(descriptor)


def wait_for_shared_lock(path: Path) -> Lock:
    """The lock together with others who share it, once nobody holds it alone."""
    descriptor = _open_lock(path)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return Lock(descriptor)


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def is_locked(path: Path) -> bool:
    held = try_lock(path)
    if held is None:
        return True
    held.release()
    return False


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner alone."""
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    new.replace(path)


@contextmanager
def private_file(path: Path, text: str) -> Iterator[Path]:
    write_private(path, text)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
