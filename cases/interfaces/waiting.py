"""What waits to be told to other organs (the work home)."""

from django.urls import reverse
from django.utils import timezone

from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from governance.pages.waiting import Line, Waiting, waiting


@waiting("待反馈移送部门", verb="case.register", icon="envelope", order=5)
def to_feed_back(actor, place):
    """Results that the organ was not told: a mediator's own cases, else those of the places that one registers at."""
    today = timezone.localdate()
    cases = Case.objects.visible_to(actor, "case.register").standing()
    if actor.scope("case.mediate") and not actor.scope("case.decide"):
        cases = cases.filter(host=actor)
    rows = TimeLimit.objects.running().filter(key="feedback", case__in=cases)
    return Waiting(
        rows.select_related("case").order_by("due_on", "pk"),
        f"{reverse('cases:cases')}?source=entrusted",
        lambda row: Line(
            str(row.case),
            f"{row.case.get_absolute_url()}#feedback",
            _by_when(row, today),
            "bad" if row.due_on < today else "warn",
        ),
    )


def _by_when(row, today):
    return f"已逾期 {(today - row.due_on).days} 天" if row.due_on < today else f"{row.due_on:%m-%d} 前反馈"
