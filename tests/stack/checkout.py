"""A copy of this checkout, in a path with spaces and Chinese characters, used by an ordinary user."""

import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path

from stack.disk import ROOT
from tests.stack.processes import eventually

ORDINARY = "nobody"


class Checkout:
    """The copy, and whoever uses it: `nobody` when the tests run as root, else the same ordinary user."""

    def __init__(self, folder: Path):
        self.path = folder / "社区 治理" / "portal"
        self.account = pwd.getpwnam(ORDINARY) if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self.home = folder / "home"
        self.copy()
        self.link_environment()
        if os.getuid() == 0:
            for path in [folder, *folder.rglob("*")]:
                os.chown(path, self.account.pw_uid, self.account.pw_gid, follow_symlinks=False)

    def copy(self) -> None:
        listed = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        self.home.mkdir(parents=True)
        for name in filter(None, listed.stdout.decode().split("\0")):
            if (ROOT / name).is_file() and not name.startswith("tests/"):
                (self.path / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, self.path / name)

    def link_environment(self) -> None:
        """Use this run's packages if the user can read them; else `make run` installs its own, as on a new machine."""
        packages = sysconfig.get_paths()["purelib"]
        if self.can("test", "-x", sys.executable):
            (self.path / ".venv").symlink_to(sys.prefix)
        elif self.can("test", "-r", packages) and self.can("/usr/bin/python3", "-c", SAME_VERSION):
            venv = self.path / ".venv"
            subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", str(venv)], check=True)
            own = next(venv.glob("lib/python3*/site-packages"))
            (own / "shared.pth").write_text(packages + "\n", encoding="utf-8")
            shutil.copy(ROOT / "requirements-dev.txt", venv)
            digest = subprocess.run(["sha256sum", "requirements-dev.txt"], cwd=ROOT, capture_output=True, text=True)
            (venv / "requirements.sha256").write_text(digest.stdout.split()[0] + "\n")

    def can(self, *command: str) -> bool:
        return subprocess.run(command, capture_output=True, **self.as_user()).returncode == 0

    def as_user(self) -> dict:
        if os.getuid() != 0:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in os.environ if name.startswith(("PIP_", "UV_", "SSL_", "LANG"))}
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        few = {"DEMO_CASES": "10"}
        return kept | few | {"PATH": path, "HOME": str(self.home), "PYTHONDONTWRITEBYTECODE": "1"}

    def make(self, target: str, **environment: str) -> "Running":
        return Running(self, target, environment)

    @property
    def data(self) -> Path:
        return self.path / ".data"

    def servers(self) -> dict:
        """What the keeper has written; nothing while a new one begins."""
        known = self.data / "servers.json"
        return json.loads(known.read_text()) if known.exists() else {"keeper": 0}


class Running:
    """One `make TARGET` under way, with what it has said so far."""

    def __init__(self, checkout: Checkout, target: str, environment: dict[str, str]):
        self.checkout = checkout
        self.said_in = checkout.home / f"said-{len(list(checkout.home.iterdir()))}.txt"
        with open(self.said_in, "wb") as said:
            self.process = subprocess.Popen(
                ["make", "--no-print-directory", target],
                cwd=checkout.path,
                env=checkout.environment | environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                **checkout.as_user(),
            )

    @property
    def said(self) -> str:
        return self.said_in.read_text(encoding="utf-8", errors="replace")

    def is_ready(self) -> bool:
        return "门户已就绪" in self.said

    def wait_until_ready(self, patience: float) -> None:
        eventually(lambda: self.is_ready() or self.process.poll() is not None, patience=patience)
        assert self.is_ready(), self.said + "\n".join(
            log.read_text(errors="replace")[-1500:] for log in self.checkout.data.glob("log/*.log")
        )

    @property
    def address(self) -> str:
        return re.search(r"http://127\.0\.0\.1:\d+/", self.said)[0]

    @property
    def supervisor(self) -> int:
        return json.loads((self.checkout.data / "run.json").read_text())["pid"]

    def press_ctrl_c(self) -> int:
        """As a terminal does: SIGINT to the whole foreground group."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(60)

    def end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


SAME_VERSION = f"import sys; sys.exit(sys.version_info[:3] != {sys.version_info[:3]!r})"
