"""What waits because a case is dangerous: a report to the police, another look (the work home)."""

from django.urls import reverse
from django.utils import timezone

from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.risk.filters import unreported_red
from cases.risk.models import RiskAssessment
from cases.risk.within import CENTRE_REPORT
from governance.pages.waiting import Line, Waiting, waiting


def _list(query):
    return f"{reverse('cases:risks')}?{query}"


@waiting("红色风险，待报告公安", verb="case.register", icon="exclamation-triangle", order=1)
def to_report(actor, place):
    rows = unreported_red(Case.objects.visible_to(actor, "case.register").at_risk())
    return Waiting(
        rows.order_by("pk"),
        _list("reported=no"),
        lambda row: _to(actor, row, "cases:report_risk", "case.follow", "立即报告", "bad"),
    )


@waiting("红色风险，待报告街道综治中心", verb="case.register", icon="exclamation-triangle", order=1)
def to_report_to_the_centre(actor, place):
    waits = TimeLimit.objects.running().filter(key=CENTRE_REPORT, case__in=_mine(actor), case__voided_at=None)
    return Waiting(
        waits.select_related("case").order_by("due_on", "pk"),
        _list("level=3"),
        lambda row: Line(str(row.case), reverse("cases:report_risk", args=[row.case_id]), "立即报告", "bad"),
    )


def _mine(actor):
    """Cases of the committees at which `actor` registers, mediates or directs."""
    places = [posting.area_id for posting in actor.postings_today if "case.follow" in actor.verbs_of(posting)]
    return Case.objects.visible_to(actor, "case.register").filter(area_id__in=places)


@waiting("待复评的风险", verb="case.register", icon="arrow-repeat", order=5)
def to_review(actor, place):
    today = timezone.localdate()
    cases = Case.objects.visible_to(actor, "case.register").at_risk()
    rows = RiskAssessment.objects.to_review().filter(case__in=cases, next_review_on__lte=today)
    return Waiting(
        rows.select_related("case").order_by("next_review_on", "pk"),
        _list("review=overdue"),
        lambda row: _to(
            actor,
            row.case,
            "cases:assess_risk",
            "case.mediate",
            f"{row.get_level_display()} · {row.next_review_on:%m-%d} 前",
            "bad" if row.next_review_on < today else "warn",
        ),
    )


def _to(actor, case, act, verb, hint, tone):
    """To the act for whose it is (2.9: at the committee by `verb`, and the justice office), else to the case."""
    is_theirs = actor.holds_here(verb, case.area_id) or actor.holds("risk.lower", case.area_id)
    url = reverse(act, args=[case.pk]) if is_theirs else f"{case.get_absolute_url()}#risk"
    return Line(str(case), url, hint, tone)
