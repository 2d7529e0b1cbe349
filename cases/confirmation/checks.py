"""What is gone through before the court is asked (法释〔2011〕5号 第三条、第四条; domain/mediation.md 1.5)."""

from dataclasses import dataclass

from cases.agreements.checks import STATUS_WORDS
from cases.agreements.models import Agreement, ObligationKind
from cases.docket.models import Case


@dataclass(frozen=True)
class Item:
    """One line of the list; `group`: what the court looks at, or what is to be brought."""

    code: str
    text: str
    group: str


MATTERS, PAPERS = "申请事项，逐项核对", "申请材料，均已齐备"
ITEMS = (
    Item("civil", "属于人民法院受理民事案件的范围和所选法院管辖", MATTERS),
    Item("status", "不涉及婚姻关系、亲子关系、收养关系等身份关系的确认", MATTERS),
    Item("title", "不涉及物权、知识产权的确权", MATTERS),
    Item("special", "不适用其他特别程序、破产程序等", MATTERS),
    Item("lawful", "不违反强制性规定，不损害国家、公共和他人利益，不违背公序良俗", MATTERS),
    Item("willing", "各方自愿，内容明确", MATTERS),
    Item("application", "司法确认申请书（各方签名或者盖章）", PAPERS),
    Item("agreement", "调解协议原件", PAPERS),
    Item("identity", "各方身份证明、资格证明", PAPERS),
    Item("hosted", "调解组织主持调解的证明", PAPERS),
    Item("property", "与协议相关的财产权利证明（有的）", PAPERS),
    Item("contacts", "各方送达地址、电话", PAPERS),
    Item("authority", "委托他人申请的，委托人签名的授权委托书", PAPERS),
)
CODES = tuple(item.code for item in ITEMS)


def warnings(case: Case, agreement: Agreement) -> list[str]:
    """What the court will look at first; none of it forbids to ask."""
    found = [
        f"第 {one.seq} 项涉及确认权属或者身份关系：法院对此不予受理（法释〔2011〕5号第四条），建议先变更协议删去。"
        for one in agreement.obligations.all()
        if one.kind == ObligationKind.CONFIRM or any(word in one.what for word in STATUS_WORDS)
    ]
    if case.performance == "done":
        found.append("协议已经履行完毕：申请司法确认通常已无必要，请各方斟酌。")
    return found


def unticked(checked: tuple[str, ...]) -> list[Item]:
    return [item for item in ITEMS if item.code not in checked]
