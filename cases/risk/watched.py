"""The risk list can be watched: an assessment, a report, a reply are events; a review falls due by its day alone."""

from datetime import datetime, timedelta

from django.utils import timezone

from cases.docket.watched import stirred
from cases.risk.filters import PreventionFilter, RiskFilter
from cases.risk.models import Prevention, RiskAssessment
from cases.risk.rows import cases_at_risk, preventions_seen_by
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import written


def stirred_risks(since: datetime, until: datetime) -> set[int]:
    first, last = timezone.localdate(since) - timedelta(days=1), timezone.localdate(until)
    due = RiskAssessment.objects.current().filter(next_review_on__gte=first, next_review_on__lte=last)
    return stirred(since, until) | set(due.values_list("case_id", flat=True))


watched("cases:risks", filterset=RiskFilter, rows=cases_at_risk, stirred=stirred_risks, by_actor=True)
watched(
    "cases:preventions",
    filterset=PreventionFilter,
    rows=preventions_seen_by,
    stirred=written(Prevention, "recorded_at"),
)
