"""Both ways under the same server: one gunicorn process each, asked over one kept connection."""

import atexit
import http.client
import os
import subprocess
import sys
import time

from stack.disk import ROOT
from stack.ports import LOOPBACK, free_port

PATIENCE = 60  # seconds for a server to answer


class Served:
    """A WSGI application under gunicorn, until this process ends. Whoever asks first waits until it is up."""

    def __init__(self, application: str, **more: str):
        self.port = free_port()
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py", application]
        settings = os.environ | {"BIND": f"{LOOPBACK}:{self.port}", "WEB_PROCESSES": "1", "LOG_FORMAT": "json", **more}
        self.process = subprocess.Popen(command, cwd=ROOT, env=settings, stderr=subprocess.DEVNULL)
        atexit.register(self.process.terminate)
        self.line = http.client.HTTPConnection(LOOPBACK, self.port, timeout=30)

    def wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                self.line.connect()
                return
            except ConnectionRefusedError:
                time.sleep(0.1)
        raise TimeoutError(self.process.args)

    def get(self, path: str, **headers: str) -> bytes:
        if self.line.sock is None:
            self.wait()  # several servers start beside each other
        try:
            self.line.request("GET", path, headers=headers)
            answer = self.line.getresponse()
        except http.client.RemoteDisconnected:  # a line that nobody used for a while is hung up
            self.line.request("GET", path, headers=headers)
            answer = self.line.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise ValueError(f"{path}: {answer.status} {body[:200]!r}")
        return body
