"""An old register as a workbook: seeded, as untidy as registers are, one row in a hundred wrong."""

from datetime import date, timedelta
from random import Random

from openpyxl import Workbook

from bench.world.filling import SEED
from cases.demo.disputes import DISPUTES
from cases.demo.people import Numbers, invented_name

HEAD = (
    *("序号", "调委会", "案件编号", "受理日期", "申请人", "申请人身份证号", "被申请人", "纠纷类型", "来源", "简要情况"),
    *("调解员", "形式", "结果", "日期", "金额（元）", "履行情况", "卷号", "备注"),
)
SPELLINGS = (
    "{0:%Y-%m-%d}",
    "{0.year}年{0.month}月{0.day}日",
    "{0:%Y.%m.%d}",
    "{0:%Y%m%d}",
    "{0.year}/{0.month}/{0.day}",
)
SOURCES = ("依申请", "依申请", "依申请", "主动调解", "派出所", "法院", "信访")
FIRST, LAST = 2004, 2023
WRONG = 0.01
BODY = "嘉定和顺物业管理有限公司"


def write_register(path: str, rows: int, committees: list[tuple[str, str]]) -> None:
    """`rows` cases of `committees` (name, sign), numbered within each and each year; half of the dates are text."""
    rng = Random(SEED)  # noqa: S311 - invented texts
    numbers, given = Numbers(rng), dict[tuple[str, int], int]()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("登记簿")
    sheet.append(["人民调解案件登记簿"])
    sheet.append(HEAD)
    for place in range(1, rows + 1):
        sheet.append(_row(rng, numbers, given, place, *rng.choice(committees)))
    book.save(path)


def _row(rng, numbers, given, place, committee, sign):
    accepted_on = date(FIRST, 1, 1) + timedelta(days=rng.randrange((date(LAST, 11, 30) - date(FIRST, 1, 1)).days))
    year = accepted_on.year
    given[committee, year] = n = given.get((committee, year), 0) + 1
    ended_on = min(accepted_on + timedelta(days=rng.randrange(40)), date(year, 12, 31))
    dispute = rng.choice(DISPUTES)
    has_settled, is_wrong = rng.random() < 0.93, rng.random() < WRONG
    with_number = rng.random() < 0.2
    number = numbers.next(born_from=date(1940, 1, 1), born_to=date(1990, 1, 1)) if with_number else ""
    return [
        place,
        committee,
        f"（{year}）{sign}人调字第{n}号",
        "" if is_wrong else _dated(rng, accepted_on),
        invented_name(rng) if with_number or rng.random() < 0.8 else f"{invented_name(rng)}、{invented_name(rng)}等3人",
        number,
        BODY if rng.random() < 0.1 else invented_name(rng),
        dispute.dispute_subtype or dispute.dispute_type,
        rng.choice(SOURCES),
        dispute.facts,
        invented_name(rng),
        rng.choice(("口头", "书面", "书面协议")) if has_settled else "",
        "成功" if has_settled else "调解不成",
        _dated(rng, ended_on),
        rng.choice(("", "1,200", "3500元", 800)) if has_settled else "",
        rng.choice(("已履行", "履行完毕", "")) if has_settled else "",
        f"{year}-{n}",
        rng.choice(("", "", "", "双方和好", "已回访")),
    ]


def _dated(rng, day: date):
    return day if rng.random() < 0.5 else rng.choice(SPELLINGS).format(day)
