"""As whom PostgreSQL runs: it refuses root, and a fresh machine often has nobody else.

An ordinary user runs it as itself. Root gives it a user namespace in which root's files belong to uid 1000: no
account is made, no file changes hands, and a home of mode 0700 stays closed. Where the kernel or a container
refuses namespaces, the binaries are copied to a place that `nobody` can read, and `nobody` runs them.
"""

import ctypes
import os
import pwd
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
LINUX = sys.platform == "linux"
libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


class Identity:
    """The user itself: nothing changes."""

    def adopt(self) -> None:
        """Called in the child, between fork and exec."""

    def binaries(self, installed: Path) -> Path:
        """Where this identity can read the programs."""
        return installed

    def data(self, wanted: Path) -> Path:
        """Where this identity can write the database."""
        return wanted

    def give(self, path: Path) -> None:
        """Let this identity own a file made by us."""


class Namespace(Identity):
    """Root outside, uid 1000 inside."""

    def adopt(self) -> None:
        uid, gid = os.getuid(), os.getgid()
        if libc is None or libc.unshare(CLONE_NEWUSER) != 0:
            raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWUSER)")
        for name, text in (("setgroups", "deny"), ("uid_map", f"1000 {uid} 1"), ("gid_map", f"1000 {gid} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)


class Nobody(Identity):
    """The account `nobody`, with programs and data below a folder of /var/tmp."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.account = pwd.getpwnam("nobody")

    def adopt(self) -> None:
        os.setgroups([])
        os.setgid(self.account.pw_gid)
        os.setuid(self.account.pw_uid)

    def binaries(self, installed: Path) -> Path:
        """A copy with the folders of the wheel: the programs look for their libraries beside their package."""
        install, package = installed.parent, installed.parent.parent
        copy = self.folder / "programs"
        if not copy.exists():
            self._own_folder()
            unfinished = self.folder / f"programs.{os.getpid()}"
            shutil.copytree(install, unfinished / package.name / install.name, symlinks=True)
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
            unfinished.rename(copy)
        return copy / package.name / install.name / installed.name

    def data(self, wanted: Path) -> Path:
        self._own_folder()
        return self.folder / wanted.name

    def give(self, path: Path) -> None:
        os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def _own_folder(self) -> None:
        self.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        self.give(self.folder)


def postgres_identity(data: Path) -> Identity:
    """The first identity that works here; `data` names the folder of the last resort."""
    if os.getuid() != 0:
        return Identity()
    if LINUX and _works_in_a_child(Namespace().adopt):
        return Namespace()
    return Nobody(Path("/var/tmp") / f"portal-{data.stat().st_ino:x}")  # noqa: S108 - owned by us, mode 0755


def _works_in_a_child(attempt: Callable[[], None]) -> bool:
    child = os.fork()
    if child == 0:
        try:
            attempt()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def before_exec(identity: Identity, *, parent: int, farewell: signal.Signals) -> None:
    """Take the identity, then ask the kernel for `farewell` should `parent` die (a change of identity clears that)."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    identity.adopt()
    if libc is not None:
        libc.prctl(PR_SET_PDEATHSIG, int(farewell))
        if os.getppid() != parent:
            os._exit(1)
