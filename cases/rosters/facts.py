"""What the registers of committees, mediators and cases tell (domain/mediation.md 3.1, 4.6). Empty means unknown."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Mediator:
    """One mediator of a committee. `number` is the masked number of the identity paper; `photo` a digest."""

    name: str = ""
    sex: str = ""
    born: str = ""
    ethnicity: str = ""
    number: str = ""
    phone: str = ""
    address: str = ""
    post: str = ""
    employment: str = ""
    origin: str = ""
    grade: str = ""
    identities: str = ""
    specialities: str = ""
    since: date | None = None
    committee: str = ""
    area: str = ""
    cases: str = ""
    photo: str = ""
    marital: str = ""
    political: str = ""
    education: str = ""
    major: str = ""
    unit: str = ""
    occupation: str = ""
    title: str = ""
    studio: str = ""
    email: str = ""
    years: str = ""
    bought: str = ""
    knowledge: str = ""
    injury: str = ""
    career: str = ""
    term: str = ""
    standing: str = ""
    filing_no: str = ""
    filed_on: date | None = None


@dataclass(frozen=True)
class Committee:
    """A committee with those who mediate there now, its director first."""

    name: str = ""
    kind: str = ""
    sign: str = ""
    area: str = ""
    founded_on: date | None = None
    term: str = ""
    director: str = ""
    phone: str = ""
    address: str = ""
    court: str = ""
    code: str = ""
    trade: str = ""
    postcode: str = ""
    fax: str = ""
    email: str = ""
    premises: str = ""
    position: str = ""
    filing_no: str = ""
    filed_on: date | None = None
    photo: str = ""
    members: tuple[Mediator, ...] = ()


@dataclass(frozen=True)
class Line:
    """One number of the year's series: a case, or a number that is void."""

    seq: int
    number: str
    accepted_on: date | None = None
    parties: str = ""
    dispute_type: str = ""
    source: str = ""
    mediators: str = ""
    form: str = ""
    result: str = ""
    result_on: date | None = None
    amount: Decimal | None = None
    performance: str = ""
    volume: str = ""
    remark: str = ""
    is_success: bool = False
    is_void: bool = False


@dataclass(frozen=True)
class Book:
    """案件登记簿: the numbers that a committee gave in a year, in their order."""

    committee: str
    year: int
    lines: tuple[Line, ...]
