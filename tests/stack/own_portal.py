"""Web, worker and beat on a PostgreSQL and a broker of their own, so that both may be stopped and started."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from stack.disk import DataDir
from stack.keys import keys_of
from stack.ports import free_port
from stack.postgres import Postgres
from stack.valkey import Valkey
from tests.stack.processes import status
from tests.stack.test_production import BEHIND_THE_PROXY, HOST, run, settings_of, start

WORKER = ["-m", "celery", "--app", "governance", "worker", "--concurrency=3", "--without-mingle"]  # both jobs at once


class Portal:
    """Web, worker and beat on a PostgreSQL and a broker of their own."""

    def __init__(self, folder: Path):
        data = DataDir(folder / "data").made()
        self.folder = folder
        self.postgres = Postgres(data, keys_of(data), free_port())
        self.valkey = Valkey(data, keys_of(data), free_port())
        self.children = [self.postgres.child(), self.valkey.child()]
        self.processes: dict[str, subprocess.Popen] = {}

    def open(self) -> None:
        self.postgres.make_cluster()
        for child in self.children:
            child.start()
        self.postgres.wait_until_it_answers(self.children[0])
        self.postgres.make_role_and_database()
        self.valkey.wait_until_it_answers(self.children[1])
        keys = self.postgres.keys
        self.settings = settings_of(
            self.folder,
            f"postgres://portal:{keys.portal_password}@127.0.0.1:{self.postgres.port}/portal",
            f"redis://:{keys.valkey_password}@127.0.0.1:{self.valkey.port}/0",
        ) | {"WEB_PROCESSES": "1", "STATIC_FROM_SOURCE": "1", "DJANGO_SETTINGS_MODULE": "governance.settings"}
        migrated = run("sh", "deploy/start.sh", "migrate", settings=self.settings)
        assert migrated.returncode == 0, migrated.stdout
        for verb in ("web", "beat"):
            self.processes[verb] = start(verb, self.settings, self.folder / f"{verb}.log")
        with open(self.folder / "worker.log", "wb") as log:
            self.processes["worker"] = subprocess.Popen(
                [sys.executable, *WORKER, "--include=tests.governance.broker_jobs"],
                env=self.settings, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def close(self) -> None:
        for process in self.processes.values():
            process.kill() if process.poll() is None else None
            process.wait()
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.wait_or_kill(patience=20)

    def stop_postgres(self, how: signal.Signals) -> None:
        server = self.children[0].process
        server.send_signal(how)
        server.wait(30)

    def start_postgres(self) -> None:
        self.children[0].start()
        self.postgres.wait_until_it_answers(self.children[0])

    def answers(self, path: str) -> int:
        headers = {"Host": HOST} if path == "readyz" else BEHIND_THE_PROXY
        return status(f"http://{self.settings['BIND']}/{path}", **headers)

    def scene(self, word: str, folder: Path, *, play: str = "restart_scene", **more: str) -> str:
        play = f"tests.stack.{play}"
        done = run(sys.executable, "-m", play, word, str(folder), settings=self.settings | more)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def told(self, folder: Path) -> dict:
        return json.loads(self.scene("tell", folder).splitlines()[-1])
