"""Phone numbers: mobile and landline for anyone, 400/800 and short numbers for organisations."""

import re
from collections.abc import Iterable

from django.db import models

from governance.errors import Invalid
from governance.identifiers.typed import compact

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
LANDLINE = re.compile(r"(0\d{2,3})-?(\d{7,8})(?:-(\d{1,6}))?", re.ASCII)
SERVICE = re.compile(r"[48]00-?\d{3}-?\d{4}", re.ASCII)
SHORT = re.compile(r"[1-9]\d{4,5}", re.ASCII)
DASHES = re.compile(r"[‐‑‒–—―−－]")


class PhoneKind(models.TextChoices):
    MOBILE = "mobile", "手机"
    LANDLINE = "landline", "固定电话"
    SERVICE = "service", "400/800 电话"
    SHORT = "short", "短号码"


ORGANISATIONS_ONLY = {PhoneKind.SERVICE, PhoneKind.SHORT}


def normalised_phone(text: str) -> str:
    """As stored and digested: digits, with hyphens only in a landline (021-12345678-801); +86 is dropped."""
    number = re.sub(r"[()]", "", DASHES.sub("-", compact(text)))
    number = re.sub(r"^(?:\+|00)86-?", "", number)
    if re.fullmatch(r"861[3-9]\d{9}", number, re.ASCII):
        number = number[2:]
    bare = number.replace("-", "")
    if MOBILE.fullmatch(bare) or SERVICE.fullmatch(bare):
        return bare
    return _landline(number) or number


def _landline(number):
    """Area code, number and extension joined by hyphens; 010 and 02x have three digits, all others four."""
    match = LANDLINE.fullmatch(number)
    if not match:
        return ""
    line, extension = match[1] + match[2], match[3]
    cut = 3 if line[1] in "12" else 4
    if not 7 <= len(line) - cut <= 8:
        return ""
    return "-".join(part for part in (line[:cut], line[cut:], extension) if part)


def phone_kind(number: str) -> PhoneKind | None:
    if MOBILE.fullmatch(number):
        return PhoneKind.MOBILE
    if _landline(number):
        return PhoneKind.LANDLINE
    if SERVICE.fullmatch(number):
        return PhoneKind.SERVICE
    return PhoneKind.SHORT if SHORT.fullmatch(number) else None


def parse_phones(texts: Iterable[str], *, of_organisation: bool = False) -> list[str]:
    """Check several numbers, each kept once; blanks fall away. Raises Invalid, field "phones"."""
    try:
        parsed = [parse_phone(text, of_organisation=of_organisation) for text in texts if text.strip()]
    except Invalid as refusal:
        raise Invalid(refusal.message, field="phones") from None
    return list(dict.fromkeys(parsed))


def parse_phone(text: str, *, of_organisation: bool = False) -> str:
    """Check a phone number and return it as stored. Raises Invalid, field "number"."""
    number = normalised_phone(text)
    kind = phone_kind(number)
    if kind is None:
        raise Invalid("不是有效的电话号码：手机 11 位，固定电话须带区号（如 021-12345678）。", field="number")
    if kind in ORGANISATIONS_ONLY and not of_organisation:
        raise Invalid(f"{kind.label}只能登记给单位，个人请填手机或固定电话。", field="number")
    return number
