"""How old registers are read: heads in every shape, dates in every spelling, names run together."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from cases.registers.columns import COLUMNS, find_head, meant
from cases.registers.lines import WrongLine, read_line
from cases.registers.parties import parse_both, parse_side, with_documents
from cases.registers.sheets import opened
from cases.registers.values import parse_amount, parse_day, parse_number, text_of
from cases.registers.workbooks import write_errors, write_template
from governance.errors import Invalid
from tests.cases.registers import HEAD, ID_OF_LIU, line, workbook

TODAY = date(2026, 3, 1)
DAY = date(2023, 3, 5)
SPELLINGS = (
    *("{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y%m%d}", "{0.year}-{0.month}-{0.day}"),
    *("{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日"),
    *("{0.year} 年 {0.month} 月 {0.day} 日", "{0:%Y-%m-%d} 00:00:00", "{0.year}年{0.month}月{0.day}号"),
)
CELLS = dict(
    zip(
        (
            *("seq", "number", "accepted_on", "applicants", "applicant_ids", "respondents", "dispute_type", "source"),
            *("mediators", "form", "result", "result_on", "amount", "performance", "volume_no", "remark"),
        ),
        map(text_of, line(8)),
        strict=True,
    )
)


def test_every_day_reads_the_same_in_every_spelling():
    """Property: each day from 1949 on, each spelling; 997 days apart, so that months and month ends all occur."""
    for ordinal in range(date(1949, 10, 1).toordinal(), TODAY.toordinal(), 97):
        day = date.fromordinal(ordinal)
        for spelling in SPELLINGS:
            assert parse_day(spelling.format(day), today=TODAY) == day
        assert parse_day(text_of(datetime(day.year, day.month, day.day, 13, 5)), today=TODAY) == day
        if day.year >= 1960:
            assert parse_day(str((day - date(1899, 12, 30)).days), today=TODAY) == day


@pytest.mark.parametrize(
    "text",
    ["２０２３－０３－０５", "二〇二三年三月五日", "二○二三年三月五日", "2023 - 3 - 5", "2023年3月5", " 2023/03/05 "],
)
def test_hands_and_keyboards_write_the_fifth_of_march_so_too(text):
    assert parse_day(text, today=TODAY) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-30",
        "2023年3月",
        "3月5日",
        "23.3.5",
        "昨天",
        "2023-13-01",
        "2026-03-02",
        "1899-01-01",
        "二〇二三年十十月五日",
    ],
)
def test_what_is_no_day_of_the_past_is_refused(text):
    with pytest.raises(Invalid):
        parse_day(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        *(("3,200元", "3200"), ("￥3200.50", "3200.50"), ("1.2万元", "12000"), ("人民币叁", None), ("-5", None)),
        *(("０", "none"), ("无", "none"), ("/", "none"), ("3200圆整", "3200"), ("99999999999万", None)),
    ],
)
def test_amounts_come_with_commas_and_yuan(text, amount):
    if amount is None:
        with pytest.raises(Invalid):
            parse_amount(text)
        return
    assert parse_amount(text) == (None if amount == "none" else Decimal(amount))


@pytest.mark.parametrize(
    ("text", "year", "n"),
    [
        ("（2023）嘉迎人调字第8号", 2023, 8),
        ("(2023)嘉迎人调字第08号", 2023, 8),
        ("嘉迎民调〔2019〕15号", 2019, 15),
        ("2019-015", 2019, 15),
        ("15", None, 15),
        ("第15号", None, 15),
    ],
)
def test_numbers_are_understood_as_printed(text, year, n):
    printed = parse_number(text)

    assert (printed.text, printed.year, printed.n) == (text, year, n)


@pytest.mark.parametrize("text", ["甲乙丙", "2023", "（2023）嘉迎人调字第0号", "x" * 61, "第号", "20230015"])
def test_what_names_no_year_and_number_is_refused(text):
    if text == "2023":  # a number within a year that is not named
        assert parse_number(text).year is None
        return
    with pytest.raises(Invalid):
        parse_number(text)


def test_names_are_split_and_those_not_named_are_counted():
    assert [
        (one.name, one.members, one.kind) for one in parse_side("张三、李四（男，45岁）,嘉定物业管理有限公司等5人")
    ] == [
        ("张三", 1, "natural_person"),
        ("李四", 1, "natural_person"),
        ("嘉定物业管理有限公司", 3, "legal_person"),
    ]
    assert [one.name for one in parse_side("买买提·艾力；John Smith")] == ["买买提·艾力", "John Smith"]


@pytest.mark.parametrize(
    "text", ["张三与李四", "张三、李四", "张三诉李四", "申请人：张三；被申请人：李四", "张三VS李四"]
)
def test_both_sides_come_out_of_one_column(text):
    applicants, respondents = parse_both(text)

    assert ([one.name for one in applicants], [one.name for one in respondents]) == (["张三"], ["李四"])


@pytest.mark.parametrize("text", ["张三", "张三、李四、王五", f"张三{ID_OF_LIU}与李四", "张三😀与李四"])
def test_sides_that_cannot_be_told_apart_are_refused(text):
    with pytest.raises(Invalid) as refused:
        parse_both(text)

    assert ID_OF_LIU not in refused.value.message


def test_numbers_of_documents_go_by_the_order_of_the_names():
    named = with_documents(parse_side("刘桂珍、马俊"), f"{ID_OF_LIU.lower()}、", today=TODAY)

    assert [one.document for one in named] == [ID_OF_LIU, ""]
    with pytest.raises(Invalid, match="2 个姓名，却有 1 个号码"):
        with_documents(parse_side("刘桂珍、马俊"), ID_OF_LIU, today=TODAY)


def test_a_row_says_all_that_is_wrong_with_it_at_once():
    wrong = CELLS | {"accepted_on": "三月", "result": "不知", "applicants": "", "amount": "很多", "source": ""}

    with pytest.raises(WrongLine) as refused:
        read_line(wrong, today=TODAY)

    assert [problem.partition("：")[0] for problem in refused.value.problems] == [
        "受理日期",
        "调解结果",
        "申请人",
        "案件来源",
        "协议金额",
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"number": "（2022）嘉迎人调字第8号"}, "案号：案号是 2022 年的，受理日期却在 2023 年。"),
        ({"result_on": "2023-03-01"}, "结果日期：早于受理日期。"),
        ({"form": ""}, "协议形式：调解成功的请写明口头协议或者书面协议。"),
        ({"result": "失败"}, "协议金额：没有达成协议的，不应有协议金额。"),
        ({"remark": "电话 13800138000"}, "备注：这里不要填写证件号码或手机号，请填到证件或电话栏。"),
        ({"volume_no": "1" * 61}, "卷号：最多 60 个字，现有 61 个字。"),
    ],
)
def test_rows_that_contradict_themselves_are_refused(changed, said):
    with pytest.raises(WrongLine) as refused:
        read_line(CELLS | changed, today=TODAY)

    assert refused.value.problems == [said]


def test_a_void_number_needs_nobody_but_keeps_its_place():
    void = {**CELLS, "result": "作废", "amount": "", "applicants": "", "respondents": "", "remark": "重复登记"}

    read = read_line(void, today=TODAY)

    assert (read.is_void, read.void_reason, read.parties) == (True, "重复登记", ())


def rows_of(upload):
    with opened(upload) as sheet:
        return sheet.head, list(sheet.rows())


def test_a_head_beneath_a_title_and_with_its_columns_anywhere_is_found():
    head, rows = rows_of(workbook([["某年案件登记簿"], [], HEAD[::-1], line(8)[::-1]], head=None))

    assert head.last_row == 3
    assert read_line(rows[0][1], today=TODAY) == read_line(CELLS, today=TODAY)
    assert rows[0][0] == 4


def test_a_head_of_two_merged_lines_is_read_as_one():
    upper = ["编号", "收案日期", "当事人", None, "类型", "来源", "形式", "结果", None, "金额（万元）"]
    lower = [None, None, "申请人", "被申请人", None, None, None, "处理结果", "日期", None]

    def shape(sheet):
        sheet.merge_cells("C2:D2")
        sheet.merge_cells("H2:I2")
        for column in "ABEFGJ":
            sheet.merge_cells(f"{column}2:{column}3")

    told = ["（2023）嘉迎人调字第8号", "2023.3.5", "张三", "李四", "邻里", "派出所", "口头", "成功", "20230318", 1.2]
    head, rows = rows_of(workbook([["旧登记簿"], upper, lower, told], head=None, shape=shape))

    read = read_line(rows[0][1], today=TODAY)
    assert head.last_row == 3
    assert (read.accepted_on, read.result_on, read.amount) == (DAY, date(2023, 3, 18), Decimal("12000"))
    assert (read.source, read.form, read.dispute_type) == ("S33", "oral", "D02")


def test_cells_merged_downwards_say_the_same_in_each_row():
    def shape(sheet):
        sheet["C3"] = None
        sheet.merge_cells("C2:C3")

    _, rows = rows_of(workbook([line(8), line(9)], shape=shape))

    assert [cells["accepted_on"] for _, cells in rows] == ["2023-03-05", "2023-03-05"]


def test_repeated_heads_sums_blanks_and_the_example_are_no_rows():
    rows = [line(8), HEAD, [None] * 5, ["合计", None, 2], line(9, 序号="示例"), line(10)]

    assert [number for number, _ in rows_of(workbook(rows))[1]] == [2, 7]


@pytest.mark.parametrize("head", [("姓名", "电话"), HEAD[:1]])
def test_a_sheet_without_our_head_is_refused(head):
    with pytest.raises(Invalid, match="找不到登记簿的表头"):
        rows_of(workbook([["甲", "乙"]], head=head))


def test_every_word_for_a_column_means_that_column_alone():
    for column in COLUMNS:
        for word in (column.label, f"{column.label}（必填）", f" {column.label}＊ ", *column.words):
            assert meant(word) == column.key


def test_the_template_is_read_as_a_register_without_rows(tmp_path):
    write_template(str(tmp_path / "t.xlsx"))

    with open(tmp_path / "t.xlsx", "rb") as file:
        head, rows = rows_of(io.BytesIO(file.read()))

    assert ([key for _, key in head.printed], rows) == ([column.key for column in COLUMNS], [])
    lists = load_workbook(tmp_path / "t.xlsx")["案件登记簿"].data_validations.dataValidation
    assert len(lists) == sum(bool(column.choices) for column in COLUMNS)


def test_the_sheet_to_correct_brings_back_each_row_with_its_number(tmp_path):
    count = write_errors(str(tmp_path / "e.xlsx"), [(17, ["案号：请填写。"], CELLS | {"remark": "=1+1"})], CELLS)

    with open(tmp_path / "e.xlsx", "rb") as file:
        head, rows = rows_of(io.BytesIO(file.read()))
    assert (count, head.is_correction) == (1, True)
    assert (
        rows == [(2, CELLS | {"row": "17", "remark": "'=1+1"} | {"applicant_ids": None})] or rows[0][1]["row"] == "17"
    )


def test_a_file_that_only_pretends_is_refused_by_a_sentence():
    with pytest.raises(Invalid, match="文件打不开"):
        rows_of(io.BytesIO(b"PK\x03\x04 nothing"))


def test_a_head_is_found_among_forty_rows_alone():
    assert find_head([["甲"]] * 60 + [list(HEAD)]) is None


def test_the_sheet_with_the_register_is_found_among_others():
    book = Workbook()
    book.active.append(["目录"])
    other = book.create_sheet("2023")
    other.append(list(HEAD))
    other.append(line(8))
    out = io.BytesIO()
    book.save(out)

    assert len(rows_of(io.BytesIO(out.getvalue()))[1]) == 1
