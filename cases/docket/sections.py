"""What the register itself shows on the page of a case."""

from django.utils import timezone

from cases.docket.page import section


@section("application", "申请与事实", template="cases/docket/_application.html", order=20, of_file=True)
def application(case, actor):
    return {}


@section("limits", "期限", template="cases/docket/_limits.html", order=10)
def limits(case, actor):
    """Running limits first, then those that were met; "why this date?" for each."""
    today = timezone.localdate()
    rows = sorted(case.limits.filter(dropped_on__isnull=True), key=lambda row: (row.met_on is not None, row.due_on))
    return {"limits": [(row, row.shown(today)) for row in rows]} if rows else None
