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
    """The case itself: who, before which committee, about what. Dates of the case are days in Shanghai.

    `accident`: certificate and insurer of a road accident, in words.
    """

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
    accident: str = ""


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
class FormSnapshot:
    """All that one document knows. `taken_at` dates the document; `corrects` numbers the document it replaces.

    `words` is the wording of a letter where a district says it in its own (letters.py); "" as shipped.
    """

    form: str
    version: int
    taken_at: datetime
    case: CaseSnapshot = CaseSnapshot()
    detail: object = None
    signatures: tuple[SignatureMark, ...] = ()
    corrects: str = ""
    words: str = ""

    def detail_as(self, kind: type[Detail]) -> Detail:
        """The facts of this form beside the case; empty ones for the blank form."""
        return self.detail if isinstance(self.detail, kind) else kind()
