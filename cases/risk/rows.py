"""The rows of the risk list: followed cases above no risk, the most dangerous first, with what is due of each."""

from django.db.models import Exists, OuterRef, Prefetch

from cases.docket.models import Case, TimeLimit
from cases.risk.models import RiskAssessment


def cases_at_risk(actor):
    """With `current_risk` (a list of one) and `awaits_report`, in a fixed number of queries."""
    unmet = TimeLimit.objects.running().filter(key="police_report", case=OuterRef("pk"))
    current = RiskAssessment.objects.current().only("case_id", "level", "next_review_on", "assessed_at", "is_current")
    return (
        Case.objects.visible_to(actor)
        .at_risk()
        .for_list()
        .annotate(awaits_report=Exists(unmet))
        .prefetch_related(Prefetch("risk_assessments", current, to_attr="current_risk"))
    )
