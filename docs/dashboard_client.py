"""A dashboard that pulls the portal: figures of a place, and a copy of its cases that follows every change.

    PORTAL=https://portal.example.cn CLIENT=wall.secret python docs/dashboard_client.py 310114000000 copy.json

Run it every minute. It needs nothing but Python 3.11. What it knows is in one file, written whole or not at all: cut
off at any moment, it goes on where it was. An answer that did not change is not sent again (ETag).
"""

import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from datetime import date
from pathlib import Path

MEASURES = "cases.accepted,cases.success,cases.success_rate"


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


if __name__ == "__main__":
    main(*sys.argv[1:3], sys.argv[3] if len(sys.argv) > 3 else f"{date.today():%Y}")
