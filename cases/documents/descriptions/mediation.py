"""Records of mediation itself: investigation, evidence, session, contacts, change of mediator."""

from cases.documents.dates import day, moment, span
from cases.documents.descriptions.parts import (
    choices,
    facts,
    fill,
    form,
    label,
    matter,
    mediator_lines,
    party_lines,
    party_table,
    prose,
    row,
    signed_by,
    value,
)
from cases.documents.form_details import (
    Contact,
    ContactLog,
    Evidence,
    EvidenceItem,
    Investigation,
    Replacement,
    Session,
)
from cases.documents.layout import Document, Para, SignatureLine, Signatures, Table
from cases.documents.snapshot import FormSnapshot

RESULTS = {"success": "①调解成功", "failed": "②调解不成", "continue": "③有待继续调解"}
OPENNESS = {"open": "公开", "closed": "不公开"}
TOLD = "人民调解委员会已将人民调解的相关规定告知各方当事人。"


def investigation(snap: FormSnapshot) -> Document:
    """F06 人民调解调查记录."""
    detail = snap.detail_as(Investigation)
    asked = detail.asked
    investigators = detail.investigators or ("",)
    return form(
        snap,
        "人民调解调查记录",
        facts(
            ("时间", span(detail.started_at, detail.ended_at)),
            ("地点", detail.place),
            ("参加人", "、".join(detail.present)),
        ),
        Table(
            (28, 51, 28, 51),
            (
                row(label("被调查人"), value(asked.name), label("联系方式"), value(asked.phone)),
                row(label("证件号码"), value(asked.document_number, 3)),
                row(label("单位或住址"), value("，".join(filter(None, (asked.unit, asked.address))), 3)),
            ),
        ),
        prose("记录", detail.text, 95),
        Para("以上记录已经被调查人核对（已向被调查人宣读），无误。", keep=True),
        Signatures(
            (
                signed_by(snap, f"被调查人（签名、盖章或按指印）\n{asked.name}".rstrip(), "asked", asked.name),
                *(signed_by(snap, f"调查人（签名） {name}".rstrip(), "mediator", name) for name in investigators),
                signed_by(snap, f"记录人（签名） {detail.recorder}".rstrip(), "recorder", detail.recorder),
            )
        ),
    )


def evidence(snap: FormSnapshot) -> Document:
    """F07 人民调解证据材料: the list in front of them."""
    detail = snap.detail_as(Evidence)
    items = detail.items or tuple(EvidenceItem() for _ in range(12))
    head = ("序号", "材料名称", "种类", "提供人", "原件／\n复印件", "页数", "取得日期", "备注")
    rows = tuple(
        row(
            value(place, align="center"),
            value(item.name),
            value(item.kind, align="center"),
            value(item.provider),
            value({None: "", True: "原件", False: "复印件"}[item.is_original], align="center"),
            value(item.pages, align="center"),
            value(day(item.taken_on) if item.taken_on else "", align="center"),
            value(item.note),
        )
        for place, item in enumerate(items, 1)
    )
    total = sum((item.pages or 0) for item in detail.items)
    return form(
        snap,
        "人民调解证据材料清单",
        Para(f"纠纷：{matter(snap.case)}", indent=0),
        Table((10, 40, 16, 22, 16, 11, 27, 16), (row(*map(label, head)), *rows), header=1),
        Para(f"共{fill(len(detail.items), 2)}件，{fill(total, 2)}页。", indent=0),
        Signatures(
            (
                SignatureLine("提供人（签名）"),
                signed_by(snap, f"接收人（签名） {detail.received_by}".rstrip(), "registrar", detail.received_by),
            )
        ),
    )


def session_record(snap: FormSnapshot) -> Document:
    """F08 人民调解记录 (人民调解法 第二十七条)."""
    detail = snap.detail_as(Session)
    openness = {None: "", True: "open", False: "closed"}[detail.is_open]
    return form(
        snap,
        "人民调解记录",
        facts(
            ("时间", span(detail.started_at, detail.ended_at)),
            ("地点", detail.place),
            ("方式", choices(openness, OPENNESS)),
            ("参加人", "、".join(detail.present)),
        ),
        party_table(snap.case),
        Para(TOLD),
        prose("调解记录", detail.text, 8 if detail.text else 90),
        facts(("调解结果", choices(detail.result, RESULTS))),
        Para("以上记录已经核对（已向当事人宣读），无误。", keep=True),
        Signatures((*party_lines(snap), *mediator_lines(snap, detail.mediators, detail.recorder))),
    )


def contact_log(snap: FormSnapshot) -> Document:
    """联系记录表: who was asked, when, how, and what they answered."""
    entries = snap.detail_as(ContactLog).entries or tuple(Contact() for _ in range(10))
    head = ("序号", "时间", "方式", "联系对象", "答复（意愿）", "联系人")
    rows = tuple(
        row(
            value(place, align="center"),
            value(moment(one.at) if one.at else "", height=12),
            value(one.channel, align="center"),
            value(one.person),
            value(one.answer),
            value(one.by, align="center"),
        )
        for place, one in enumerate(entries, 1)
    )
    return form(
        snap,
        "当事人联系记录表",
        Para(f"纠纷：{matter(snap.case)}", indent=0),
        Table((12, 34, 18, 26, 46, 22), (row(*map(label, head)), *rows), header=1),
    )


def replacement(snap: FormSnapshot) -> Document:
    """更换人民调解员记录."""
    detail = snap.detail_as(Replacement)
    case = snap.case
    return form(
        snap,
        "更换人民调解员记录",
        Para(f"纠纷：{matter(case)}", indent=0),
        facts(
            ("提出人", detail.asked_by),
            ("提出日期", day(detail.asked_on)),
            ("职责", detail.post),
            ("原人民调解员", detail.replaced),
            ("现人民调解员", detail.successor),
            ("更换日期", day(detail.replaced_on)),
        ),
        prose("更换理由", detail.reason, 40),
        Para(
            "当事人要求人民调解员回避的，人民调解委员会应当予以调换，当事人无需举证（司法部《人民调解工作若干规定》第二十五条）。"
        ),
        Signatures(
            (
                *(
                    (
                        signed_by(
                            snap,
                            f"提出人（签名） {detail.asked_by}".rstrip(),
                            "party",
                            detail.asked_by,
                            on=detail.asked_on,
                        ),
                    )
                    if detail.asked_by or not case.parties
                    else ()
                ),
                signed_by(
                    snap, f"人民调解委员会主任（签名） {detail.decided_by}".rstrip(), "director", detail.decided_by
                ),
            )
        ),
    )
