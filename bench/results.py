"""What was found, as JSON in `.data/bench.json` (or where BENCH_RESULTS says): the newest of each file of the bench.

Figures of one world stand together, with what many clients at once came to; those of a world of another size begin
anew.
"""

import json
import os
from datetime import datetime
from pathlib import Path

from stack.disk import ROOT


def path() -> Path:
    return Path(os.environ.get("BENCH_RESULTS") or ROOT / ".data" / "bench.json")


def begin(file: str, cases: str = "") -> None:
    """Forget what this file found before; without `cases` it is not about a world."""
    kept = known()
    if cases and kept.get("cases") != cases:
        kept = {"cases": cases}
    for name in ("figures", "concurrency"):
        kept[name] = [one for one in kept.get(name, []) if one["file"] != file]
    _write(kept)


def keep(file: str, kind: str, found: dict) -> None:
    """Add one finding; `kind` is "figures" or "concurrency"."""
    kept = known()
    kept.setdefault(kind, []).append({"file": file, **found})
    _write(kept)


def known() -> dict:
    return json.loads(path().read_text()) if path().exists() else {}


def _write(kept):
    kept["at"] = datetime.now().astimezone().isoformat(timespec="seconds")
    path().write_text(json.dumps(kept, ensure_ascii=False, indent=1))
