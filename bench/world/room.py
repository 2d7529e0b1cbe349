"""How much disk a world takes, so that none is begun that does not fit."""

import shutil
from urllib.parse import urlsplit

from bench.say import say
from stack.disk import ROOT
from stack.ports import LOOPBACK
from stack.say import PlainRefusal

# bytes, measured at 100,000, a million and ten million cases
A_CASE = 4_900  # with all that hangs on it and the indexes over it
ITS_TEXT = 1_700
A_DISTRICT = 130_000_000  # its numbers over ten years
THE_COUNTRY = 300_000_000
AT_WORK = 4_000_000_000  # logs of the database (max_wal_size and what is written meanwhile), sorting
TEXTS = 1_000_000  # cases that have words to search by: the newest
GB = 1e9
LEAST, MOST, IN_EACH = 3, 100, 30_000


def districts_of(size: int) -> int:
    """A world has as many districts as make it about as dense as that of ten million: a hundred."""
    return max(LEAST, min(MOST, size // IN_EACH))


def bytes_of(size: int) -> int:
    """What a world of `size` cases takes, about."""
    return THE_COUNTRY + size * A_CASE + min(size, TEXTS) * ITS_TEXT + districts_of(size) * A_DISTRICT


def refusal(size: int, free: int, there: int = 0) -> str:
    """Why a world of `size` cases is not begun; "" when there is room. `there`: bytes of it that are made already."""
    wanted = max(0, bytes_of(size) - there) + at_work(size)
    if wanted <= free:
        return ""
    return (
        f"{size:,} 件案件还要占约 {wanted / GB:.0f} GB 磁盘，只剩 {free / GB:.0f} GB：没有开始建。"
        "请腾出空间，或者用 SCALE=件数 选一个小一些的规模。"
    )


def at_work(size: int) -> int:
    """What it takes besides while it is made. Half of the numbers are added up together, and stand twice meanwhile."""
    return AT_WORK + districts_of(size) * A_DISTRICT * 2 // 3


def require_room(size: int, server, name: str) -> None:
    """Say how much a world will take. Raises PlainRefusal when this disk has less; of other servers nobody knows."""
    if urlsplit(f"//{server.info.host}").hostname not in (LOOPBACK, "localhost"):
        return
    asked = "SELECT pg_database_size(oid) FROM pg_database WHERE datname = %s"
    found = server.execute(asked, [name]).fetchone()
    free = shutil.disk_usage(ROOT / ".data").free
    if said := refusal(size, free, found[0] if found else 0):
        raise PlainRefusal(said)
    say(f"· {size:,} 件案件约占 {bytes_of(size) / GB:.1f} GB 磁盘，现剩 {free / GB:.0f} GB")
