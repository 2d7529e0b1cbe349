"""`python -m stack bench telling`: write what the bench found last into docs/figures/, a page for each size."""

import os
from collections.abc import Iterable

from bench import results
from bench.say import say
from stack.disk import ROOT

OPENING = """# Figures

Written by `python -m stack bench telling` from what `make bench` and `python -m stack bench concurrency` found among
{cases:,} cases on {cores} cores, {on}. A ratio is the portal's time against its floor's, medians of pairs asked
in turn: the bare SQL behind the same answer under the same server, or the other world, page or client that the line
names. Within p95 came 95 of 100 answers.

"""
TELLS = True
FIGURES = ("what", "ms", "floor, ms", "ratio", "at most", "p95, ms", "holds")
AT_ONCE = ("many at once", "clients", "a second", "p50, ms", "p95, ms", "p99, ms", "errors", "memory, MB")


def once() -> int:
    known = results.known()
    parts = [
        OPENING.format(cases=int(known["cases"]), cores=os.cpu_count(), on=known["at"][:10]),
        _table(FIGURES, map(_figure, known.get("figures", []))),
    ]
    if several := known.get("concurrency"):
        parts += ["\n", _table(AT_ONCE, map(_at_once, several))]
    path = ROOT / "docs" / "figures" / f"{known['cases']}.md"
    path.write_text("".join(parts))
    say(f"写好了 {path.relative_to(ROOT)}")
    return 0


def _figure(found: dict) -> tuple:
    most = "" if found["at_most"] is None else found["at_most"]
    holds = "" if found["at_most"] is None and found["holds"] else "yes" if found["holds"] else "**no**"
    return found["figure"], found["portal_ms"], found["floor_ms"], found["ratio"], most, found["p95_ms"], holds


def _at_once(found: dict) -> tuple:
    asked = (found[name] for name in ("request", "clients", "per_second", "p50_ms", "p95_ms", "p99_ms"))
    return *asked, found["errors"], found["memory_mb"]


def _table(head: tuple[str, ...], rows: Iterable[tuple]) -> str:
    sides = "| --- " + "| --: " * (len(head) - 1) + "|"
    return "".join(f"{line}\n" for line in (_row(head), sides, *map(_row, rows)))


def _row(cells: Iterable) -> str:
    return f"| {' | '.join(map(str, cells))} |"
