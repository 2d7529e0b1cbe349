"""What single forms know beside the case: one frozen copy of facts for each kind of form.

As in the snapshot, every fact has an empty default, for the blank form.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from cases.documents.snapshot import AgentBlock, PartyBlock, PersonBlock


@dataclass(frozen=True)
class Oral:
    """口头申请笔录: what was said, and by whom it was taken down."""

    told_at: datetime | None = None
    place: str = ""
    taken_by: str = ""
    told: str = ""


@dataclass(frozen=True)
class Paper:
    """One identity paper: `images` are its sides; checked against the original by somebody on a day."""

    party: str = ""
    kind: str = ""
    number: str = ""
    images: tuple[str, ...] = ()
    checked_by: str = ""
    checked_on: date | None = None


@dataclass(frozen=True)
class Papers:
    items: tuple[Paper, ...] = ()


@dataclass(frozen=True)
class Authority:
    """授权委托书 of one party for one agent."""

    principal: PartyBlock = field(default_factory=PartyBlock)
    agent: AgentBlock = field(default_factory=AgentBlock)
    signed_on: date | None = None


@dataclass(frozen=True)
class Investigation:
    started_at: datetime | None = None
    ended_at: datetime | None = None
    place: str = ""
    present: tuple[str, ...] = ()
    asked: PersonBlock = field(default_factory=PersonBlock)
    text: str = ""
    investigators: tuple[str, ...] = ()
    recorder: str = ""


@dataclass(frozen=True)
class EvidenceItem:
    name: str = ""
    kind: str = ""
    provider: str = ""
    is_original: bool | None = None
    pages: int | None = None
    taken_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Evidence:
    items: tuple[EvidenceItem, ...] = ()
    received_by: str = ""


@dataclass(frozen=True)
class Session:
    """One mediation session; `result` is "success", "failed" or "continue" (有待继续调解)."""

    started_at: datetime | None = None
    ended_at: datetime | None = None
    place: str = ""
    present: tuple[str, ...] = ()
    is_open: bool | None = None
    text: str = ""
    result: str = ""
    mediators: tuple[str, ...] = ()
    recorder: str = ""


@dataclass(frozen=True)
class Due:
    """One line of the schedule of performance."""

    debtor: str
    what: str
    until: str
    manner: str = ""


@dataclass(frozen=True)
class Agreement:
    """调解协议, written or oral. `terms` are the numbered sentences as signed, `performing` how, where and by when."""

    number: str = ""
    facts: str = ""
    disputed: str = ""
    terms: tuple[str, ...] = ()
    total: str = ""
    performing: str = ""
    schedule: tuple[Due, ...] = ()
    copies: int | None = None
    effective_on: date | None = None
    mediators: tuple[str, ...] = ()
    recorder: str = ""


@dataclass(frozen=True)
class CheckItem:
    question: str
    holds: bool | None = None
    note: str = ""


@dataclass(frozen=True)
class Checklist:
    """合法性审查表 before an agreement is signed."""

    items: tuple[CheckItem, ...] = ()
    checked_by: str = ""
    checked_on: date | None = None


@dataclass(frozen=True)
class Letter:
    """What every letter of the committee has; `to` are the names it is addressed to."""

    letter_number: str = ""
    to: tuple[str, ...] = ()
    issued_on: date | None = None


@dataclass(frozen=True)
class Refusal(Letter):
    """`reason_code` is one of codes.REFUSAL_REASONS; `reason` and `basis` replace the words of the code when given."""

    reason_code: str = ""
    reason: str = ""
    basis: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class SessionCall(Letter):
    """Where and when to come; `bring` what to bring along."""

    starts_at: datetime | None = None
    place: str = ""
    is_open: bool | None = None
    bring: str = ""
    contact: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class Consent:
    """What one party answered to an extension."""

    party: str
    agrees: bool | None = None
    how: str = ""
    answered_on: date | None = None


@dataclass(frozen=True)
class Extension:
    due_on: date | None = None
    until: date | None = None
    reason: str = ""
    consents: tuple[Consent, ...] = ()


@dataclass(frozen=True)
class Suspension:
    reason: str = ""
    suspended_on: date | None = None
    due_on: date | None = None
    approved_by: str = ""


@dataclass(frozen=True)
class Resumption:
    reason: str = ""
    suspended_on: date | None = None
    resumed_on: date | None = None
    due_on: date | None = None
    approved_by: str = ""


@dataclass(frozen=True)
class Termination(Letter):
    """`reason` in words (one of the result codes); `asked_by` names the party who ended it, if one did."""

    reason: str = ""
    asked_by: str = ""
    ended_on: date | None = None
    explanation: str = ""


@dataclass(frozen=True)
class Withdrawal:
    reason: str = ""
    settled_privately: bool | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class Transfer(Letter):
    """移送函 to another organ; `attachments` go with it, the receipt comes back by `reply_by`."""

    organ: str = ""
    reason: str = ""
    attachments: tuple[str, ...] = ()
    reply_by: date | None = None
    contact: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class Remedies(Letter):
    """权利救济告知 after mediation ended without agreement (人民调解法 第二十六条)."""

    ended_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Address:
    """送达地址确认书 of one party."""

    party: str = ""
    receiver: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    electronic: str = ""
    confirmed_on: date | None = None


DECISIONS = ("同意接受，已予受理", "不予受理", "不属本调解委员会范围，已转交")


@dataclass(frozen=True)
class Entrusted:
    """委托调解函和回执: what the organ asked, and what the committee answers on the receipt."""

    organ: str = ""
    letter_no: str = ""
    letter_on: date | None = None
    received_on: date | None = None
    mode: str = ""
    docket: str = ""
    reply_by: date | None = None
    reason: str = ""
    organ_contact: str = ""
    decision: str = ""
    refusal: str = ""
    decided_on: date | None = None
    contact: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class Reply(Letter):
    """回复函 to the organ that referred the dispute."""

    organ: str = ""
    referral_number: str = ""
    referral_on: date | None = None
    result: str = ""
    performance: str = ""
    explanation: str = ""
    attachments: tuple[str, ...] = ()
    contact: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class Material:
    name: str
    pages: int | None = None
    is_original: bool | None = None


@dataclass(frozen=True)
class Receipt:
    """回执 for the applicant: what was handed in, when (to the minute), and by when the committee answers."""

    materials: tuple[Material, ...] = ()
    received_by: str = ""
    answer_by: date | None = None
    contact_phone: str = ""


@dataclass(frozen=True)
class Replacement:
    """更换调解员: on request always granted, without proof (人民调解工作若干规定 第二十五条)."""

    replaced: str = ""
    successor: str = ""
    post: str = ""
    asked_by: str = ""
    reason: str = ""
    asked_on: date | None = None
    replaced_on: date | None = None
    decided_by: str = ""


@dataclass(frozen=True)
class Contact:
    at: datetime | None = None
    channel: str = ""
    person: str = ""
    answer: str = ""
    by: str = ""


@dataclass(frozen=True)
class ContactLog:
    entries: tuple[Contact, ...] = ()
