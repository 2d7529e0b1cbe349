"""Looking at real processes from outside: whose they are, which run in a folder, what they listen to."""

import os
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE = 90.0  # seconds; the machine may be busy with other tests


def eventually(what, *, patience=PATIENCE):
    """The first truthy answer of `what()`, or the last one when patience ends."""
    deadline = time.monotonic() + patience
    while not (found := what()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def living_in(folder: Path) -> dict[int, str]:
    """Processes whose command line or working folder lies in `folder`, with their command line."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            where = os.readlink(entry / "cwd")
        except OSError:
            continue
        if command and (str(folder) in command or where.startswith(str(folder))):
            found[int(entry.name)] = command
    return found


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def child_called(parent: int, words: str) -> int | None:
    """The child of `parent` whose command line holds all the words."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if parent_of(int(entry.name)) == parent and all(word in command for word in words.split()):
                return int(entry.name)
        except OSError:
            continue
    return None


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def status(url: str, **headers: str) -> int:
    """The HTTP status, or 0 when nobody answers."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=15) as answer:
            return answer.status
    except urllib.error.HTTPError as answer:
        answer.close()
        return answer.code
    except OSError:
        return 0
