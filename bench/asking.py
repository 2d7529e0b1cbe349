"""A request to the portal, and its floor: what the same request asks of the database, bare, each question once.

Who asks, and where they may look, is asked too: no answer is the same without it.
"""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.figure import Figure
from bench.serving import Served
from governance.people.demo import CLIENT_KEY, CLIENT_SECRET
from governance.people.models import Account, ApiClient


@dataclass(frozen=True)
class Asked:
    name: str
    path: str
    seat: str = ""  # who is signed in; without one the API client of the demo asks
    at_most: float | None = None
    slow_at_most: float | None = None
    among: int = 0
    key: str = CLIENT_KEY

    def headers(self) -> dict[str, str]:
        if self.seat:
            return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={signed_in(self.seat).session.session_key}"}
        return {"Authorization": f"Bearer {self.key}.{CLIENT_SECRET}"}

    def statements(self) -> list[str]:
        client = signed_in(self.seat) if self.seat else Client(headers=self.headers())
        client.get(self.path, headers={"Host": "127.0.0.1"})  # what is read once a process is read now
        with CaptureQueriesContext(connection) as sent:
            answer = client.get(self.path, headers={"Host": "127.0.0.1"})
        if answer.status_code != 200:
            raise ValueError(f"{self.path}: {answer.status_code}")
        texts = dict.fromkeys(each["sql"] for each in sent.captured_queries)
        return [text for text in texts if text.lstrip().startswith("SELECT")]


_clients: dict[str, Client] = {}


def signed_in(username: str) -> Client:
    if username not in _clients:
        _clients[username] = Client()
        _clients[username].force_login(
            Account.objects.get(username=username), "allauth.account.auth_backends.AuthenticationBackend"
        )
    return _clients[username]


def unhurried() -> None:
    """Let the demo's client ask as often as it likes, for figures too."""
    known = ApiClient.objects.get(key_id=CLIENT_KEY)
    known.verbs = sorted({*known.verbs, "figure.view"})
    known.rate_per_minute = 1_000_000
    known.save(update_fields=["verbs", "rate_per_minute"])


def figures_of(asked: list[Asked]) -> list[Figure]:
    """Each against its queries, bare."""
    unhurried()
    floors = Path(tempfile.mkdtemp(prefix="portal-bench-")) / "floors.json"
    floors.write_text(json.dumps([each.statements() for each in asked]))
    connection.close()
    portal = Served("governance.wsgi")
    floor = Served("bench.floor:application", BENCH_FLOORS=str(floors))
    return [_figure(each, number, portal, floor) for number, each in enumerate(asked)]


def _figure(asked, number, portal, floor):
    headers = asked.headers()
    return Figure(
        asked.name,
        lambda: portal.get(asked.path, **headers),
        lambda: floor.get(f"/{number}"),
        at_most=asked.at_most,
        slow_at_most=asked.slow_at_most,
        among=asked.among,
    )
