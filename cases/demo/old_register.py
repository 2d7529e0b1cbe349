"""The paper register of earlier years, as a street once kept it in a workbook, brought in as any old register is."""

import io
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from cases.committees.models import MediationCommittee
from cases.demo.committees import BUSY
from cases.demo.disputes import DISPUTES, WEIGHTS
from cases.demo.people import Numbers, invented_name
from cases.registers.actions import bring_register, confirm_batch
from cases.registers.models import RegisterBatch
from governance.jobs import running
from governance.people.models import Account

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
BODY = "嘉定和顺物业管理有限公司"
KEEPER = "sifasuo"


def write_register(rng: Random, rows: int, offices: Sequence[tuple], first: date, last: date, *, wrong: float) -> bytes:
    """A workbook of `rows` cases accepted from `first` to `last`; `wrong` of them (0 to 1) have no date.

    `offices`: (name, sign, weight) of each committee. Numbered within each and each year; half of the dates are text.
    """
    numbers, given = Numbers(rng), dict[tuple[str, int], int]()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("登记簿")
    sheet.append(["人民调解案件登记簿"])
    sheet.append(HEAD)
    weights = [weight for _, _, weight in offices]
    days = sorted(first + timedelta(days=rng.randrange((last - first).days + 1)) for _ in range(rows))
    for place, day in enumerate(days, 1):
        name, sign, _ = rng.choices(offices, weights)[0]
        sheet.append(_row(rng, numbers, given, place, name, sign, day, is_wrong=rng.random() < wrong))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _row(rng, numbers, given, place, committee, sign, accepted_on, *, is_wrong):
    year = accepted_on.year
    given[committee, year] = n = given.get((committee, year), 0) + 1
    ended_on = min(accepted_on + timedelta(days=rng.randrange(40)), date(year, 12, 31))
    dispute = rng.choices(DISPUTES, WEIGHTS)[0]
    has_settled, with_number = rng.random() < 0.93, rng.random() < 0.2
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


def bring_in(rng: Random, rows: int, first: date, last: date) -> RegisterBatch:
    """The justice officer of the street brings its register, looks at it and confirms."""
    keeper = Account.objects.get(username=KEEPER)
    committees = MediationCommittee.objects.visible_to(keeper, "register.import").order_by("area_id")
    offices = [(one.body.name, one.sign, rng.choice(BUSY)) for one in committees.select_related("body")]
    content = write_register(rng, rows, offices, first, last, wrong=0)
    name = f"{first.year}—{last.year}年案件登记簿.xlsx"
    batch = _worked(bring_register(SimpleUploadedFile(name, content), by=keeper, committee=None))
    return _worked(confirm_batch(batch, by=keeper))


def _worked(batch: RegisterBatch) -> RegisterBatch:
    assert batch.job_id
    running.run(batch.job_id)
    batch.refresh_from_db()
    return batch
