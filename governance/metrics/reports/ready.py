"""Reports to begin with. A wing declares its own: `declare_ready(Ready("各街镇受理", "…", "measure=…&period=…"))`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ready:
    """`query` is a question as an address; it names no place, so that it is of the reader's own."""

    title: str
    note: str
    query: str


READY: list[Ready] = []


def declare_ready(*reports: Ready) -> None:
    READY.extend(one for one in reports if one not in READY)
