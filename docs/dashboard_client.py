"""A dashboard that pulls the portal: figures of a place, and a copy of its cases that follows every change.

    PORTAL=https://portal.example.cn CLIENT=wall.secret python docs/dashboard_client.py 310114000000 copy.json

Run it every minute. It needs nothing but Python 3.11. What it knows is in one file, written whole or not at all: cut
off at any moment, it goes on where it was. An answer that did not change is not sent again (ETag).

Or let the portal say when to pull, by a webhook whose secret was shown when its address was entered (变更推送):

    SECRET=whsec_… CERTIFICATE=tls.pem python docs/dashboard_client.py listen 0.0.0.0:8443 copy.json

The certificate (with its key) is one that the portal's machine trusts. What comes in is believed if its signature is
right (https://www.standardwebhooks.com), and only ever means: pull now. What is lost on the way costs nothing but time.
"""

import base64
import hashlib
import hmac
import json
import os
import ssl
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MEASURES = "cases.accepted,cases.success,cases.success_rate"
AT_LEAST_EVERY = 600  # seconds: pulled even when nothing was told
TOLERANCE = 300  # seconds by which clocks may differ; what is older was sent before, by somebody else perhaps
LARGEST = 1_000_000  # bytes of a message


class Portal:
    def __init__(self, address: str, client: str):
        self.address, self.proof = address.rstrip("/"), f"Bearer {client}"

    def get(self, url: str, known: dict) -> dict:
        """The answer at `url`; `known` keeps what was answered before, with its tag."""
        before = known.get(url, {})
        asked = urllib.request.Request(urllib.parse.urljoin(self.address, url), headers={"Authorization": self.proof})
        if before:
            asked.add_header("If-None-Match", before["tag"])
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                known[url] = {"tag": answer.headers["ETag"], "body": json.load(answer)}
        except urllib.error.HTTPError as refusal:
            if refusal.code != 304:
                raise SystemExit(f"{refusal.code}: {json.load(refusal)['detail']}") from None
        return known[url]["body"]


def figures(portal: Portal, place: str, year: str, known: dict) -> list[str]:
    """One line for each measure: what it says, and how it changed since the year before."""
    query = urllib.parse.urlencode({"measure": MEASURES, "place": place, "period": year, "compare": "year"})
    answer = portal.get(f"/api/v1/metrics/?{query}", known)
    lines = []
    for one in answer["results"]:
        growth = one["compared"]["growth"]
        value = "–" if one["value"] is None else one["value"]
        lines.append(f"{one['label']} {value} {one['unit']}（同比 {'–' if growth is None else growth + '%'}）")
    return lines


def follow(portal: Portal, state: dict, path: Path) -> int:
    """Bring the copy up to now, page by page; the number of changes."""
    told = 0
    while True:
        page = portal.get(state["next"], {})
        for one in page["results"]:
            if one["change"]["code"] == "gone":
                state["cases"].pop(str(one["id"]), None)
            else:
                state["cases"][str(one["id"])] = one["data"]
        told, state["next"] = told + len(page["results"]), page["next"]
        save(path, state)
        if not page["has_more"]:
            return told


def load(path: Path) -> dict:
    if path.exists():
        return json.loads(path.read_text("utf-8"))
    return {"next": "/api/v1/changes/?kind=case&limit=200", "cases": {}, "known": {}}


def save(path: Path, state: dict) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(state, ensure_ascii=False), "utf-8")
    fresh.replace(path)


def is_genuine(headers, body: bytes, secret: str, now: float) -> bool:
    """Whether the portal signed this just now. While a secret is being replaced there are two signatures."""
    name, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not moment.isdecimal() or abs(now - int(moment)) > TOLERANCE:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    summed = hmac.new(key, f"{name}.{moment}.".encode() + body, hashlib.sha256).digest()
    expected = f"v1,{base64.b64encode(summed).decode()}"
    given = headers.get("webhook-signature", "").split(" ")
    return any([hmac.compare_digest(expected.encode(), one.encode()) for one in given])


class Receiver(BaseHTTPRequestHandler):
    """Answers at once and lets the other thread pull: the portal waits for a few seconds only."""

    timeout = 10

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        body = self.rfile.read(int(length)) if length.isdecimal() and int(length) <= LARGEST else b""
        genuine = is_genuine(self.headers, body, self.server.secret, time.time())
        self.send_response(204 if genuine else 401)
        self.end_headers()
        if genuine:
            self.server.told.set()

    def log_message(self, *_):
        pass


def listen(where: str, copy: str) -> None:
    """Pull when told, and now and then without. A message that comes twice pulls twice, which changes nothing."""
    host, _, port = where.rpartition(":")
    server = ThreadingHTTPServer((host, int(port)), Receiver)
    server.secret, server.told = os.environ["SECRET"], threading.Event()
    trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trusted.load_cert_chain(os.environ["CERTIFICATE"])
    server.socket = trusted.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"听候推送：{server.server_port}", flush=True)
    portal, path = Portal(os.environ["PORTAL"], os.environ["CLIENT"]), Path(copy)
    while True:
        server.told.clear()  # before pulling: what is told meanwhile pulls again
        told = follow(portal, load(path), path)
        print(f"新的变更 {told} 条", flush=True)
        server.told.wait(AT_LEAST_EVERY)


def main(place: str, copy: str, year: str) -> None:
    portal, path = Portal(os.environ["PORTAL"], os.environ["CLIENT"]), Path(copy)
    state = load(path)
    lines = figures(portal, place, year, state["known"])
    told = follow(portal, state, path)
    counted = Counter(case["procedure"]["label"] for case in state["cases"].values())
    print(*lines, sep="\n")
    print(
        f"案件 {len(state['cases'])} 件，新的变更 {told} 条：", "、".join(f"{k} {n}" for k, n in counted.most_common())
    )


if __name__ == "__main__" and sys.argv[1] == "listen":
    listen(*sys.argv[2:4])
elif __name__ == "__main__":
    main(*sys.argv[1:3], sys.argv[3] if len(sys.argv) > 3 else f"{date.today():%Y}")
