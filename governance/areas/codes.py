"""The 12-digit statistical code (统计用区划代码): the code is the tree. Pure functions, no database."""

import re
from dataclasses import dataclass

ROOT = "000000000000"
LEVEL_DIGITS = (0, 2, 4, 6, 9, 12)  # country, province, prefecture, county, street, committee
LEVEL_NAMES = ("全国", "省级", "地级", "县级", "乡级", "村级")
COUNTRY, PROVINCE, PREFECTURE, COUNTY, STREET, COMMITTEE = range(6)
FILLER_NAMES = {"市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划", "县"}  # skipped when a name is shown in full


def is_code(text: str) -> bool:
    return bool(re.fullmatch(r"\d{12}", text, re.ASCII))


def level(code: str) -> int:
    """0 country … 5 committee: the deepest level whose digits are not all zero."""
    significant = code.rstrip("0")
    return next(number for number, digits in enumerate(LEVEL_DIGITS) if len(significant) <= digits)


def prefix(code: str) -> str:
    """The digits that every place inside `code` begins with; empty for the whole country."""
    return code[: LEVEL_DIGITS[level(code)]]


def ancestors(code: str) -> list[str]:
    """Codes above `code`, country first. Some do not exist: 东莞 has streets and no counties."""
    own = level(code)
    above = [code[:digits].ljust(12, "0") for digits in LEVEL_DIGITS[:own]]
    return [candidate for candidate in dict.fromkeys(above) if candidate != code]


@dataclass(frozen=True)
class CodeRange:
    """All codes inside a place: `first` and `last` are both inside."""

    first: str
    last: str


def code_range(code: str) -> CodeRange:
    start = prefix(code)
    return CodeRange(start.ljust(12, "0"), start.ljust(12, "9"))


def is_within(code: str, place: str) -> bool:
    return code.startswith(prefix(place))


def kind_name(code: str) -> str:
    """What the digits say the place is (街道, 镇, 乡 …); domain/mediation.md 6.4."""
    number = level(code)
    if number == STREET:
        third = int(code[6:9])
        return "街道" if third < 100 else "镇" if third < 200 else "乡" if third < 400 else "类似乡级单位"
    if number == COMMITTEE:
        last = int(code[9:12])
        return (
            "居民委员会" if last < 200 else "村民委员会" if last < 400 else "类似居委会" if last < 500 else "类似村委会"
        )
    return ("国家", "省、自治区、直辖市", "市、地区、自治州", "县、区")[number]


def common_place(one: str, other: str) -> str:
    """The narrowest place that holds both codes."""
    return next(place for place in reversed([*ancestors(one), one]) if is_within(other, place))
