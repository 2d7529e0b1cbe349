"""What danger holds back (domain/mediation.md 1.8, 2.3): closing, and at red everything before the police know."""

from django.utils import timezone

from cases.docket.guards import guard
from cases.mediation.models import MediatorRole
from cases.risk.codes import RiskLevel
from cases.risk.rules import REPORT_FIRST, TWO_MEDIATORS
from cases.risk.within import POLICE_REPORT, awaited_reports, said
from governance import rules

MOST_AT_CLOSING = RiskLevel.YELLOW


@guard("T20", "T21")
def open_risk(case, code: str) -> str:
    """A dangerous case is neither closed nor archived until it was looked at again and found less so."""
    if case.risk_level <= MOST_AT_CLOSING:
        return ""
    level = RiskLevel(case.risk_level).label
    return f"本案为{level}风险，不能结案、归档：请先由调委会主任或者司法所复评，降至黄色以下。"


@guard()
def unreported(case, code: str) -> str:
    """At red the police are told first; who calls a party meanwhile may note it."""
    if code == "T4" or not awaits_report(case) or not rules.value(REPORT_FIRST, case.area_id, timezone.localdate()):
        return ""
    return "本案为红色风险，尚未登记向公安机关的报告：请立即报告并登记，再办理其他步骤（人民调解法第二十五条）。"


@guard("T8", "T14", "T15")
def one_mediator(case, code: str) -> str:
    if not lacks_second_mediator(case):
        return ""
    return f"本案为{RiskLevel(case.risk_level).label}风险，至少由两名调解员承办：请再指派一名协办调解员。"


@guard("T20")
def never_reported(case, code: str) -> str:
    """Red is reported also when it has fallen since."""
    if not (awaited := awaited_reports(case)):
        return ""
    return f"本案曾为红色风险，尚未登记向{said(awaited)}的报告，不能结案：请先登记报告。"


def awaits_report(case) -> bool:
    """Whether the case is red and the police were not yet told."""
    if case.risk_level != RiskLevel.RED:
        return False
    return case.limits.running().filter(key=POLICE_REPORT).exists()


def lacks_second_since(case, moment) -> str:
    """Why a session that began at `moment` does not count: the danger was known, and fewer than two mediated."""
    rose = case.risk_assessments.filter(level__gte=RiskLevel.ORANGE, assessed_at__lt=moment).exists()
    return one_mediator(case, "T9") if rose else ""


def lacks_second_mediator(case) -> bool:
    """Whether fewer than two mediate a case that two should."""
    if case.risk_level < RiskLevel.ORANGE or not rules.value(TWO_MEDIATORS, case.area_id, timezone.localdate()):
        return False
    return case.assignments.standing().exclude(role=MediatorRole.RECORDER).count() < 2
