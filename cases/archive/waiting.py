"""Volumes that wait: to be bound, to be checked (the work home)."""

from django.urls import reverse
from django.utils import timezone

from cases.archive.models import Volume
from cases.docket.models import Case, TimeLimit
from cases.docket.states import Archive, Procedure
from governance.pages.waiting import Line, Waiting, waiting


@waiting("待整理归档的案卷", verb="case.register", icon="archive", order=8)
def to_bind(actor, place):
    today = timezone.localdate()
    rows = Case.objects.visible_to(actor, "case.register").standing().filter(procedure=Procedure.CLOSED)
    rows = rows.filter(archive__in=(Archive.COLLECTING, Archive.RETURNED))
    due = TimeLimit.objects.running().filter(key="archive")  # not while something of the case is still followed
    rows = rows.filter(pk__in=due.values("case"))
    return Waiting(
        rows.order_by("due_on", "pk"),
        f"{reverse('cases:cases')}?procedure=closed",
        lambda row: Line(
            str(row),
            f"{row.get_absolute_url()}#archive",
            f"{row.due_on:%m-%d} 前归档" if row.due_on else "",
            "bad" if row.due_on and row.due_on < today else "",
        ),
    )


@waiting("待评查的案卷", verb="case.archive", icon="clipboard-check", order=9)
def to_check(actor, place):
    cases = Case.objects.visible_to(actor, "case.archive")
    rows = Volume.objects.waiting().filter(case__in=cases).select_related("case")
    return Waiting(
        rows.order_by("submitted_at"),
        f"{reverse('cases:volumes')}?state=submitted",
        lambda row: Line(str(row), row.get_absolute_url(), f"{row.submitted_at:%m-%d} 报送"),
    )
