"""Names of files as people gave them, made harmless; where the bytes lie is never taken from them."""

import unicodedata
from datetime import date
from uuid import UUID

LONGEST = 150
DIRECTIONS = {"\u200e", "\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
FORBIDDEN = set('/\\:*?"<>|') | DIRECTIONS


def safe_name(given: str) -> str:
    """The last part of `given`, without separators, control characters and turned-round text; never empty."""
    text = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(char for char in text if char not in FORBIDDEN and unicodedata.category(char)[0] != "C")
    text = text.strip(" .") or "未命名"
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending) > 10:
        return text[:LONGEST]
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"


def storage_path(key: UUID, day: date) -> str:
    """By day, so that the sweep for orphans looks at few folders."""
    return f"{day:%Y/%m/%d}/{key.hex}"


def day_folder(day: date) -> str:
    return f"{day:%Y/%m/%d}"
