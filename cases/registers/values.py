"""What stands in the cells of an old register, as values: texts in, values out. Raises Invalid with a sentence."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from governance.errors import Invalid

EARLIEST = date(1949, 10, 1)
SERIAL_START = date(1899, 12, 30)  # day 0 of a spreadsheet's calendar, as it counts from March 1900 on
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
TIME = r"(?:[T ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
WITH_MARKS = re.compile(rf"(\d{{4}})[-/.年–—](\d{{1,2}})[-/.月–—](\d{{1,2}})[日号]?{TIME}")
NUMERALS = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))
NUMERAL_DATE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]"
)
MONEY_WORDS = re.compile(r"人民币|RMB|CNY|[￥¥$,，元圆整\s]", re.IGNORECASE)
NOTHING = {"", "无", "/", "-", "—", "——", "\\", "无金额", "不详"}
MOST_MONEY = Decimal(10) ** 12


def text_of(cell) -> str:
    """A cell as text: dates without their time of day, whole numbers without a fraction."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).replace("_x000D_", "").replace("\x00", "").strip(" \t\r\n\u3000")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """As texts are compared: half-width, without any space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=8192)  # the days of twenty years
def parse_day(text: str, *, today: date) -> date:
    """A date of the past, in the spellings of registers: 2023-03-05, 2023/3/5, 2023.3.5, 2023年3月5日, 20230305,
    二〇二三年三月五日, or a spreadsheet's day number."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _day_of(re.sub(r"\s*([-/.年月日号])\s*(?!\d?\d:)", r"\1", plain))
    if found > today:
        raise Invalid("晚于今天，请核对。")
    if found < EARLIEST:
        raise Invalid("早于 1949 年 10 月，请核对。")
    return found


def _day_of(text: str) -> date:
    if serial := SERIAL.fullmatch(text):
        return SERIAL_START + timedelta(days=int(serial[1]))
    if spelt := NUMERAL_DATE.fullmatch(text.replace(" ", "")):
        year = "".join(NUMERALS[digit] for digit in spelt[1])
        return _day(year, str(_small(spelt[2])), str(_small(spelt[3])))
    found = WITH_MARKS.fullmatch(text) or EIGHT_DIGITS.fullmatch(text)
    if not found:
        raise Invalid("无法识别，请写明年月日，如 2023-03-05。")
    return _day(*found.groups())


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Invalid("没有这一天，请核对。") from None


def _small(text: str) -> int:
    """一 … 九十九; 0 for what is none, which no calendar has."""
    tens, ten, units = text.rpartition("十")
    if not ten:
        return int("".join(NUMERALS[digit] for digit in text))
    if "十" in tens or len(tens) > 1 or len(units) > 1:
        return 0
    return (int(NUMERALS[tens]) if tens else 1) * 10 + (int(NUMERALS[units]) if units else 0)


def parse_amount(text: str) -> Decimal | None:
    """Yuan: 1,200.50元, ￥3000, 1.2万元; None where the register says that there is none."""
    plain = MONEY_WORDS.sub("", unicodedata.normalize("NFKC", text))
    factor = Decimal(1)
    if plain.endswith("万"):
        plain, factor = plain[:-1], Decimal(10_000)
    if plain in NOTHING:
        return None
    if not re.fullmatch(r"\d{1,15}(\.\d{1,10})?", plain, re.ASCII):
        raise Invalid("不是金额，请只写数字，单位为元。")
    try:
        amount = (Decimal(plain) * factor).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise Invalid("金额过大，请核对单位。") from None
    if amount >= MOST_MONEY:
        raise Invalid("金额过大，请核对单位。")
    return amount or None


def parse_count(text: str) -> int | None:
    plain = folded(text).removesuffix("人").removesuffix("名")
    if plain in NOTHING:
        return None
    if not re.fullmatch(r"\d{1,6}", plain, re.ASCII) or not 1 <= int(plain) <= 100_000:
        raise Invalid("应为 1 至 100000 之间的人数。")
    return int(plain)


@dataclass(frozen=True)
class Printed:
    """A case number as printed; `year` None where the register counts without naming the year."""

    text: str
    year: int | None
    n: int


def parse_number(text: str) -> Printed:
    """（2023）嘉迎人调字第8号, 嘉迎民调〔2019〕15号, 2019-015, or 15 alone."""
    printed = re.sub(r"\s+", "", text)
    plain = unicodedata.normalize("NFKC", printed)
    if not 1 <= len(printed) <= 60 or any(unicodedata.category(char)[0] == "C" for char in printed):
        raise Invalid("应为 60 个字以内的编号。")
    if bare := re.fullmatch(r"第?(\d{1,6})号?", plain, re.ASCII):
        return _printed(printed, None, bare[1])
    numbered = re.fullmatch(r"\D*((?:19|20)\d{2})(?!\d).*?(\d{1,6})号?", plain, re.ASCII)
    if not numbered or not re.search(r"\D", plain[numbered.end(1) : numbered.start(2)]):
        raise Invalid("看不出年份和序号，应如“（2023）嘉迎人调字第8号”。")
    return _printed(printed, int(numbered[1]), numbered[2])


def _printed(text, year, n) -> Printed:
    if int(n) < 1:
        raise Invalid("序号应从 1 起。")
    return Printed(text, year, int(n))
