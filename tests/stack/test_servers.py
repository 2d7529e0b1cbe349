"""The embedded servers and the bootstrap, piece by piece: who runs them, what they refuse, what they keep secret."""

import os
import shutil
import socket
import stat
import subprocess
import tempfile
from pathlib import Path

import pytest

from stack.disk import ROOT, DataDir
from stack.identity import Identity, Namespace, Nobody
from stack.keys import keys_of
from stack.ports import free_port, is_free
from stack.postgres import Postgres
from stack.say import PlainRefusal
from stack.valkey import Valkey

IDENTITIES = [Namespace, Nobody] if os.getuid() == 0 else [Identity]


@pytest.fixture
def folder():
    path = Path(tempfile.mkdtemp(prefix="portal-servers-", dir="/var/tmp"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def data(folder):
    return DataDir(folder / "数据 一").made()


def identity_of(kind, folder):
    return Nobody(folder / "nobody") if kind is Nobody else kind()


@pytest.mark.parametrize("kind", IDENTITIES)
def test_postgres_runs_without_the_rights_of_root_and_asks_for_its_password(folder, data, kind):
    folder.chmod(0o755)
    postgres = Postgres(data, keys_of(data), free_port())
    postgres.identity = identity_of(kind, folder)
    postgres.make_cluster()
    child = postgres.child()
    child.start()
    try:
        postgres.wait_until_it_answers(child)
        postgres.make_role_and_database()
        roles = postgres.sql("SELECT rolname, rolsuper, rolcreatedb FROM pg_roles WHERE rolname = 'portal'")
        locale = postgres.sql("SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database LIMIT 1")
        others = postgres.keys
        postgres.keys = type(others).fresh()
        refused = postgres.sql("SELECT 1", check=False)
    finally:
        child.ask_to_stop()
        child.wait_or_kill(patience=20)

    assert (roles, locale, refused) == ("portal|f|t", "C.UTF-8|UTF8", "")


def test_data_of_another_major_version_are_refused_in_plain_words(data):
    (data.path / "postgres").mkdir()
    (data.path / "postgres" / "PG_VERSION").write_text("17\n")

    with pytest.raises(PlainRefusal, match=r"PostgreSQL 17 的数据，当前程序是 18.*make reset"):
        Postgres(data, keys_of(data), free_port()).make_cluster()


def test_a_cluster_half_made_is_made_anew(data):
    (data.path / "postgres.unfinished").mkdir()
    (data.path / "postgres.unfinished" / "half").touch()

    Postgres(data, keys_of(data), free_port()).make_cluster()

    assert (data.path / "postgres" / "PG_VERSION").exists()
    assert not (data.path / "password").exists()


def test_the_broker_asks_for_its_password_and_shows_it_to_nobody(data):
    valkey = Valkey(data, keys_of(data), free_port())
    child = valkey.child()
    child.start()
    try:
        valkey.wait_until_it_answers(child)
        command = Path(f"/proc/{child.process.pid}/cmdline").read_bytes()
        stranger = Valkey(data, type(valkey.keys).fresh(), valkey.port).answers()
    finally:
        child.ask_to_stop()
        child.wait_or_kill(patience=20)

    assert valkey.keys.valkey_password.encode() not in command
    assert not stranger


def test_keys_are_made_once_and_kept_from_others(data):
    first, second = keys_of(data), keys_of(data)

    assert first == second
    assert stat.S_IMODE(data.keys.stat().st_mode) == 0o600


def test_a_taken_port_is_not_chosen():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert not is_free(port)
        assert free_port(port) != port


def bootstrap(folder, python_script):
    """stack/bootstrap.sh alone in a folder, before a machine whose python3 is the given script."""
    (folder / "stack").mkdir()
    shutil.copy(ROOT / "stack/bootstrap.sh", folder / "stack")
    (folder / "bin").mkdir()
    (folder / "bin/python3").write_text(f"#!/bin/sh\n{python_script}\n")
    (folder / "bin/python3").chmod(0o755)
    return subprocess.run(
        ["sh", "stack/bootstrap.sh", "run"],
        cwd=folder,
        env={"PATH": f"{folder / 'bin'}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )


def test_a_machine_without_venv_is_told_what_to_install(tmp_path):
    stopped = bootstrap(tmp_path, '[ "$1" = -c ]')

    assert stopped.returncode != 0
    assert "apt install python3-venv" in stopped.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_linked_environment_is_used_as_it_is(tmp_path):
    own = tmp_path / "own"
    (own / "bin").mkdir(parents=True)
    (own / "bin/python").write_text('#!/bin/sh\necho "$@"\n')
    (own / "bin/python").chmod(0o755)
    (tmp_path / "clone").mkdir()
    (tmp_path / "clone/.venv").symlink_to(own)

    ran = bootstrap(tmp_path / "clone", "exit 1")

    assert ran.stdout == "-m stack run\n"
