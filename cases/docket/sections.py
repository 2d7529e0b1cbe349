"""What the register itself shows on the page of a case."""

from django.utils import timezone

from cases.docket.page import section


@section(
    "application", "申请与事实", template="cases/docket/_application.html", order=20, of_file=True, of_imports=True
)
def application(case, actor):
    return {} if case.facts or not case.is_imported else None


@section("limits", "期限", template="cases/docket/_limits.html", order=10)
def limits(case, actor):
    """Running limits, and beneath them those that were met; "why this date?" for each."""
    today = timezone.localdate()
    rows = [(row, row.shown(today)) for row in case.limits.filter(dropped_on__isnull=True).order_by("due_on", "pk")]
    if not rows:
        return None
    running, met = ([one for one in rows if (one[0].met_on is not None) == is_met] for is_met in (False, True))
    return {"running": running, "met": met}
