"""The words of an agreement as they are typed, checked and turned into columns. Nothing here is written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.agreements.amounts import MOST_INSTALMENTS, total, yuan
from cases.agreements.models import ObligationKind, Timing
from cases.parties.models import Party
from governance.errors import Invalid
from governance.identifiers.typed import free_text

ALLOWED_TIMING: dict[str, tuple[Timing, ...]] = {
    ObligationKind.REFRAIN: (Timing.BY_DATE, Timing.RUNNING),
    ObligationKind.WAIVE: (Timing.AT_EFFECT,),
    ObligationKind.CONFIRM: (Timing.AT_EFFECT,),
    ObligationKind.OTHER: (Timing.BY_DATE, Timing.ON_THE_SPOT, Timing.RUNNING),
}
BOTH = (Timing.BY_DATE, Timing.ON_THE_SPOT)


@dataclass(frozen=True)
class Head:
    """What an agreement says besides its obligations; `copies` None: one for each party and one for the committee."""

    facts: str
    disputed: str = ""
    manner: str = ""
    place: str = ""
    stated_total: Decimal | None = None
    copies: int | None = None


@dataclass(frozen=True)
class Part:
    """One instalment as typed."""

    amount: Decimal
    due_on: date


@dataclass(frozen=True)
class Terms:
    """One obligation as typed. With `parts`, the last of their days is the obligation's."""

    kind: str
    debtor: Party
    creditor: Party | None = None
    what: str = ""
    amount: Decimal | None = None
    timing: str = Timing.BY_DATE
    due_on: date | None = None
    parts: tuple[Part, ...] = ()
    manner: str = ""


def head_columns(case, head: Head) -> dict:
    """The head as columns. Raises Invalid with the field."""
    people = case.parties.standing().count()
    copies = people + 1 if head.copies is None else head.copies
    if not people + 1 <= copies <= 200:
        raise Invalid(f"当事人各执一份、调委会留存一份，至少 {people + 1} 份，最多 200 份。", field="copies")
    stated = head.stated_total
    return {
        "facts": free_text(head.facts, field="facts", longest=2000, required=True),
        "disputed": free_text(head.disputed, field="disputed", longest=2000),
        "manner": free_text(head.manner, field="manner", longest=500),
        "place": free_text(head.place, field="place", longest=200),
        "stated_total": None if stated is None else yuan(stated, field="stated_total"),
        "copies": copies,
    }


def terms_columns(agreement, terms: Terms) -> dict:
    """One obligation as columns, checked. Raises Invalid with the field."""
    if terms.kind not in ObligationKind.values:
        raise Invalid("请选择义务类型。", field="kind")
    is_payment = terms.kind == ObligationKind.PAY
    _require_party(agreement, terms.debtor, field="debtor")
    if terms.creditor is not None:
        _require_party(agreement, terms.creditor, field="creditor")
    if terms.creditor == terms.debtor:
        raise Invalid("义务人和权利人不能是同一方。", field="creditor")
    if is_payment and terms.creditor is None:
        raise Invalid("请选择收款的一方。", field="creditor")
    needs_words = not is_payment and terms.kind != ObligationKind.APOLOGISE
    what = free_text(terms.what, field="what", longest=500, required=needs_words)
    amount = yuan(terms.amount, field="amount") if is_payment else None
    if not is_payment and (terms.amount is not None or terms.parts):
        raise Invalid("只有金钱给付才填写金额和分期。", field="amount")
    if terms.timing not in ALLOWED_TIMING.get(terms.kind, BOTH):
        named = "、".join(Timing(one).label for one in ALLOWED_TIMING.get(terms.kind, BOTH))
        raise Invalid(f"{ObligationKind(terms.kind).label}的履行时间应为：{named}。", field="timing")
    return {
        "kind": terms.kind,
        "debtor": terms.debtor,
        "creditor": terms.creditor,
        "what": what,
        "amount": amount,
        "timing": terms.timing,
        "due_on": _due_on(agreement, terms, amount),
        "manner": free_text(terms.manner, field="manner", longest=200),
    }


def _due_on(agreement, terms, amount):
    if terms.timing != Timing.BY_DATE:
        if terms.due_on or terms.parts:
            raise Invalid("当场履行或者没有截止日的，不填写期限。", field="due_on")
        return None
    if terms.parts:
        _require_parts(agreement, terms.parts, amount)
        return terms.parts[-1].due_on
    if terms.due_on is None:
        raise Invalid("请填写履行期限。", field="due_on")
    _require_day(agreement, terms.due_on, field="due_on")
    return terms.due_on


def _require_parts(agreement, parts, amount):
    if len(parts) == 1 or len(parts) > MOST_INSTALMENTS:
        raise Invalid(f"分期应为 2 至 {MOST_INSTALMENTS} 期；一次付清的，不用填写分期。", field="parts")
    for place, part in enumerate(parts, 1):
        yuan(part.amount, field="parts")
        _require_day(agreement, part.due_on, field="parts")
        if place > 1 and part.due_on <= parts[place - 2].due_on:
            raise Invalid(f"第 {place} 期的期限应晚于第 {place - 1} 期。", field="parts")
    summed = total(part.amount for part in parts)
    if summed != amount:
        raise Invalid(f"各期合计 {summed:,.2f} 元，与金额 {amount:,.2f} 元不符。", field="parts")


def _require_day(agreement, day, *, field):
    """A last day is not before the case was accepted, and not so far off that it must be a slip."""
    if day < agreement.case.accepted_on:
        raise Invalid("履行期限不能早于受理日期；已经履行的，请选“当场履行完毕”。", field=field)
    if day.year > agreement.case.accepted_on.year + 50:
        raise Invalid("履行期限太远，请核对年份。", field=field)


def _require_party(agreement, party, *, field):
    if party is None or party.case_id != agreement.case_id or party.left_on is not None:
        raise Invalid("请选择本案的当事人。", field=field)
