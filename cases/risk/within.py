"""The hours within which a red danger is reported (domain/mediation.md 1.3): by the clock, not by the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.docket.models import Case
from cases.risk.codes import ReportOrgan, RiskLevel

HOURS = timedelta(hours=24)
POLICE_REPORT, CENTRE_REPORT = "police_report", "centre_report"
MEETS: dict[str, tuple[str, ...]] = {
    POLICE_REPORT: (ReportOrgan.POLICE,),
    CENTRE_REPORT: (ReportOrgan.CENTRE, ReportOrgan.STREET),
}
LABELS = {POLICE_REPORT: "公安机关", CENTRE_REPORT: "街道综治中心"}


@dataclass(frozen=True)
class Awaited:
    """A report that is not recorded yet: to whom, and until which moment."""

    key: str
    by: datetime

    @property
    def to(self) -> str:
        return LABELS[self.key]

    def is_late(self, now: datetime) -> bool:
        return now > self.by


def awaited_reports(case: Case) -> list[Awaited]:
    """What is still to be reported since the case turned red, the police first; also once the level fell again."""
    keys = set(case.limits.running().filter(key__in=MEETS).values_list("key", flat=True))
    if not keys:
        return []
    turned = case.risk_assessments.turned_red().order_by("-assessed_at", "-id").first()
    turned = turned or case.risk_assessments.filter(level=RiskLevel.RED).order_by("assessed_at", "id").first()
    return [Awaited(key, turned.assessed_at + HOURS) for key in MEETS if key in keys] if turned else []


def met_by(organ: str) -> list[str]:
    """The limits that a report to this organ meets."""
    return [key for key, organs in MEETS.items() if organ in organs]


def said(awaited: Iterable[Awaited]) -> str:
    return "、".join(one.to for one in awaited)
