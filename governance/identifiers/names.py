"""Names of people and organisations, as they may be written, and how they sound."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from governance.errors import Invalid

DOTS = re.compile(r"[•‧・･⋅∙●．]")
BETWEEN_LATIN = re.compile(r"(?<=[A-Za-zÀ-ɏ.'\-]) +(?=[A-Za-zÀ-ɏ'\-])")
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af\u3007"
PERSON = re.compile(rf"[{HAN}A-Za-zÀ-ɏ·.'\- ]{{2,20}}")
ORGANISATION = re.compile(rf"[{HAN}A-Za-zÀ-ɏ0-9·.,'&()（）\-—+“”《》、 ]{{2,100}}")


def parse_person_name(text: str) -> str:
    """A person's name: 2 to 20 Chinese or Latin characters and the dot `·`. Raises Invalid, field "name".

    Inner spaces fall away (people pad two-character names), except between Latin words.
    """
    name = _joined(text)
    _refuse_strange(name, longest=20)
    if not PERSON.fullmatch(name) or not re.search(rf"[{HAN}A-Za-zÀ-ɏ]", name):
        raise Invalid("姓名只能用汉字、拉丁字母和间隔号“·”。", field="name")
    return name


def parse_organisation_name(text: str) -> str:
    """An organisation's name: 2 to 100 characters; half-width brackets become full-width. Raises Invalid."""
    name = _joined(text).replace("(", "（").replace(")", "）")
    _refuse_strange(name, longest=100)
    if not ORGANISATION.fullmatch(name):
        raise Invalid("单位名称中有不能使用的符号，请核对。", field="name")
    return name


def _joined(text):
    plain = unicodedata.normalize("NFC", text).replace("\u3000", " ")
    half_width = re.sub(r"[！-～]", lambda match: chr(ord(match[0]) - 0xFEE0), DOTS.sub("·", plain))
    spaced = re.sub(r" {2,}", " ", half_width.strip())
    return "\x01".join(BETWEEN_LATIN.split(spaced)).replace(" ", "").replace("\x01", " ")


def _refuse_strange(name, *, longest):
    if not 2 <= len(name) <= longest:
        raise Invalid(f"应为 2 至 {longest} 个字，现有 {len(name)} 个字。", field="name")
    for character in name:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn"):
            raise Invalid("名称中有看不见的控制字符，请删去后重新输入。", field="name")
        if unicodedata.category(character) in ("So", "Sk") or character == "\u20e3":
            raise Invalid(f"名称中不能有表情或图形符号“{character}”。", field="name")


@dataclass(frozen=True)
class Sound:
    """How a name is sorted and found: `chenzhiyuan` and `czy`, without tones."""

    pinyin: str
    initials: str


@lru_cache(maxsize=4096)
def sound_of(name: str) -> Sound:
    from pypinyin import Style, lazy_pinyin  # 55 MB of dictionaries: only where names are written

    letters = re.sub(r"[^\w]", "", name)
    # what is no Chinese character stands for itself, each by itself
    sounds = lazy_pinyin(letters, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]  # takes lists too
    return Sound("".join(sounds).lower(), "".join(sound[0] for sound in sounds).lower())
