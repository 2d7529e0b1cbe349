"""What a form may know: a copy of the facts at one moment, which no later change of the case can alter.

Everything has an empty default: a form made from an empty snapshot is the blank form, to be filled by hand.
Pictures stand here by digest (SM3); their bytes lie with the files of the case.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

Detail = TypeVar("Detail")
APPLICANT, RESPONDENT, THIRD_PARTY = "applicant", "respondent", "third_party"
PERSON, BUSINESS, ORGANISATION = "natural_person", "individual_business", "organisation"
GENERAL, SPECIAL = "general", "special"
SIDES = {APPLICANT: "申请人", RESPONDENT: "被申请人", THIRD_PARTY: "第三人"}
AUTHORITIES = {GENERAL: "一般授权", SPECIAL: "特别授权"}


@dataclass(frozen=True)
class PersonBlock:
    """A natural person as forms name one. `unit` is the workplace, `address` where the person lives."""

    name: str = ""
    sex: str = ""
    ethnicity: str = ""
    age: int | None = None
    birth_on: date | None = None
    occupation: str = ""
    document_kind: str = ""
    document_number: str = ""
    phone: str = ""
    unit: str = ""
    address: str = ""


@dataclass(frozen=True)
class AgentBlock(PersonBlock):
    """委托代理人. Only special authority admits, waives, changes claims or settles (民事诉讼法 第六十二条)."""

    relation: str = ""
    authority: str = ""
    matters: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class GuardianBlock(PersonBlock):
    """法定代理人: the guardian signs, the ward stays the party."""

    relation: str = ""


@dataclass(frozen=True)
class PartyBlock(PersonBlock):
    """当事人. For an organisation `name` and `address` are its own, and `representative` its legal representative.

    An individual business is a person with the `unit` as the name of the shop, and a credit code. `key` tells parties
    of one name apart.
    """

    key: str = ""
    side: str = ""
    kind: str = PERSON
    credit_code: str = ""
    representative: str = ""
    representative_post: str = ""
    service_address: str = ""
    agents: tuple[AgentBlock, ...] = ()
    guardian: GuardianBlock | None = None


@dataclass(frozen=True)
class CaseSnapshot:
    """The case itself: who, before which committee, about what. Dates of the case are days in Shanghai."""

    committee: str = ""
    committee_address: str = ""
    committee_phone: str = ""
    number: str = ""
    dispute_type: str = ""
    source: str = ""
    source_organ: str = ""
    title: str = ""
    received_at: datetime | None = None
    accepted_on: date | None = None
    due_on: date | None = None
    facts: str = ""
    requests: tuple[str, ...] = ()
    parties: tuple[PartyBlock, ...] = ()
    mediators: tuple[str, ...] = ()
    recorder: str = ""
    registrar: str = ""
    director: str = ""
    remark: str = ""


@dataclass(frozen=True)
class SignatureMark:
    """One signature that was given: `role` is "party", "mediator", "recorder", "committee" and so on.

    `party` is the key of the party that it binds, whoever signed for it. `image` is the digest of its picture, "" for
    one given on paper; `method` says how: 签名, 按指印, 盖章.
    """

    role: str
    name: str
    method: str = "签名"
    signed_on: date | None = None
    image: str = ""
    witness: str = ""
    party: str = ""


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

    principal: PartyBlock = PartyBlock()
    agent: AgentBlock = AgentBlock()
    signed_on: date | None = None


@dataclass(frozen=True)
class Investigation:
    started_at: datetime | None = None
    ended_at: datetime | None = None
    place: str = ""
    present: tuple[str, ...] = ()
    asked: PersonBlock = PersonBlock()
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


@dataclass(frozen=True)
class Reply(Letter):
    """回复函 to the organ that referred the dispute."""

    organ: str = ""
    referral_number: str = ""
    referral_on: date | None = None
    result: str = ""
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


@dataclass(frozen=True)
class FormSnapshot:
    """All that one document knows. `taken_at` dates the document; `corrects` numbers the document it replaces."""

    form: str
    version: int
    taken_at: datetime
    case: CaseSnapshot = CaseSnapshot()
    detail: object = None
    signatures: tuple[SignatureMark, ...] = ()
    corrects: str = ""

    def detail_as(self, kind: type[Detail]) -> Detail:
        """The facts of this form beside the case; empty ones for the blank form."""
        return self.detail if isinstance(self.detail, kind) else kind()
