"""What hands and keyboards do to a value: full-width digits, spaces, stray marks, numbers in the wrong box."""

import re
import unicodedata

from governance.errors import Invalid

SPACES = re.compile(r"[\s\u3000\u200b-\u200f\u2060\ufeff]+")
ELEVEN_DIGITS = re.compile(r"(?:\d[\s\-—–.]*){11}")  # the shortest has as many: most texts are done with that
LONG_NUMBER = re.compile(r"(?<![0-9A-Z])(?:[1-9]\d{16}[0-9X]|[1-9]\d{14}|(?:86)?1[3-9]\d{9})(?![0-9A-Z])")


def compact(text: str) -> str:
    """`text` as codes are compared: half-width, upper-case, without any space or invisible mark."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text)).upper()


def free_text(text: str, *, field: str, longest: int, required: bool = False) -> str:
    """A note, a reason, an address: trimmed, not too long, and with no identifier written into it.

    Raises Invalid: what is sealed in its own column must not stand in clear in another.
    """
    cleaned = text.strip(" \t\r\n\u3000")
    if required and not cleaned:
        raise Invalid("请填写。", field=field)
    if "\x00" in cleaned:
        raise Invalid("文字中含有无法保存的空字符，请重新输入。", field=field)
    if len(cleaned) > longest:
        raise Invalid(f"最多 {longest} 个字，现有 {len(cleaned)} 个字。", field=field)
    if holds_identifier(cleaned):
        raise Invalid("这里不要填写证件号码或手机号，请填到证件或电话栏。", field=field)
    return cleaned


def holds_identifier(text: str) -> bool:
    """Whether a resident ID or mobile number stands in a running text, also with spaces or hyphens inside."""
    flat = unicodedata.normalize("NFKC", text).upper()
    if not ELEVEN_DIGITS.search(flat):
        return False
    return bool(LONG_NUMBER.search(flat) or LONG_NUMBER.search(re.sub(r"(?<=\d)[\s\-—–.]+(?=[\dX])", "", flat)))
