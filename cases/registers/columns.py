"""The columns of a register, by whatever name and in whatever order they are printed, and where its head is."""

import re
import unicodedata
from dataclasses import dataclass, field

from cases.docket.codes import Difficulty, DisputeType, Result, Source
from cases.registers.codes import NOT_OF_A_REGISTER, PERFORMED
from governance.errors import Invalid

LOOKED_AT = 40  # rows in which the head may be
LEAST = 4  # columns that a head has in common with ours
ROW, PROBLEMS = "row", "problems"  # of the sheet to correct
EXAMPLE = "示例"


@dataclass(frozen=True)
class Column:
    """`words`: what registers call it, beside `label`. `choices`: what its drop-down list offers."""

    key: str
    label: str
    words: tuple[str, ...] = ()
    required: bool = False
    width: int = 14
    help: str = ""
    choices: tuple[str, ...] = ()
    example: str = ""


def _labels(choices, without=()):
    return tuple(str(one.label) for one in choices if one not in without)


COLUMNS = (
    Column("seq", "序号", ("编号序号", "顺序号", "no"), width=8, help="登记簿上的顺序号，可不填。", example=EXAMPLE),
    Column(
        "number",
        "案号",
        ("案件编号", "编号", "受理编号", "案件号", "登记编号", "调解编号"),
        True,
        28,
        "照登记簿原文填写，如（2023）嘉迎人调字第8号；只有序号的，按受理年份编入。",
        example="（2023）嘉迎人调字第8号",
    ),
    Column(
        "committee",
        "调委会",
        ("调解委员会", "人民调解委员会", "受理单位", "调解组织", "受理调委会"),
        False,
        28,
        "上传时已选定调委会的可不填；一份表有几个调委会的必填，写全称或所在居（村）名称。",
    ),
    Column(
        "accepted_on",
        "受理日期",
        ("受理时间", "登记日期", "受理登记日期", "收案日期"),
        True,
        13,
        "日期格式或文字都可以，如 2023-03-05、2023年3月5日。",
        example="2023-03-05",
    ),
    Column(
        "applicants",
        "申请人",
        ("申请人姓名", "甲方", "申请方", "申请方当事人", "当事人申请人"),
        True,
        22,
        "多人用顿号隔开；未列全的写“张三等5人”。",
        example="刘桂珍、陈国栋",
    ),
    Column(
        "applicant_ids",
        "申请人身份证号",
        ("申请人证件号码", "申请人身份证号码", "申请人证件号"),
        False,
        22,
        "与申请人一一对应，顿号隔开，没有的留空；导入后加密保存。",
    ),
    Column(
        "respondents",
        "被申请人",
        ("被申请人姓名", "乙方", "对方当事人", "被申请方", "当事人被申请人"),
        True,
        22,
        "同申请人。",
        example="马俊",
    ),
    Column(
        "respondent_ids",
        "被申请人身份证号",
        ("被申请人证件号码", "被申请人身份证号码", "被申请人证件号"),
        False,
        22,
        "同申请人身份证号。",
    ),
    Column(
        "parties",
        "当事人",
        ("双方当事人", "当事人姓名", "纠纷当事人"),
        False,
        24,
        "没有分列申请人、被申请人时填写，如“张三与李四”。",
    ),
    Column(
        "dispute_type",
        "纠纷类型",
        ("类型", "案由", "纠纷类别", "纠纷性质", "案件类型", "类别"),
        True,
        18,
        "统计表的 18 类。",
        _labels(DisputeType),
        "邻里纠纷",
    ),
    Column(
        "dispute_subtype", "具体类型", ("纠纷小类", "二级类型"), False, 12, "如漏水、噪音，可不填。", example="漏水"
    ),
    Column(
        "source",
        "案件来源",
        ("来源", "受理来源", "纠纷来源", "受理方式"),
        True,
        18,
        "依申请、主动或哪个部门委托。",
        _labels(Source),
        "依申请调解",
    ),
    Column(
        "facts",
        "简要事实",
        ("纠纷简要情况", "简要情况", "基本情况", "主要事实", "纠纷事实", "案情简介"),
        False,
        36,
        "最多 2000 字。",
        example="楼上卫生间渗水，要求维修。",
    ),
    Column("people", "涉及人数", ("人数", "涉案人数", "涉及当事人数"), False, 10, "不填的按当事人数计。", example="3"),
    Column(
        "difficulty",
        "难易程度",
        ("难易", "案件难易程度", "疑难程度"),
        False,
        12,
        "不填的按“一般”。",
        _labels(Difficulty),
        "一般",
    ),
    Column(
        "mediators",
        "调解员",
        ("承办调解员", "主持调解员", "承办人", "调解人", "调解人员"),
        False,
        16,
        "多人用顿号隔开，第一位为主持人。",
        example="李建国",
    ),
    Column(
        "form",
        "协议形式",
        ("调解形式", "协议方式", "形式", "书面口头"),
        False,
        12,
        "调解成功的必填。",
        ("口头协议", "书面协议"),
        "书面协议",
    ),
    Column(
        "result",
        "调解结果",
        ("结果", "处理结果", "案件结果", "结案方式", "是否成功"),
        True,
        16,
        "写明怎样结束。",
        _labels(Result, NOT_OF_A_REGISTER),
        "调解成功",
    ),
    Column(
        "result_on",
        "结果日期",
        ("结案日期", "调解日期", "结案时间", "协议日期", "达成协议日期", "调解时间", "日期"),
        True,
        13,
        "达成协议、终止或者撤回的日期。",
        example="2023-03-18",
    ),
    Column(
        "amount",
        "协议金额",
        ("涉及金额", "金额", "标的额", "协议涉及金额", "涉案金额"),
        False,
        14,
        "单位为元；表头写明万元的按万元计。",
        example="3200",
    ),
    Column(
        "performance",
        "履行情况",
        ("履行", "协议履行情况", "是否履行"),
        False,
        14,
        "可不填。",
        _labels(PERFORMED),
        "已履行",
    ),
    Column("performed_on", "履行日期", ("履行完毕日期", "履行时间"), False, 13, "已履行而不填的，以结果日期为准。"),
    Column(
        "volume_no", "卷号", ("案卷号", "档案号", "卷宗号", "归档号"), False, 14, "纸质案卷的卷号。", example="2023-12"
    ),
    Column("remark", "备注", ("说明", "附注"), False, 24, "不要写证件号码和电话。"),
)
BY_KEY = {column.key: column for column in COLUMNS}
OF_SIDES = ("applicants", "respondents")
KNOWN = {word: column.key for column in COLUMNS for word in (column.label, *column.words)} | {
    "行号": ROW,
    "问题": PROBLEMS,
    "需更正的问题": PROBLEMS,
}


@dataclass(frozen=True)
class Head:
    """Where the head is and which column is which. `places`: the place of each key among the cells, from 0.

    `printed`: every titled column as printed, with its key or "" where nothing of ours is called so. `last_row` is the
    head's last row, counted from 1; `texts` are its rows, so that they are known on the next printed page. Amounts
    `in_ten_thousands` of yuan come out of `cells` as such.
    """

    places: dict[str, int]
    printed: list[tuple[str, str]]
    last_row: int
    texts: frozenset[tuple[str, ...]] = field(repr=False)
    in_ten_thousands: bool = False

    @property
    def is_correction(self) -> bool:
        return ROW in self.places

    def cells(self, row: list[str]) -> dict[str, str]:
        """What stands in a row, by key; nothing for empty cells and for columns that are none of ours."""
        found = {key: row[place] for key, place in self.places.items() if place < len(row)}
        if self.in_ten_thousands and (amount := found.get("amount", "")):
            found["amount"] = f"{amount.removesuffix('元')}万" if "万" not in amount else amount
        return {key: text for key, text in found.items() if text and key != PROBLEMS}

    def is_repeated(self, row: list[str]) -> bool:
        return _compared(row) in self.texts


def meant(title: str) -> str:
    """The key of a column that is titled so, "" for none of ours."""
    plain = re.sub(r"[(（\[【].*?[)）\]】]", "", unicodedata.normalize("NFKC", title))
    return KNOWN.get(re.sub(r"[\s*＊:：、/]+", "", plain).lower(), "")


def find_head(rows: list[list[str]]) -> Head | None:
    """The head within the first `rows`, of one line or of two, beneath whatever title; None when there is none."""
    best: Head | None = None
    for place, row in enumerate(rows[:LOOKED_AT]):
        below = rows[place + 1] if place + 1 < len(rows) else []
        for last, titles, texts in (
            (place + 1, [(title,) for title in row], [row]),
            (place + 2, _two_lines(row, below), [row, below]),
        ):
            head = _head(titles, last, texts)
            if len(head.places) >= LEAST and (best is None or len(head.places) > len(best.places)):
                best = head
    return best


def require_columns(head: Head, *, names_committee: bool) -> None:
    """Raise Invalid, naming them, when columns are missing without which no row can come in."""
    missing = [one.label for one in COLUMNS if one.required and one.key not in head.places]
    if "parties" in head.places:
        missing = [label for label in missing if label not in {BY_KEY[key].label for key in OF_SIDES}]
    if names_committee and "committee" not in head.places:
        missing.append(BY_KEY["committee"].label)
    if missing:
        raise Invalid(f"表头中缺少：{'、'.join(missing)}。请补上这些列，或者改用模板。", field="file")


def _two_lines(upper: list[str], lower: list[str]) -> list[tuple[str, ...]]:
    """What each column of a head of two lines may be called: both together, the lower, the upper."""
    wide = max(len(upper), len(lower))
    pairs = zip(upper + [""] * (wide - len(upper)), lower + [""] * (wide - len(lower)), strict=True)
    return [(f"{upon}{below}", below, upon) if below and below != upon else (upon or below,) for upon, below in pairs]


def _head(titles, last, texts) -> Head:
    places: dict[str, int] = {}
    printed: list[tuple[str, str]] = []
    in_ten_thousands = False
    for place, names in enumerate(titles):
        key = next((found for found in map(meant, names) if found and found not in places), "")
        if key:
            places[key] = place
            in_ten_thousands |= key == "amount" and any("万元" in name for name in names)
        if names[0]:
            printed.append((names[0][:40], key))
    return Head(places, printed, last, frozenset(_compared(row) for row in texts), in_ten_thousands)


def _compared(row) -> tuple[str, ...]:
    return tuple(text for text in ("".join(cell.split()) for cell in row if cell) if text)
