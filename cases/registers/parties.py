"""Names of parties as registers run them together: 张三、李四等3人; 甲公司; 张三与李四."""

import re
import unicodedata
from dataclasses import dataclass, replace

from cases.parties.models import PartyKind
from governance.errors import Invalid
from governance.identifiers.names import parse_organisation_name, parse_person_name
from governance.identifiers.resident_id import parse_resident_id
from governance.identifiers.typed import compact, holds_identifier

BETWEEN = re.compile(r"[、，,；;\n|]+(?![^（(]*[）)])")  # outside of brackets
AGAINST = re.compile(r"与|诉|－|—+|--?|VS\.?|vs\.?|Vs\.?")
LED_BY = re.compile(r"申请人[:：]?(?P<one>.+?)[；;，,、。\s]*被申请人[:：]?(?P<other>.+)")
IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
AND_MORE = re.compile(r"(?P<names>.+?)等(?P<count>\d{1,5}|[一二三四五六七八九十]{1,3})[人户名位](?:业主|居民|村民)?")
COUNTS = {char: number for number, char in enumerate("一二三四五六七八九十", 1)}
LEGAL = re.compile(r"公司|集团|银行|医院|学校|幼儿园|大学|中学|小学|(?:委员会|居委会|村委会|政府|法院)$")
OTHER_BODIES = re.compile(
    r".{2,}(?:厂|店|中心|商行|经营部|超市|酒店|饭店|餐厅|工作室|合作社|事务所|研究所|业委会|协会|物业|部|局|站|社|馆)"
)
MOST = 30  # on a side


@dataclass(frozen=True)
class Named:
    """A party as the register names it. `document` is the number of a resident ID, "" without one."""

    name: str
    kind: str = PartyKind.NATURAL
    members: int = 1
    document: str = ""

    @property
    def is_natural(self) -> bool:
        return self.kind == PartyKind.NATURAL


def parse_side(text: str) -> tuple[Named, ...]:
    """The parties of one side. `等5人` counts those who are not named to the last who is. Raises Invalid."""
    plain = unicodedata.normalize("NFC", text).strip(" 、，,；;。\t\r\n\u3000")
    if holds_identifier(plain):
        raise Invalid("姓名栏里不要写证件号码或电话，证件号码请填到证件号码栏。")
    found = AND_MORE.fullmatch(plain)
    names = [name.strip() for name in BETWEEN.split(found["names"] if found else plain) if name.strip()]
    if not names:
        raise Invalid("请填写。")
    if len(names) > MOST:
        raise Invalid(f"一方最多列 {MOST} 名，其余请写成“等几人”。")
    named = [_named(name) for name in names]
    repeated = {one.name for one in named if not one.is_natural}
    if len(repeated) < sum(not one.is_natural for one in named):
        raise Invalid("同一单位写了两次。")
    if found:
        more = _count(found["count"]) - len(named)
        if more < 0:
            raise Invalid("“等几人”的人数少于列出的姓名。")
        named[-1] = replace(named[-1], members=1 + more)
    return tuple(named)


def parse_both(text: str) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Both sides from one column: 张三与李四, 申请人：张三；被申请人：李四, or just two names. Raises Invalid."""
    plain = unicodedata.normalize("NFC", text).strip(" 、，,；;。\t\r\n\u3000")
    if found := LED_BY.fullmatch(plain):
        return parse_side(found["one"]), parse_side(found["other"])
    sides = AGAINST.split(plain)
    if len(sides) != 2:
        sides = [name for name in BETWEEN.split(plain) if name.strip()]
    if len(sides) != 2:
        raise Invalid("分不清双方，请分成“申请人”“被申请人”两列填写。")
    return parse_side(sides[0]), parse_side(sides[1])


def with_documents(named: tuple[Named, ...], text: str, *, today) -> tuple[Named, ...]:
    """With the numbers of resident IDs, in the order of the names. Raises Invalid, which repeats no number."""
    numbers = [compact(each) for each in BETWEEN.split(text.replace(" ", ""))]
    if not any(numbers):
        return named
    if len(numbers) != len(named):
        raise Invalid(f"有 {len(named)} 个姓名，却有 {len(numbers)} 个号码；没有号码的请留空，仍用顿号隔开。")
    return tuple(_with_document(one, number, today) for one, number in zip(named, numbers, strict=True))


def _with_document(one, number, today):
    if not number:
        return one
    if not one.is_natural:
        raise Invalid("单位不填身份证号码。")
    return replace(one, document=parse_resident_id(number, today=today, imported=True).number)


def _named(text: str) -> Named:
    kind = kind_of(text)
    if kind != PartyKind.NATURAL:
        return Named(parse_organisation_name(text), kind)
    return Named(parse_person_name(IN_BRACKETS.sub("", text)))


def kind_of(name: str) -> str:
    """Whether this is the name of a person or of what kind of body. Nobody asked can say more of an old register."""
    bare = IN_BRACKETS.sub("", name).strip()
    if len(bare) >= 4 and LEGAL.search(bare):
        return PartyKind.LEGAL
    if len(bare) >= 4 and OTHER_BODIES.fullmatch(bare):
        return PartyKind.UNINCORPORATED
    return PartyKind.NATURAL


def _count(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.rpartition("十")
    if not ten:
        return COUNTS.get(text, 0)
    return COUNTS.get(tens, 1) * 10 + COUNTS.get(units, 0)
