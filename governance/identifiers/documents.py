"""Kinds of identity documents (证件) and the shape of their numbers."""

import re
from dataclasses import dataclass
from datetime import date

from django.db import models

from governance.errors import Invalid
from governance.identifiers.resident_id import (
    Sex,
    parse_permanent_resident,
    parse_residence_permit,
    parse_resident_id,
)
from governance.identifiers.typed import compact


class DocumentKind(models.TextChoices):
    RESIDENT_ID = "resident_id", "居民身份证"
    RESIDENCE_PERMIT = "residence_permit", "港澳台居民居住证"
    HK_MACAO_PERMIT = "hk_macao_permit", "港澳居民来往内地通行证"
    TAIWAN_PERMIT = "taiwan_permit", "台湾居民来往大陆通行证"
    PERMANENT_RESIDENT = "permanent_resident", "外国人永久居留身份证"
    PASSPORT = "passport", "护照"
    MILITARY = "military", "军人证件"
    OTHER = "other", "其他证件"


@dataclass(frozen=True)
class Document:
    """A checked number. `sex` and `born_on` are what the number itself says, if it does."""

    kind: DocumentKind
    number: str
    sex: Sex | None = None
    born_on: date | None = None

    @property
    def index_text(self) -> str:
        return index_text_of(self.kind, self.number)


def index_text_of(kind: str, number: str) -> str:
    """What the blind index digests: numbers of the GB 11643 form are one family, whatever kind they were entered as."""
    family = "gb11643" if kind in GB_11643_KINDS and len(number) == 18 else str(kind)
    return f"{family}:{number}"


GB_11643_KINDS = {DocumentKind.RESIDENT_ID, DocumentKind.RESIDENCE_PERMIT, DocumentKind.PERMANENT_RESIDENT}
SHAPES = {
    DocumentKind.HK_MACAO_PERMIT: (r"[HM]\d{8}(\d{2})?", "应为 H 或 M 加 8 位数字（旧证为 10 位数字）。"),
    DocumentKind.TAIWAN_PERMIT: (r"\d{8}(\d{2})?", "应为 8 位数字（旧证为 10 位）。"),
    DocumentKind.PERMANENT_RESIDENT: (r"[A-Z]{3}\d{12}", "应为 9 开头的 18 位号码，或旧证的 3 位字母加 12 位数字。"),
    DocumentKind.PASSPORT: (r"(?=.*\d)[A-Z0-9]{5,15}", "应为 5 至 15 位字母和数字，至少有一位数字。"),
    DocumentKind.MILITARY: (r"[\u4e00-\u9fff]{1,4}第?\d{5,10}号?", "应为“军字第1234567号”这样的格式。"),
    DocumentKind.OTHER: (r"[A-Z0-9\u4e00-\u9fff()\-/]{4,30}", "应为 4 至 30 位字母、数字或汉字。"),
}


def parse_document(kind: str, text: str, *, today: date, imported: bool = False) -> Document:
    """Check the number of a document of `kind`. Raises Invalid, field "number" (or "kind" when there is no such)."""
    if kind not in DocumentKind.values:
        raise Invalid("请选择证件类型。", field="kind")
    chosen, number = DocumentKind(kind), compact(text)
    if not number:
        raise Invalid("请填写证件号码。", field="number")
    if chosen == DocumentKind.RESIDENT_ID:
        return _of_18(chosen, parse_resident_id(number, today=today, imported=imported))
    if chosen == DocumentKind.RESIDENCE_PERMIT:
        return _of_18(chosen, parse_residence_permit(number, today=today))
    if chosen == DocumentKind.PERMANENT_RESIDENT and len(number) == 18:
        return _of_18(chosen, parse_permanent_resident(number, today=today))
    shape, expectation = SHAPES[chosen]
    if not re.fullmatch(shape, number, re.ASCII):
        raise Invalid(f"{chosen.label}号码{expectation}", field="number")
    return Document(chosen, number)


def readings(text: str, *, today: date) -> list[Document]:
    """Every kind of document whose number `text` could be: a look-up does not know the kind."""
    found = []
    for kind in DocumentKind:
        try:
            found.append(parse_document(kind, text, today=today, imported=True))
        except Invalid:
            continue
    return found


def _of_18(kind, parsed):
    return Document(kind, parsed.number, parsed.sex, parsed.born_on)
