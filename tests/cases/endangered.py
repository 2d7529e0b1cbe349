"""Danger as tests find it and report it."""

from cases.docket.models import Case
from cases.risk.actions import assess_risk, report_risk
from governance.notices.models import Notice
from tests.cases.factories import ago

FACTS = {"narrative": "扬言收拾对方。", "measures": "分别走访，避免接触。"}


REPORT = {
    "organ": "police",
    "organ_name": "新成路派出所",
    "person": "社区民警",
    "channel": "phone",
    "text": "扬言伤害。",
}


def assess(case, by, level, *, minutes=60, **more):
    return assess_risk(case, by=by, assessed_at=ago(minutes=minutes), level=level, **{**FACTS, **more})


def report(case, by, *, minutes=50, **more):
    return report_risk(case, by=by, reported_at=ago(minutes=minutes), **{**REPORT, **more})


def told(rung):
    return sorted(Notice.objects.filter(rung=rung).values_list("recipient__username", flat=True))


def level(case):
    return Case.objects.get(pk=case.pk).risk_level
