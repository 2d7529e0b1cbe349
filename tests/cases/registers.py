"""Old registers as workbooks, with visible defaults."""

import io
from datetime import date

from django.core.files.base import ContentFile
from openpyxl import Workbook

from cases.registers.actions import bring_register, confirm_batch
from cases.registers.models import RegisterBatch
from governance.jobs import running

HEAD = (
    *("序号", "案号", "受理日期", "申请人", "申请人身份证号", "被申请人", "纠纷类型", "案件来源", "调解员"),
    *("协议形式", "调解结果", "结果日期", "协议金额", "履行情况", "卷号", "备注"),
)
ID_OF_LIU = "31019919550218902X"


def line(n: int, **overrides) -> list:
    """The n-th case of 2023, settled in writing and performed; `overrides` by the printed head."""
    values = {
        "序号": n,
        "案号": f"（2023）嘉迎人调字第{n}号",
        "受理日期": date(2023, 3, 5),
        "申请人": f"刘桂{n}珍".replace(str(n), "一二三四五六七八九十"[n % 10]),
        "申请人身份证号": "",
        "被申请人": "马俊",
        "纠纷类型": "漏水",
        "案件来源": "依申请",
        "调解员": "林岚",
        "协议形式": "书面",
        "调解结果": "成功",
        "结果日期": "2023年3月18日",
        "协议金额": "3,200元",
        "履行情况": "已履行",
        "卷号": f"2023-{n}",
        "备注": "",
    }
    return list((values | overrides).values())


def workbook(rows, *, head=HEAD, name="登记簿.xlsx", shape=None) -> ContentFile:
    """`shape(sheet)` may do what people do to sheets."""
    book = Workbook()
    sheet = book.active
    if head:
        sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    if shape:
        shape(sheet)
    out = io.BytesIO()
    book.save(out)
    return ContentFile(out.getvalue(), name=name)


def read_batch(by, rows, *, committee, **book) -> RegisterBatch:
    """A batch that is read and waits to be confirmed."""
    batch = bring_register(workbook(rows, **book), by=by, committee=committee)
    running.run(batch.job_id)
    return RegisterBatch.objects.get(pk=batch.pk)


def imported_batch(by, rows, *, committee, **book) -> RegisterBatch:
    batch = confirm_batch(read_batch(by, rows, committee=committee, **book), by=by)
    running.run(batch.job_id)
    return RegisterBatch.objects.get(pk=batch.pk)
