"""Files with a list of places: formats, encodings, and every fault by its line."""

import lzma

import pytest

from governance.areas.loads.place_files import GBK_NOTE, BadFile, PlaceFile
from tests.governance.test_places_load import GOOD, lines

BAD = {
    "empty": (b"", 0, "文件是空的"),
    "header only": (b"code,name\n", 0, "只有表头"),
    "wrong header": (lines(*GOOD).replace(b"code,name", b"name,code"), 1, "表头应为"),
    "no header": ("\n".join(GOOD).encode(), 1, "表头应为"),
    "letters": (lines(*GOOD, "31011X000000,嘉定区"), 4, "不是 12 位数字"),
    "full-width digits": (lines(*GOOD, "３１０１１４００００００,嘉定区"), 4, "不是 12 位数字"),
    "too short": (lines("31,上海市"), 2, "不是 12 位数字"),
    "three columns": (lines("310000000000,上海市,1"), 2, "应有 2 列"),
    "no name": (lines("310000000000,"), 2, "没有名称"),
    "spaces for a name": (lines("310000000000,  "), 2, "没有名称"),
    "long name": (lines("310000000000," + "嘉" * 10_000), 2, "10,000 个字"),
    "null byte": (lines("310000000000,上\0海市"), 2, "空字符"),
    "control character": (lines("310000000000,上\x07海市"), 2, "U+0007"),
    "formula": (lines('310000000000,"=HYPERLINK(""http://x"")"'), 2, "像是表格公式"),
    "formula after a space": (lines("310000000000, +1"), 2, "像是表格公式"),
    "open quote": (lines('310000000000,"上海市'), 2, "引号不配对"),
    "half an xz": (lzma.compress(lines(*GOOD))[:60], 0, "不完整"),
    "broken xz": (lzma.compress(lines(*GOOD))[:30] + b"\xff" * 80, 0, "已损坏"),
    "xlsx": (b"PK\x03\x04" + b"0" * 100, 0, "Excel"),
    "utf-16": (lines(*GOOD).decode().encode("utf-16"), 0, "UTF-16"),
    "neither utf-8 nor gbk": (b"code,name\n310000000000,\xe4\xb8\x8a\xff\xfe\n", 2, "不是 UTF-8"),
}


@pytest.mark.parametrize(("content", "line", "why"), BAD.values(), ids=BAD)
def test_a_bad_file_names_its_line_and_why(content, line, why):
    with pytest.raises(BadFile) as refused:
        list(PlaceFile.open(content).rows())

    problem = refused.value.problems[0]
    assert (problem.line, why in problem.why) == (line, True), problem
    assert "未作任何改动" in str(refused.value)


def test_all_faults_are_told_up_to_fifty():
    with pytest.raises(BadFile) as refused:
        list(PlaceFile.open(lines(*[f"{number},村" for number in range(80)])).rows())

    assert [problem.line for problem in refused.value.problems] == list(range(2, 52))
    assert refused.value.more


def test_gbk_is_read_and_said():
    file = PlaceFile.open(lines(*GOOD).decode().encode("gbk"))

    assert file.notes == [GBK_NOTE]
    assert [name for _, _, name in file.rows()] == ["上海市", "市辖区"]


@pytest.mark.parametrize(
    "pack", [bytes, lzma.compress, lambda content: b"\xef\xbb\xbf" + content], ids=["csv", "xz", "bom"]
)
def test_a_good_file_gives_its_rows_with_their_lines(pack):
    rows = list(PlaceFile.open(pack(lines(*GOOD, "", "310104000000, 徐汇区 ,".rstrip(",")))).rows())

    assert rows == [(2, "310000000000", "上海市"), (3, "310100000000", "市辖区"), (5, "310104000000", "徐汇区")]


def test_rare_characters_are_names_like_others():
    rows = list(PlaceFile.open(lines("310000000000,𠮷㐂\ue170村")).rows())

    assert rows == [(2, "310000000000", "𠮷㐂\ue170村")]
