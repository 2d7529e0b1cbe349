"""What waits because a case is dangerous: a report to the police, another look (the work home)."""

from django.urls import reverse
from django.utils import timezone

from cases.docket.models import Case
from cases.risk.filters import unreported_red
from cases.risk.models import RiskAssessment
from governance.pages.waiting import Line, Waiting, waiting


def _list(query):
    return f"{reverse('cases:risks')}?{query}"


@waiting("红色风险，待报告公安", verb="case.register", icon="exclamation-triangle", order=1)
def to_report(actor, place):
    rows = unreported_red(Case.objects.visible_to(actor, "case.register").at_risk())
    return Waiting(
        rows.order_by("pk"),
        _list("reported=no"),
        lambda row: Line(str(row), reverse("cases:report_risk", args=[row.pk]), "立即报告", "bad"),
    )


@waiting("待复评的风险", verb="case.register", icon="arrow-repeat", order=5)
def to_review(actor, place):
    today = timezone.localdate()
    cases = Case.objects.visible_to(actor, "case.register").at_risk()
    rows = RiskAssessment.objects.to_review().filter(case__in=cases, next_review_on__lte=today)
    return Waiting(
        rows.select_related("case").order_by("next_review_on", "pk"),
        _list("review=overdue"),
        lambda row: Line(
            str(row.case),
            reverse("cases:assess_risk", args=[row.case_id]),
            f"{row.get_level_display()} · {row.next_review_on:%m-%d} 前",
            "bad" if row.next_review_on < today else "warn",
        ),
    )
