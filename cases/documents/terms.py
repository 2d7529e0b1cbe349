"""What the parties agreed, in the sentences of an agreement (人民调解法 第二十九条: content, manner, time)."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.documents.dates import day
from cases.documents.money import written
from cases.documents.snapshot import Obligation


@dataclass(frozen=True)
class Due:
    """One line of the schedule of performance."""

    debtor: str
    what: str
    until: str
    manner: str


def sentence(obligation: Obligation) -> str:
    """One obligation as a term: who, to whom, what, how much in capitals and figures, until when."""
    if obligation.kind == "pay" and obligation.amount is not None:
        return _payment(obligation)
    text = obligation.text.rstrip("。；;")
    if obligation.performed:
        return f"{obligation.debtor}{text}（已当场履行）。"
    return f"{obligation.debtor}{_by(obligation)}{text}。"


def _payment(obligation: Obligation) -> str:
    purpose = obligation.text.rstrip("。；;")
    amount = f"{obligation.creditor}支付{purpose}{written(obligation.amount)}"
    manner = f"，支付方式：{obligation.manner}" if obligation.manner else ""
    if obligation.performed:
        return f"{obligation.debtor}当场向{amount}，{obligation.creditor}确认已经收讫。"
    if len(obligation.instalments) > 1:
        parts = "；".join(
            f"第{place}期于{day(part.due_on)}前（含当日）支付{written(part.amount)}"
            for place, part in enumerate(obligation.instalments, 1)
        )
        return f"{obligation.debtor}向{amount}，分{len(obligation.instalments)}期履行：{parts}{manner}。"
    return f"{obligation.debtor}{_by(obligation)}向{amount}{manner}。"


def _by(obligation: Obligation) -> str:
    return f"于{day(obligation.due_on)}前（含当日）" if obligation.due_on else ""


def schedule(obligations: tuple[Obligation, ...]) -> Iterable[Due]:
    """Every performance with its time, instalments each on a line."""
    for one in obligations:
        at_once = "当场履行完毕" if one.performed else ""
        if one.kind == "pay" and len(one.instalments) > 1:
            for place, part in enumerate(one.instalments, 1):
                what = f"支付第{place}期{written(part.amount)}"
                yield Due(one.debtor, what, f"{day(part.due_on)}前", one.manner)
        elif one.kind == "pay" and one.amount is not None:
            yield Due(one.debtor, f"支付{written(one.amount)}", at_once or _until(one), one.manner)
        elif one.kind != "waive":
            yield Due(one.debtor, one.text.rstrip("。；;"), at_once or _until(one), one.manner)


def _until(one: Obligation) -> str:
    return f"{day(one.due_on)}前" if one.due_on else "自协议生效之日起"
