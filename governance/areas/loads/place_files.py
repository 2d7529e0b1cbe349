"""Reading a list of places (统计用区划代码): CSV or CSV packed by xz, columns code and name. No database."""

import csv
import io
import lzma
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from governance.areas import codes
from governance.errors import Invalid

UNPACKED_LIMIT = 256 * 1024 * 1024  # bytes; the country's list is 22 MB
NAME_LIMIT = 100
FORMULA_SIGNS = "=+-@"  # a spreadsheet runs a cell that begins so
MOST_PROBLEMS = 50
HEADERS = {("code", "name"), ("代码", "名称"), ("区划代码", "名称"), ("统计用区划代码", "名称")}
OTHER_FORMATS = {
    b"PK\x03\x04": "这是 Excel（xlsx）或 ZIP 文件，请另存为 CSV（UTF-8）后再上传。",
    b"\xd0\xcf\x11\xe0": "这是旧版 Excel（xls）文件，请另存为 CSV（UTF-8）后再上传。",
    b"\x1f\x8b": "这是 gzip 压缩文件，只接受 CSV 或用 xz 压缩的 CSV。",
    b"\xff\xfe": "文件是 UTF-16 编码，请另存为 CSV（UTF-8）后再上传。",
    b"\xfe\xff": "文件是 UTF-16 编码，请另存为 CSV（UTF-8）后再上传。",
}
XZ = b"\xfd7zXZ\x00"
GBK_NOTE = "文件是 GBK 编码，已按 GBK 读取，请抽查名称是否正确。"


@dataclass(frozen=True)
class Problem:
    """`line` counts from 1, the header's; 0 speaks of the whole file."""

    line: int
    why: str

    def __str__(self):
        return f"第 {self.line} 行：{self.why}" if self.line else self.why


class BadFile(Invalid):
    """The file cannot be used. `problems` says where and why; nothing of it was taken."""

    def __init__(self, problems: list[Problem], *, more: bool = False):
        self.problems = problems
        self.more = more
        first = "；".join(str(problem) for problem in problems[:3])
        rest = f"；另有 {len(problems) - 3}{'+' if more else ''} 处" if len(problems) > 3 else ""
        super().__init__(f"文件有误，未作任何改动。{first}{rest}", field="file")


@dataclass
class PlaceFile:
    """The text of a list. `notes` are what the uploader should know about how it was read."""

    text: str
    notes: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, content: bytes) -> "PlaceFile":
        """Raises BadFile for what is not CSV in UTF-8 or GBK, packed by xz or not."""
        if content.startswith(XZ):
            content = _unpacked(content)
        for start, why in OTHER_FORMATS.items():
            if content.startswith(start):
                raise BadFile([Problem(0, why)])
        if not content.strip():
            raise BadFile([Problem(0, "文件是空的。")])
        text, notes = _decoded(content)
        if "\x00" in text:
            line = text.count("\n", 0, text.index("\x00")) + 1
            raise BadFile([Problem(line, "含有空字符（U+0000），文件已损坏。")])
        return cls(text, notes)

    def rows(self) -> Iterator[tuple[int, str, str]]:
        """(line, code, name) of every row. All rows are looked at before the first 50 faults are raised as BadFile."""
        reader = csv.reader(io.StringIO(self.text, newline=""), strict=True)
        problems: list[Problem] = []
        count = 0
        for line, row in _records(reader, problems):
            if line == 1:
                _require_header(row)
                continue
            if why := fault(row):
                if len(problems) <= MOST_PROBLEMS:
                    problems.append(Problem(line, why))
                continue
            code, name = row[0].strip(), row[1].strip()
            if code != codes.ROOT:
                count += 1
                yield line, code, name
        if problems:
            raise BadFile(problems[:MOST_PROBLEMS], more=len(problems) > MOST_PROBLEMS)
        if not count:
            raise BadFile([Problem(0, "文件只有表头，没有区域。")])


def fault(row: list[str]) -> str:
    """Why a row cannot be a place; empty when it can."""
    if len(row) == 2 and _is_plain(*row):
        return ""
    if len(row) != 2:
        return f"应有 2 列（代码、名称），实有 {len(row)} 列。"
    code, name = row[0].strip(), row[1].strip()
    if not codes.is_code(code):
        return f"代码“{_shown(code)}”不是 12 位数字。"
    if not name:
        return f"代码 {code} 没有名称。"
    if len(name) > NAME_LIMIT:
        return f"名称有 {len(name):,} 个字，最多 {NAME_LIMIT} 个字。"
    if unseen := re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffd]", name):
        return f"名称含有不可见或损坏的字符（U+{ord(unseen.group()):04X}）。"
    if name[0] in FORMULA_SIGNS:
        return f"名称以“{name[0]}”开头，像是表格公式，请改正。"
    return ""


def _is_plain(code, name):
    """What all but a few rows are: asked first, because the other questions cost three times as much."""
    if not (len(code) == 12 and code.isascii() and code.isdigit()):
        return False
    return 0 < len(name) <= NAME_LIMIT and name.isprintable() and name[0] not in FORMULA_SIGNS + " "


def _records(reader, problems):
    """(line on which it begins, record); a record that CSV cannot read ends the file with a problem."""
    try:
        begins = 1
        for row in reader:
            if row:
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        why = (
            "引号不配对或字段过长"
            if re.search("limit|quote|end of data|expected after", str(error))
            else "不是有效的 CSV"
        )
        problems.append(Problem(begins, f"{why}，无法继续读取。"))


def _require_header(row):
    if tuple(cell.strip().lower() for cell in row) not in HEADERS:
        found = "，".join(_shown(cell) for cell in row[:6])
        raise BadFile([Problem(1, f"表头应为“code,name”，实为“{found}”。")])


def _unpacked(content):
    unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_XZ)
    try:
        unpacked = unpacker.decompress(content, UNPACKED_LIMIT)
    except lzma.LZMAError:
        raise BadFile([Problem(0, "xz 压缩数据已损坏，请重新下载或重新压缩。")]) from None
    if not unpacker.eof:
        too_much = len(unpacked) >= UNPACKED_LIMIT
        why = (
            "解压后超过 256 MB，不是区划代码文件。" if too_much else "xz 压缩文件不完整（中途截断），请重新下载或上传。"
        )
        raise BadFile([Problem(0, why)])
    return unpacked


def _decoded(content):
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if _reads_like_places(text):
        return text, [GBK_NOTE]
    raise BadFile([Problem(line, "不是 UTF-8 编码（也不是 GBK），请另存为 CSV（UTF-8）后再上传。")])


def _reads_like_places(text):
    """Whether a guess at the encoding made names: bytes that are not GBK become rare characters."""
    names = [line.rpartition(",")[2].strip() for line in text.splitlines()[1:1001] if line.strip()]
    usual = sum(name[-1:] in "省市区县旗盟州镇乡会村社场街道处园队站里" for name in names)
    return bool(names) and usual * 2 >= len(names)


def _shown(text):
    plain = "".join(c if unicodedata.category(c)[0] != "C" else "�" for c in text)
    return plain if len(plain) <= 30 else f"{plain[:30]}…"
