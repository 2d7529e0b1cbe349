"""The agreement, written or oral, and the check before it is signed (人民调解法 第二十八至三十条)."""

from cases.documents.dates import day, ordinal
from cases.documents.forms.parts import (
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
from cases.documents.layout import Closing, Document, Heading, Para, Signatures, Table
from cases.documents.snapshot import Agreement, CheckItem, Checklist, FormSnapshot
from cases.documents.terms import Due, schedule, sentence

LEGALITY = (
    "当事人具有相应的民事行为能力；无民事行为能力人、限制民事行为能力人由法定代理人代理",
    "代理人具有特别授权，授权委托书已经核对",
    "协议出于各方当事人自愿，意思表示真实，没有欺诈、胁迫",
    "协议内容不违反法律、行政法规的强制性规定，不违背公序良俗",
    "协议不损害国家利益、社会公共利益和他人合法权益",
    "协议不涉及婚姻效力、亲子关系、收养关系等身份关系的确认",
    "协议不涉及物权、知识产权的确权",
    "履行的内容、方式、期限明确、具体，可以执行；金额大小写一致，分期金额合计相符",
    "监护人没有处分被监护人的财产，但为维护被监护人利益的除外（《民法典》第三十五条）",
    "已经告知司法确认的期限和方式",
)


def agreement(snap: FormSnapshot) -> Document:
    """F09 人民调解协议书."""
    detail = snap.detail or Agreement()
    copies = ordinal(detail.copies) if detail.copies else "＿＿"
    return form(
        snap,
        "人民调解协议书",
        party_table(snap.case, with_documents=True),
        Heading("纠纷主要事实、争议事项"),
        *_running(detail.facts or snap.case.facts, 6),
        Heading("经调解，自愿达成如下协议"),
        *_terms(detail),
        Heading("履行方式、时限"),
        *_performance(detail),
        Para(
            f"本协议一式{copies}份，各方当事人各执一份，{committee(snap.case)}留存一份。"
            "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。"
            "各方当事人认为有必要的，可以自本协议生效之日起三十日内共同向有管辖权的人民法院申请司法确认。"
        ),
        Signatures((*party_lines(snap), *mediator_lines(snap, detail.mediators, detail.recorder))),
        Closing(committee(snap.case), day(detail.signed_on), "（人民调解委员会印章）"),
        number=detail.number or snap.case.number,
    )


def oral_agreement(snap: FormSnapshot) -> Document:
    """F10 人民调解口头协议登记表: effective without signatures (第三十条); the mediator alone signs."""
    detail = snap.detail or Agreement()
    terms = "\n".join(_numbered_terms(detail))
    return form(
        snap,
        "人民调解口头协议登记表",
        party_table(snap.case),
        prose("纠纷主要事实、争议事项", detail.facts or snap.case.facts, 45),
        prose("口头协议内容", terms, 45),
        prose("履行方式、时限", _performance_text(detail), 24),
        Para("各方当事人认为无需制作调解协议书，采取口头协议方式（《中华人民共和国人民调解法》第二十八条）。"),
        Signatures(mediator_lines(snap, detail.mediators, detail.recorder)[:-1]),
        Closing(committee(snap.case), day(detail.agreed_on), ""),
        number=detail.number or snap.case.number,
    )


def _running(text: str, blanks: int) -> tuple[Para, ...]:
    """Running text, or lines to write on."""
    return (Para(text),) if text else tuple(Para("＿" * 37, indent=0) for _ in range(blanks))


def _numbered_terms(detail: Agreement) -> list[str]:
    texts = [*map(sentence, detail.obligations), *detail.terms]
    return [f"{ordinal(place)}、{text}" for place, text in enumerate(texts, 1)]


def _terms(detail: Agreement) -> tuple[Para, ...]:
    texts = _numbered_terms(detail)
    return tuple(map(Para, texts)) if texts else _running("", 8)


def _performance(detail: Agreement) -> tuple:
    dues = tuple(schedule(detail.obligations))
    manner = (Para(detail.manner),) if detail.manner else ()
    if not dues:
        return manner or _running("", 3)
    head = row(*map(label, ("序号", "履行人", "履行内容", "履行期限", "方式")))
    return (
        Table((12, 36, 62, 28, 20), (head, *(_due(place, due) for place, due in enumerate(dues, 1))), header=1),
        *manner,
    )


def _due(place: int, due: Due):
    return row(
        value(place, align="center"),
        value(due.debtor),
        value(due.what),
        value(due.until, align="center"),
        value(due.manner, align="center"),
    )


def _performance_text(detail: Agreement) -> str:
    lines = [
        f"{due.debtor}：{due.what}，{due.until}{f'，{due.manner}' if due.manner else ''}。"
        for due in schedule(detail.obligations)
    ]
    return "\n".join([*lines, detail.manner] if detail.manner else lines)


def legality_checklist(snap: FormSnapshot) -> Document:
    """调解协议合法性审查表."""
    detail = snap.detail or Checklist()
    items = detail.items or tuple(CheckItem(question) for question in LEGALITY)
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
