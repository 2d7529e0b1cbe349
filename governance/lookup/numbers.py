"""Is what somebody typed into the search box a number that must not travel in an address? Pure."""

import re

from governance.identifiers.typed import compact, holds_identifier

LETTERS_AND_DIGITS = re.compile(r"[A-Z]{1,3}\d{7,12}", re.ASCII)  # passports and permits
LANDLINE = re.compile(r"\(?0\d{2,3}\)?-?\d{7,8}(-\d{1,6})?", re.ASCII)


def is_private_number(text: str) -> bool:
    """Whether `text` is, or holds, a document or phone number. Place codes and credit codes are public."""
    typed = compact(text)
    return holds_identifier(text) or bool(LETTERS_AND_DIGITS.fullmatch(typed) or LANDLINE.fullmatch(typed))
