"""The certificate of a destruction: numbers, terms and names of who approved; no word of what was destroyed."""

from cases.archive.disposal.models import Destruction
from cases.documents.coverage import printable
from cases.documents.dates import day, moment
from cases.documents.descriptions.parts import facts, label, row, value
from cases.documents.layout import Document, Para, SignatureLine, Signatures, Table, written_over

WIDTHS = (14, 56, 22, 28, 38)


def certificate_of(destruction: Destruction) -> bytes:
    """As PDF."""
    from cases.documents.pdf import to_pdf

    items = destruction.items.select_related("volume").order_by("id")
    head = row(*map(label, ("序号", "卷号", "保管期限", "保管至", "结果")))
    rows = tuple(
        row(
            value(place, align="center"),
            value(one.volume.number),
            value(one.volume.get_term_display(), align="center"),
            value(day(one.volume.kept_until) if one.volume.kept_until else "", align="center"),
            value(one.outcome),
        )
        for place, one in enumerate(items, 1)
    )
    destroyed = sum(one.destroyed_at is not None for one in items)
    document = Document(
        "案卷销毁证明",
        (
            facts(
                ("清册", str(destruction)),
                ("销毁理由", destruction.reason),
                ("提出", f"{destruction.proposed_by.name}，{moment(destruction.proposed_at)}"),
                ("第一审批", f"{_name(destruction.first_by)}，{moment(destruction.first_at)}"),
                ("第二审批", f"{_name(destruction.second_by)}，{moment(destruction.second_at)}"),
                ("销毁时间", moment(destruction.done_at)),
            ),
            Table(WIDTHS, (head, *rows), header=1),
            Para(f"共 {len(rows)} 卷，销毁 {destroyed} 卷。销毁后仅保留案号、日期和统计数据。", indent=0),
            Signatures((SignatureLine("监销人（签名）"), SignatureLine("监销人（签名）"))),
        ),
    )
    return to_pdf(written_over(document, printable), at=destruction.done_at or destruction.proposed_at)


def _name(account) -> str:
    return account.name if account else ""
