"""Resident ID numbers (公民身份号码, GB 11643): 6 area, 8 birth, 3 sequence, 1 check.

The same form is used by residence permits of Hong Kong, Macao and Taiwan residents (810000, 820000, 830000)
and by the newer foreign permanent resident cards (beginning with 9).
"""

import re
from dataclasses import dataclass
from datetime import date

from django.db import models

from governance.errors import Invalid
from governance.identifiers.typed import compact

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
OLDEST = 130  # years
PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71))
    for code in range(first, last + 1)
)
PERMIT_AREAS = frozenset({"810000", "820000", "830000"})
PERMANENT_RESIDENT_START = "9"


class Sex(models.TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"


@dataclass(frozen=True)
class ResidentId:
    """A number that passed: always 18 characters. `area` is the county of first registration, perhaps long gone."""

    number: str
    area: str
    born_on: date
    sex: Sex


def check_character(first_17: str) -> str:
    return CHECK_CHARACTERS[sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True)) % 11]


def parse_resident_id(text: str, *, today: date, imported: bool = False) -> ResidentId:
    """Check a resident ID. Raises Invalid with what is wrong; `imported` also takes the 15 digits of before 2013.

    Only the first two digits of the area are checked: counties end, numbers stay.
    """
    number = compact(text)
    if imported and re.fullmatch(r"\d{15}", number, re.ASCII):
        number = _lengthened(number)
    elif re.fullmatch(r"\d{15}", number, re.ASCII):
        raise _wrong("15 位身份证号码自 2013 年起停用，请填写 18 位号码。")
    parsed = _parse_18(number, today)
    if parsed.area in PERMIT_AREAS:
        raise _wrong("这是港澳台居民居住证号码，请把证件类型改为“港澳台居民居住证”。")
    if number.startswith(PERMANENT_RESIDENT_START):
        raise _wrong("这是外国人永久居留身份证号码，请更改证件类型。")
    if number[:2] not in PROVINCES:
        raise _wrong("前两位不是省级代码，请核对。")
    return parsed


def parse_residence_permit(text: str, *, today: date) -> ResidentId:
    """Check the number of a residence permit of a Hong Kong, Macao or Taiwan resident."""
    parsed = _parse_18(compact(text), today)
    if parsed.area not in PERMIT_AREAS:
        raise _wrong("港澳台居民居住证号码以 810000、820000 或 830000 开头。")
    return parsed


def parse_permanent_resident(text: str, *, today: date) -> ResidentId:
    """Check the 18 characters of a foreign permanent resident card issued since December 2023."""
    parsed = _parse_18(compact(text), today)
    if not parsed.number.startswith(PERMANENT_RESIDENT_START):
        raise _wrong("外国人永久居留身份证的 18 位号码以 9 开头。")
    return parsed


def require_agreement(parsed: ResidentId, *, sex: str = "", born_on: date | None = None) -> None:
    """Refuse a sex or birth date that contradicts the number; what is not given is not asked."""
    if sex and sex != parsed.sex:
        raise Invalid(f"性别与身份证号码不符：号码为{parsed.sex.label}。", field="sex")
    if born_on and born_on != parsed.born_on:
        raise Invalid("出生日期与身份证号码不符。", field="born_on")


def _parse_18(number: str, today: date) -> ResidentId:
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        raise _wrong(f"应为 18 位：17 位数字加 1 位数字或 X，现有 {len(number)} 位。")
    born_on = _birth_date(number[6:14])
    if born_on > today:
        raise _wrong("号码中的出生日期在今天之后。")
    if age_on(born_on, today) > OLDEST:
        raise _wrong(f"号码中的出生日期距今超过 {OLDEST} 年。")
    if check_character(number[:17]) != number[17]:
        raise _wrong("校验码不对，请逐位核对。")
    return ResidentId(number, number[:6], born_on, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def _birth_date(digits):
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise _wrong("第 7 至 14 位不是真实的日期。") from None


def _lengthened(number_15):
    """15 digits carry a two-digit year of the twentieth century and no check character."""
    first_17 = f"{number_15[:6]}19{number_15[6:]}"
    return first_17 + check_character(first_17)


def age_on(born_on: date, day: date) -> int:
    """Full years; who is born on 29 February is a year older from 1 March in common years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _wrong(message):
    return Invalid(message, field="number")
