"""Unified social credit codes (统一社会信用代码, GB 32100): 18 characters, checked at 18 and at 17 (GB 11714)."""

import re
from dataclasses import dataclass

from governance.errors import Invalid
from governance.identifiers.typed import compact

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
DEPARTMENTS = {
    "1": "机构编制",
    "2": "外交",
    "3": "司法行政",
    "4": "文化",
    "5": "民政",
    "6": "旅游",
    "7": "宗教",
    "8": "工会",
    "9": "市场监管",
    "A": "军队",
    "N": "农业",
    "Y": "其他",
}


@dataclass(frozen=True)
class CreditCode:
    """A code that may be kept. `warning` is a doubt to show, not a refusal; empty when there is none."""

    code: str
    department: str
    warning: str = ""


def check_character(first_17: str) -> str:
    total = sum(ALPHABET.index(character) * 3**place for place, character in enumerate(first_17))
    return ALPHABET[-total % 31]


def organisation_check_character(first_8: str) -> str:
    """The check of the organisation code (组织机构代码): digits and letters count 0 to 35."""
    total = sum(int(character, 36) * weight for character, weight in zip(first_8, ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def parse_credit_code(text: str) -> CreditCode:
    """Check a credit code. Raises Invalid, field "credit_code"; a wrong check at 17 only warns (old codes have it)."""
    code = compact(text).replace("-", "")
    if len(code) != 18:
        raise _wrong(f"应为 18 位，现有 {len(code)} 位。")
    strange = re.search(f"[^{ALPHABET}]", code)
    if strange:
        raise _wrong(f"不会出现“{strange[0]}”：只用数字和除 I、O、S、V、Z 外的大写字母。")
    if code[0] not in DEPARTMENTS:
        raise _wrong(f"第 1 位“{code[0]}”不是登记管理部门代码。")
    if check_character(code[:17]) != code[17]:
        raise _wrong("校验码（第 18 位）不对，请逐位核对。")
    doubtful = organisation_check_character(code[8:16]) != code[16]
    return CreditCode(
        code, DEPARTMENTS[code[0]], "第 17 位（组织机构代码校验码）不符，请再核对一次。" if doubtful else ""
    )


def _wrong(message):
    return Invalid(f"统一社会信用代码{message}", field="credit_code")
