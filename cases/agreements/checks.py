"""What is looked at before an agreement is signed: is it lawful, is the text final, what should be thought about."""

from dataclasses import dataclass
from datetime import date

from cases.agreements.amounts import total
from cases.agreements.models import Agreement, ObligationKind, Timing
from cases.documents.money import figures
from cases.parties.models import Party, RepresentationKind

STATUS_WORDS = (
    "所有权",
    "产权",
    "物权",
    "权属",
    "使用权归",
    "亲子",
    "收养",
    "婚姻关系",
    "身份关系",
    "专利权",
    "著作权",
    "商标权",
)


@dataclass(frozen=True)
class Check:
    """One question of the list; ticked means that it holds."""

    code: str
    question: str
    basis: str


LEGALITY = (
    Check("voluntary", "协议由各方当事人自愿达成，没有强迫", "《人民调解法》第三条"),
    Check("capacity", "各方具有相应的民事行为能力，由有权的人签署", "《民法典》第一百四十三条"),
    Check("lawful", "内容不违反法律、行政法规的强制性规定", "《民法典》第一百五十三条"),
    Check("others", "不损害国家、集体、第三人和社会公共利益，不违背公序良俗", "《民法典》第一百五十三条"),
    Check("status", "不确认物权、知识产权权属和身份关系；确有涉及的，已告知法院不予司法确认", "法释〔2011〕5号第四条"),
    Check("clear", "数额、期限和履行方式明确具体，能够履行", "《人民调解法》第二十九条"),
)
CODES = tuple(check.code for check in LEGALITY)


def wards_among(parties: list[Party], on: date) -> list[Party]:
    return [party for party in parties if party.needs_guardian_on(on)]


def unready(agreement: Agreement, parties: list[Party], on: date) -> list[str]:
    """Why the text is not final yet, as sentences that say what to do; empty when it may be signed."""
    obligations = list(agreement.obligations.all())
    found = []
    if not obligations:
        found.append("还没有协议内容：请至少添加一项。")
    found += sums_that_differ(agreement, obligations)
    if agreement.copies < len(parties) + 1:
        found.append(f"份数不够：当事人各执一份、调委会留存一份，至少 {len(parties) + 1} 份。")
    found += [
        f"{party.name}已死亡或者终止：请先变更当事人，由继承人或者承受权利义务的一方参加。"
        for party in parties
        if party.died_on
    ]
    gone = [one for one in obligations if one.debtor.left_on or (one.creditor and one.creditor.left_on)]
    found += [f"第 {one.seq} 项写的当事人已退出本案：请修改或删除这一项。" for one in gone]
    if set(CODES) - set(agreement.checked):
        found.append("合法性审查还没有完成：请逐项核对。")
    wards = {party.pk for party in wards_among(parties, on)}
    waived = [one for one in obligations if one.kind == ObligationKind.WAIVE and one.debtor_id in wards]
    if waived and not agreement.waiver:
        found.append(
            f"第 {waived[0].seq} 项放弃了被监护人{waived[0].debtor}的权利：请删除这一项，或者在合法性审查中写明"
            "为何对其有利，由调委会主任确认（《民法典》第三十五条）。"
        )
    if agreement.waiver and not agreement.waiver_confirmed_at:
        found.append("协议处分了被监护人的权益：须先由调委会主任确认（《民法典》第三十五条）。")
    return found


def sums_that_differ(agreement: Agreement, obligations: list) -> list[str]:
    """Instalments that do not sum to their payment, and payments that do not sum to the stated total."""
    found = []
    for one in obligations:
        parts = list(one.instalments.all())
        summed = total(part.amount for part in parts)
        if parts and summed != one.amount:
            found.append(f"第 {one.seq} 项各期合计 {figures(summed)}，与金额 {figures(one.amount)} 不符。")
    paid = total(one.amount for one in obligations)
    if agreement.stated_total is not None and agreement.stated_total != paid:
        stated = figures(agreement.stated_total)
        found.append(f"各项给付合计 {figures(paid)}，与约定总额 {stated} 不符：请修改金额或者总额。")
    return found


def cautions(agreement: Agreement, parties: list[Party], on: date) -> list[str]:
    """What should be thought about before signing; none of it stops the signing."""
    obligations = list(agreement.obligations.all())
    found = [
        f"第 {one.seq} 项涉及确认权属或者身份关系：法院对此不予司法确认（法释〔2011〕5号第四条），请告知各方。"
        for one in obligations
        if one.kind == ObligationKind.CONFIRM or any(word in one.what for word in STATUS_WORDS)
    ]
    wards = {party.pk for party in wards_among(parties, on)}
    found += [
        f"第 {one.seq} 项由被监护人{one.debtor}承担或放弃：监护人除为维护被监护人利益外不得处分其财产"
        "（《民法典》第三十五条），须由调委会主任确认。"
        for one in obligations
        if one.debtor_id in wards
    ]
    later = any(one.kind == ObligationKind.PAY and one.timing == Timing.BY_DATE for one in obligations)
    if later and not agreement.is_written:
        found.append("有将来给付的款项：建议改用书面协议，以便督促履行和申请司法确认。")
    found += [
        f"{one.name}是{party.name}的一般授权代理人，不能签署协议：请补交特别授权，或者请本人签署。"
        for party in parties
        for one in party.representations.all()
        if agreement.is_written and one.kind == RepresentationKind.AGENT and not one.may_settle and not one.ended_on
    ]
    return found
