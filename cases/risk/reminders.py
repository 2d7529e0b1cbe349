"""What is told of danger: orange the same day, red at once whatever the hour; reports and reviews that are due."""

from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.docket.reminders import of_limit
from cases.docket.wording import CASE, WHEN, date_of
from cases.risk.codes import RiskLevel
from cases.risk.models import RiskAssessment
from cases.risk.recipients import DIRECTOR_AND_STREET, HOST_AND_DIRECTOR, STREET
from cases.risk.within import CENTRE_REPORT, MEETS
from governance.notices.recipients import once_late, together
from governance.notices.rungs import rung
from governance.texts.kinds import Placeholder, Sentence
from governance.texts.wording import worded

LATE = "risk.report_late"


def _page(case):
    return f"{case.get_absolute_url()}#risk"


rung(
    "risk.red",
    "红色风险",
    "cases.Case",
    rows=lambda today: Case.objects.standing().filter(risk_level=RiskLevel.RED),
    text=worded(
        "risk.red",
        "红色风险",
        "{案件}：红色风险。请立即向公安机关报告并登记，会同处置。",
        lambda case, notice: {"案件": str(case)},
        CASE,
        sentences=(Sentence("请立即向公安机关报告", "人民调解法第二十五条"),),
    ),
    url=_page,
    tone="bad",
    holds_outside_hours=False,
)
rung(
    "risk.orange",
    "橙色风险",
    "cases.Case",
    rows=lambda today: Case.objects.standing().filter(risk_level__gte=RiskLevel.ORANGE),
    text=worded(
        "risk.orange",
        "橙色风险",
        "{案件}：橙色风险。请当日了解情况，安排两名以上调解员。",
        lambda case, notice: {"案件": str(case)},
        CASE,
    ),
    url=_page,
    tone="warn",
)
rung(
    "risk.police_report_due",
    "红色风险待报告公安",
    "cases.TimeLimit",
    offsets=(0, 1),
    due="due_on",
    rows=lambda today: TimeLimit.objects.running().filter(key="police_report", case__voided_at__isnull=True),
    recipients=together(HOST_AND_DIRECTOR, DIRECTOR_AND_STREET),
    related=("case",),
    text=worded(
        "risk.police_report_due",
        "红色风险待报告公安",
        "{案件}：红色风险，24 小时内应向公安机关报告并登记，{何时}。",
        of_limit,
        *(CASE, date_of(), WHEN),
        sentences=(Sentence("应向公安机关报告", "人民调解法第二十五条"),),
    ),
    url=lambda limit: _page(limit.case),
    tone="bad",
    holds_outside_hours=False,
)
rung(
    "risk.centre_report_due",
    "红色风险待报告街道综治中心",
    "cases.TimeLimit",
    offsets=(0, 1),
    due="due_on",
    rows=lambda today: TimeLimit.objects.running().filter(key=CENTRE_REPORT, case__voided_at__isnull=True),
    recipients=together(HOST_AND_DIRECTOR, DIRECTOR_AND_STREET),
    related=("case",),
    text=worded(
        "risk.centre_report_due",
        "红色风险待报告街道综治中心",
        "{案件}：红色风险，24 小时内应向街道综治中心报告并登记，{何时}。",
        of_limit,
        *(CASE, date_of(), WHEN),
    ),
    url=lambda limit: _page(limit.case),
    tone="bad",
    holds_outside_hours=False,
)
rung(
    LATE,
    "红色风险报告已过 24 小时",
    "cases.Case",
    rows=lambda today: Case.objects.standing().filter(
        pk__in=TimeLimit.objects.running().filter(key__in=MEETS).values("case")
    ),
    text=worded(
        LATE,
        "红色风险报告已过 24 小时",
        "{案件}：评为红色风险已满 24 小时，仍未登记报告。请立即报告并登记。",
        lambda case, notice: {"案件": str(case)},
        CASE,
        sentences=(Sentence("请立即报告并登记", "人民调解法第二十五条"),),
    ),
    url=_page,
    tone="bad",
    holds_outside_hours=False,
)
rung(
    "risk.review_due",
    "风险待复评",
    "cases.RiskAssessment",
    offsets=(0, 1),
    due="next_review_on",
    rows=lambda today: RiskAssessment.objects.to_review(),
    recipients=together(HOST_AND_DIRECTOR, once_late(STREET, due="next_review_on")),
    related=("case",),
    verb="case.view",
    text=worded(
        "risk.review_due",
        "风险待复评",
        "{案件}：{等级}风险，应于 {期限} 前复评。",
        lambda found, notice: {
            "案件": str(found.case),
            "等级": found.get_level_display(),
            "期限": f"{found.next_review_on:%m-%d}",
            "何时": notice.when,
        },
        *(CASE, Placeholder("等级", "橙色"), date_of(), WHEN),
    ),
    url=lambda found: _page(found.case),
    tone="warn",
)
