"""What files are for: each purpose says what is taken, how much, who reads it and for how long it is kept."""

from dataclasses import dataclass
from datetime import timedelta

from governance.files.sniffing import CSV, XLSX

MB = 1024 * 1024
PURPOSES: dict[str, "Purpose"] = {}
LENT: list[tuple[str, str]] = []  # models with the field of theirs that names files of others


@dataclass(frozen=True)
class Purpose:
    """`limit` is in bytes. `verb` is what a reader must hold at the file's place.

    `private`: only who made it reads it, and only while they hold the file's verb at every place it covers.
    `subject` ("governance.Person"): who sees the subject reads the file, whatever its place.
    `sensitive`: each reading goes into the trail. `keep_for` None: until it is erased.
    """

    code: str
    label: str
    limit: int
    types: frozenset[str]
    verb: str = ""
    private: bool = False
    subject: str = ""
    sensitive: bool = False
    keep_for: timedelta | None = None


def declare(purpose: Purpose) -> Purpose:
    """Called once by the feature that stores such files."""
    PURPOSES[purpose.code] = purpose
    return purpose


def lend(model: str, field: str) -> None:
    """Who sees a row of `model` ("cases.HandedItem") reads the files that its `field` names, whosever they are."""
    LENT.append((model, field))


EXPORT = declare(
    Purpose(
        "export",
        "导出文件",
        limit=1024 * MB,
        types=frozenset({XLSX, CSV}),
        private=True,
        sensitive=True,
        keep_for=timedelta(days=7),
    )
)
