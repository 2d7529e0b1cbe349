"""The agreement, written or oral, and the check before it is signed (人民调解法 第二十八至三十条)."""

from cases.agreements.checks import LEGALITY
from cases.documents.dates import day, ordinal
from cases.documents.descriptions.parts import (
    committee,
    form,
    label,
    mediator_lines,
    party_lines,
    party_table,
    prose,
    row,
    signed_by,
    tick,
    value,
)
from cases.documents.form_details import Agreement, CheckItem, Checklist, Due
from cases.documents.layout import Closing, Document, Heading, Para, Signatures, Table
from cases.documents.snapshot import FormSnapshot


def agreement(snap: FormSnapshot) -> Document:
    """F09 人民调解协议书: the very sentences that were signed, in their order."""
    detail = snap.detail_as(Agreement)
    heads = map(ordinal, range(1, 5))
    return form(
        snap,
        "人民调解协议书",
        party_table(snap.case, with_documents=True),
        Heading(f"{next(heads)}、纠纷主要事实"),
        *_running(detail.facts or snap.case.facts, 6),
        *_disputed(detail, heads),
        Heading(f"{next(heads)}、经调解，各方自愿达成如下协议"),
        *_terms(detail),
        Heading(f"{next(heads)}、履行方式、地点、时限"),
        *_performance(detail),
        Para(
            f"本协议一式{detail.copies or '＿＿'}份，各方当事人各执一份，调委会留存一份。"
            "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。"
        ),
        Para(
            "各方当事人认为有必要的，可以自本协议生效之日起三十日内共同向有管辖权的人民法院申请司法确认"
            "（《中华人民共和国人民调解法》第三十三条）。"
        ),
        Signatures((*party_lines(snap), *mediator_lines(snap, detail.mediators, detail.recorder))),
        _sealed(snap, detail),
        number=detail.number or snap.case.number,
    )


def _disputed(detail: Agreement, heads) -> tuple:
    """争议事项和各方责任, where there is something to say; on the blank form always."""
    if detail.terms and not detail.disputed:
        return ()
    return (Heading(f"{next(heads)}、争议事项和各方责任"), *_running(detail.disputed, 2))


def _sealed(snap: FormSnapshot, detail: Agreement) -> Closing:
    """The seal of the committee, with its picture when it was put on here."""
    seals = [one for one in snap.signatures if one.role == "committee"]
    on = seals[-1].signed_on if seals else detail.effective_on
    image = seals[-1].image if seals else ""
    return Closing(committee(snap.case), day(on), "（人民调解委员会印章）", image)


def oral_agreement(snap: FormSnapshot) -> Document:
    """F10 人民调解口头协议登记表: effective without signatures (第三十条); the mediator alone signs."""
    detail = snap.detail_as(Agreement)
    content = "\n".join([*detail.terms, *filter(None, (detail.total,))])
    dues = [
        f"{one.debtor}：{one.what}，{one.until}{f'，{one.manner}' if one.manner else ''}。" for one in detail.schedule
    ]
    return form(
        snap,
        "人民调解口头协议登记表",
        party_table(snap.case),
        prose(
            "纠纷主要事实、争议事项", "\n".join(filter(None, (detail.facts or snap.case.facts, detail.disputed))), 45
        ),
        prose("口头协议内容", content, 45),
        prose("履行方式、时限", "\n".join(filter(None, (detail.performing, *dues))), 24),
        Para("各方当事人认为无需制作调解协议书，采取口头协议方式（《中华人民共和国人民调解法》第二十八条）。"),
        Signatures(mediator_lines(snap, detail.mediators, detail.recorder)[:-1]),
        Closing(committee(snap.case), day(detail.effective_on), ""),
        number=detail.number or snap.case.number,
    )


def _running(text: str, blanks: int) -> tuple[Para, ...]:
    """Running text, or lines to write on."""
    return (Para(text),) if text else tuple(Para("＿" * 37, indent=0, ruled=True) for _ in range(blanks))


def _terms(detail: Agreement) -> tuple[Para, ...]:
    if not detail.terms:
        return _running("", 8)
    return tuple(map(Para, (*detail.terms, *filter(None, (detail.total,)))))


def _performance(detail: Agreement) -> tuple:
    said = (Para(detail.performing),) if detail.performing else ()
    if not detail.schedule:
        return said or _running("", 3)
    head = row(*map(label, ("序号", "履行人", "履行内容", "履行期限", "方式")))
    rows = (_due(place, due) for place, due in enumerate(detail.schedule, 1))
    return (*said, Table((12, 32, 60, 35, 19), (head, *rows), header=1))


def _due(place: int, due: Due):
    return row(
        value(place, align="center"),
        value(due.debtor),
        value(due.what),
        value(due.until, align="center"),
        value(due.manner, align="center"),
    )


def legality_checklist(snap: FormSnapshot) -> Document:
    """调解协议合法性审查表."""
    detail = snap.detail_as(Checklist)
    items = detail.items or tuple(CheckItem(f"{one.question}（{one.basis}）") for one in LEGALITY)
    head = row(*map(label, ("序号", "审查内容", "审查意见", "备注")))
    rows = tuple(
        row(
            value(place, align="center"),
            value(item.question),
            value(f"{tick(item.holds is True, '是')}　{tick(item.holds is False, '否')}", align="center"),
            value(item.note),
        )
        for place, item in enumerate(items, 1)
    )
    return form(
        snap,
        "调解协议合法性审查表",
        Table((12, 86, 26, 34), (head, *rows), header=1),
        Para("审查结论：□可以签署　□修改后签署　□不予制作", indent=0, keep=True),
        Signatures((signed_by(snap, f"审查人（签名） {detail.checked_by}".rstrip(), "checker", on=detail.checked_on),)),
    )
