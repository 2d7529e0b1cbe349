"""What a case and a mediator must be for a subsidy (domain/mediation.md 1.9). Pure: facts in, sentences out."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ClaimFacts:
    """What the conditions ask of a case. `other_claim` names the standing claim of the same dispute, "" for none."""

    is_void: bool = False
    is_closed: bool = True
    is_reopened_now: bool = False
    is_success: bool = True
    is_oral: bool = False
    is_oral_paid: bool = True
    is_performed: bool = True
    performance: str = ""
    has_volume: bool = True
    volume_returned: bool = False
    spot_failed: bool = False
    missing: tuple[str, ...] = ()
    filed_on: date | None = None
    archive_due_on: date | None = None
    asks_in_time: bool = True
    other_claim: str = ""
    nameless: tuple[str, ...] = ()


def problems(facts: ClaimFacts) -> list[str]:
    """Why no subsidy can be claimed for the case now, each in a sentence; empty when it can."""
    if facts.is_void:
        return ["本案案号已作废，不能申报补贴。"]
    if facts.is_reopened_now:
        return ["本案已恢复调解，不能申报补贴：再次结案并履行完毕以后，同一纠纷只补贴一次。"]
    late = facts.filed_on and facts.archive_due_on and facts.filed_on > facts.archive_due_on
    missing = "、".join(facts.missing)
    asked = (
        (not facts.is_success, "本案没有调解成功：以案定补只补贴达成协议的案件。"),
        (not facts.is_closed, "本案尚未结案：结案、立卷以后再申报。"),
        (facts.is_success and facts.is_oral and not facts.is_oral_paid, "本地规定口头协议的案件不补贴。"),
        (
            facts.is_success and not facts.is_performed,
            f"协议尚未履行完毕（目前“{facts.performance}”）：履行完毕以后再申报。",
        ),
        (facts.is_closed and not facts.has_volume, "本案尚未立卷，也没有合订入登记册：请先立卷。"),
        (facts.is_closed and bool(facts.missing), f"案卷不完整，缺少：{missing}。"),
        (facts.volume_returned, "案卷评查后退回补正：整改并重新报送以后再申报。"),
        (facts.spot_failed, "案卷抽查不合格：整改完成以后再申报。"),
        (
            bool(late) and facts.asks_in_time,
            f"案卷 {facts.filed_on} 立卷，超过归档期限 {facts.archive_due_on}，按规定不予补贴。",
        ),
        (
            bool(facts.nameless),
            f"没有登记证件号码：{'、'.join(facts.nameless)}。申报补贴须有各方当事人的证件号码，请补登后再申报。",
        ),
        (bool(facts.other_claim), f"同一纠纷只补贴一次：{facts.other_claim}已经申报。"),
    )
    return [sentence for holds, sentence in asked if holds]


@dataclass(frozen=True)
class PayeeFacts:
    """What the conditions ask of a mediator. `bar` says by which post they may not be paid, "" when by none.

    `is_filed`: with the bureau (备案); `was_active`: on the day of the result.
    """

    name: str
    is_of_case: bool = True
    is_filed: bool = True
    bar: str = ""
    is_suspended: bool = False
    is_removed: bool = False
    was_active: bool = True


def payee_problem(facts: PayeeFacts) -> str:
    """Why this mediator may have no share; "" when they may."""
    if not facts.is_of_case:
        return f"{facts.name}不是本案的调解员。"
    if not facts.is_filed:
        return f"{facts.name}没有备案：须先由调委会主任登记为调解员，再由司法所或者区司法局登记备案。"
    if facts.is_removed:
        return f"{facts.name}已被罢免或者解聘，不得领取补贴。"
    if facts.is_suspended:
        return f"{facts.name}已停用，停用期间不得领取补贴。"
    if not facts.was_active:
        return f"{facts.name}在本案有结果时不在任，不得领取补贴。"
    if facts.bar:
        return f"{facts.name}是{facts.bar}，按规定不得领取补贴。"
    return ""
