"""The rows of the risk list: followed cases above no risk, the most dangerous first, with what is due of each.

And of what was prevented: the kind of event and how many it concerned, as events of the case tell it; by what evidence
stays in the file.
"""

from django.db.models import Exists, OuterRef, Prefetch

from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.risk.models import Prevention, RiskAssessment


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


def preventions_seen_by(actor):
    return Prevention.objects.known_to(actor).standing()


def preventions_brought():
    return Prevention.objects.select_related("case__committee__body", "account").defer("evidence")
