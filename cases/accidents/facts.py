"""What is told of a road accident, checked, not yet stored."""

import re
from dataclasses import dataclass
from datetime import date

from governance.errors import Invalid
from governance.identifiers.resident_id import parse_resident_id
from governance.identifiers.typed import compact, free_text

TYPE = "D16"  # 道路交通事故纠纷 (domain/mediation.md 4.2)
LONGEST_NUMBER = 60
NUMBER = re.compile(r"[\w〔〕\[\]()-]+")


@dataclass(frozen=True)
class AccidentFacts:
    """As it was told; empty where nothing is known. `certificate_by`: the traffic police that made it (认定机关)."""

    certificate_no: str = ""
    certificate_on: date | None = None
    certificate_by: str = ""
    insurer: str = ""

    def __bool__(self):
        return bool(self.certificate_no or self.certificate_on or self.certificate_by or self.insurer)


def columns_of(told: AccidentFacts, *, on: date) -> dict:
    """The columns of an accident. Raises Invalid (the field): a certificate has its number, none is from tomorrow."""
    values = {
        "certificate_no": _number(told.certificate_no, on),
        "certificate_on": told.certificate_on,
        "certificate_by": free_text(told.certificate_by, field="certificate_by", longest=100),
        "insurer": free_text(told.insurer, field="insurer", longest=100),
    }
    if not values["certificate_no"] and (told.certificate_on or values["certificate_by"]):
        raise Invalid("请填写事故认定书编号。", field="certificate_no")
    if told.certificate_on and told.certificate_on > on:
        raise Invalid("认定日期不能晚于今天。", field="certificate_on")
    return values


def _number(text: str, on: date) -> str:
    """The number of a certificate is often as long as a resident ID; what is one belongs to its person, sealed."""
    number = compact(text)
    if len(number) > LONGEST_NUMBER:
        raise Invalid(f"最多 {LONGEST_NUMBER} 个字，现有 {len(number)} 个字。", field="certificate_no")
    if number and not NUMBER.fullmatch(number):
        raise Invalid("事故认定书编号由汉字、字母、数字和括号组成，请核对。", field="certificate_no")
    if _is_resident_id(number, on):
        raise Invalid("这是居民身份证号码，请填事故认定书上的编号。", field="certificate_no")
    return number


def _is_resident_id(number: str, on: date) -> bool:
    try:
        return bool(parse_resident_id(number, today=on))
    except Invalid:
        return False


def require_traffic(dispute_type: str, *, field: str) -> None:
    """Raises Invalid: only a road accident has a certificate of liability and an insurer."""
    if dispute_type != TYPE:
        raise Invalid("只有道路交通事故纠纷才登记事故认定书和保险公司。", field=field)
