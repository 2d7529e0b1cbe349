"""What the forms after an agreement or an end know: danger, performance, visits, the court, closing, the volume."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.documents.form_details import Address, Letter


@dataclass(frozen=True)
class Closing:
    """结案报告 (F17); `performed` is what the performance track says, `left` the way left where it is not done."""

    reported_on: date | None = None
    closed_on: date | None = None
    result: str = ""
    result_on: date | None = None
    performed: str = ""
    left: str = ""
    brief: str = ""
    opinion: str = ""
    reported_by: str = ""
    decision: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class Reopened:
    """恢复调解 of a closed case: every party agreed."""

    reopened_on: date | None = None
    closed_on: date | None = None
    ground: str = ""
    reason: str = ""
    consented: tuple[str, ...] = ()
    approved_by: str = ""


@dataclass(frozen=True)
class CourtEnd(Letter):
    """终止调解情况表 for the court that handed a dispute over: no word of what was said, but for `agreed_facts`."""

    organ: str = ""
    referral_number: str = ""
    referral_on: date | None = None
    docket: str = ""
    result: str = ""
    ended_on: date | None = None
    explanation: str = ""
    agreed_facts: str = ""
    addresses: tuple[Address, ...] = ()
    contact: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class RiskTold(Letter):
    """风险情况报告: what was told to the police or another organ, when, to whom and how (人民调解法 第二十五条)."""

    organ: str = ""
    level: str = ""
    assessed_at: datetime | None = None
    signs: tuple[str, ...] = ()
    forecast: str = ""
    narrative: str = ""
    measures: str = ""
    reported_at: datetime | None = None
    told: str = ""
    person: str = ""
    how: str = ""
    reported_by: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Check:
    """排查登记表 (F21): a latent dispute that was found before anybody applied."""

    found_at: datetime | None = None
    place: str = ""
    method: str = ""
    checkers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    risk: str = ""
    handed_to: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Visit:
    """回访记录 of one party; `suit` whether it went to court, `signs` of mistakes or of new strife."""

    visited: str = ""
    agreement_number: str = ""
    visited_at: datetime | None = None
    channel: str = ""
    place: str = ""
    performance: str = ""
    satisfaction: str = ""
    suit: str = ""
    signs: str = ""
    situation: str = ""
    measures: str = ""
    visitor: str = ""


@dataclass(frozen=True)
class Overdue:
    """One thing that is late: `left` is what is still to be paid or done."""

    what: str = ""
    until: str = ""
    left: str = ""


@dataclass(frozen=True)
class Urge(Letter):
    """督促履行通知书 to a party that is late."""

    agreement_number: str = ""
    effective_on: date | None = None
    items: tuple[Overdue, ...] = ()
    perform_by: date | None = None
    contact: str = ""
    contact_phone: str = ""


@dataclass(frozen=True)
class CourtApplication:
    """司法确认申请书 and the commitment that goes with it; `terms` are those of the agreement."""

    agreement_number: str = ""
    effective_on: date | None = None
    terms: tuple[str, ...] = ()
    court: str = ""


@dataclass(frozen=True)
class CatalogueLine:
    """One document of a volume: from which page, how many."""

    title: str
    page: int | None = None
    pages: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Volume:
    """案卷: what cover, catalogue, statement and back cover say (F13–F16)."""

    name: str = ""
    number: str = ""
    term: str = ""
    kept_until: date | None = None
    mediated_from: date | None = None
    mediated_until: date | None = None
    filed_by: str = ""
    filed_on: date | None = None
    lines: tuple[CatalogueLine, ...] = ()
    statement: str = ""
    page_total: int | None = None
    book: str = ""


@dataclass(frozen=True)
class CheckedItem:
    what: str
    points: int
    lost: int = 0


@dataclass(frozen=True)
class VolumeCheck:
    """案卷评查表 (F24)."""

    items: tuple[CheckedItem, ...] = ()
    score: int | None = None
    has_passed: bool | None = None
    defects: str = ""
    rectify_by: date | None = None
    checked_by: str = ""
    checked_on: date | None = None


@dataclass(frozen=True)
class SubsidyPayee:
    """One mediator with a share of a subsidy; `percent` of a hundred, `amount` in figures."""

    name: str = ""
    employment: str = ""
    grade: str = ""
    percent: int | None = None
    amount: str = ""


@dataclass(frozen=True)
class SubsidyReview:
    """One of the three opinions: `seat` 1 is the committee, 2 the street, 3 the district."""

    seat: int
    decision: str = ""
    opinion: str = ""
    reviewed_by: str = ""
    reviewed_on: date | None = None


@dataclass(frozen=True)
class SubsidyClaim:
    """以案定补申报 (F23); `rule_grade` and `basis` are what the rules say of it, `amount` is in capitals."""

    claimed_by: str = ""
    claimed_on: date | None = None
    result_on: date | None = None
    performed_on: date | None = None
    closed_on: date | None = None
    volume: str = ""
    grade: str = ""
    rule_grade: str = ""
    basis: str = ""
    grade_reason: str = ""
    amount: str = ""
    reason: str = ""
    payees: tuple[SubsidyPayee, ...] = ()
    reviews: tuple[SubsidyReview, ...] = ()
    batch: str = ""
    paid_on: date | None = None
