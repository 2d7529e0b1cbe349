"""Which grade a case has by rule (domain/mediation.md 1.9). Pure: facts and thresholds in, grade and reasons out."""

from dataclasses import dataclass
from decimal import Decimal

from cases.subsidies.models import Grade


@dataclass(frozen=True)
class CaseFacts:
    """`days` from acceptance to the result; `risk` is the highest level ever assessed."""

    is_oral: bool
    days: int
    sessions: int
    people: int
    amount: Decimal
    departments: int
    risk: int
    has_death: bool


@dataclass(frozen=True)
class Thresholds:
    simple_days: int
    complex_sessions: int
    complex_people: int
    complex_amount: Decimal
    complex_departments: int
    complex_risk: int
    major_people: int
    major_amount: Decimal
    major_risk: int


@dataclass(frozen=True)
class Graded:
    grade: Grade
    reasons: tuple[str, ...]

    @property
    def basis(self) -> str:
        return "；".join(self.reasons)


def graded(facts: CaseFacts, by: Thresholds) -> Graded:
    """The highest grade that one of its signs reaches; else simple when oral or quick, ordinary when written."""
    for grade, signs in ((Grade.MAJOR, _major(facts, by)), (Grade.COMPLEX, _complex(facts, by))):
        if reasons := tuple(text for holds, text in signs if holds):
            return Graded(grade, reasons)
    if facts.is_oral:
        return Graded(Grade.SIMPLE, ("口头协议",))
    if facts.days <= by.simple_days:
        return Graded(Grade.SIMPLE, (f"受理后 {by.simple_days} 天以内调解成功",))
    return Graded(Grade.ORDINARY, ("书面协议",))


def _major(facts: CaseFacts, by: Thresholds):
    return (
        (facts.has_death, "涉及死亡"),
        (facts.people >= by.major_people, f"涉及 {facts.people} 人"),
        (facts.amount >= by.major_amount, f"协议金额 {facts.amount:,.2f} 元"),
        (facts.risk >= by.major_risk, f"曾评为 {facts.risk} 级风险"),
    )


def _complex(facts: CaseFacts, by: Thresholds):
    return (
        (facts.sessions >= by.complex_sessions, f"调解会 {facts.sessions} 次"),
        (facts.people >= by.complex_people, f"涉及 {facts.people} 人"),
        (facts.amount >= by.complex_amount, f"协议金额 {facts.amount:,.2f} 元"),
        (facts.departments >= by.complex_departments, f"{facts.departments} 个部门参与"),
        (facts.risk >= by.complex_risk, f"曾评为 {facts.risk} 级风险"),
    )
