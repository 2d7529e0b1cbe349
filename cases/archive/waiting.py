"""Volumes that wait: to be bound, to be checked (the work home)."""

from django.urls import reverse
from django.utils import timezone

from cases.archive.models import Volume, VolumeAccess, VolumeCheck
from cases.archive.rules import ANOTHER_CHECKS
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.docket.states import Archive, Procedure
from governance import rules
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
    today = timezone.localdate()
    if all(rules.value(ANOTHER_CHECKS, code, today) for code in actor.scope("case.archive").places):
        rows = rows.exclude(submitted_by=actor)
    return Waiting(
        rows.order_by("submitted_at"),
        f"{reverse('cases:volumes')}?state=submitted",
        lambda row: Line(str(row), row.get_absolute_url(), f"{row.submitted_at:%m-%d} 报送"),
    )


@waiting("借出待归还的案卷", verb="case.archive", icon="archive", order=10)
def to_come_back(actor, place):
    today = timezone.localdate()
    cases = Case.objects.visible_to(actor, "case.archive")
    rows = VolumeAccess.objects.out().filter(volume__case__in=cases).select_related("volume", "book")
    return Waiting(
        rows.order_by("due_on", "pk"),
        f"{reverse('cases:volumes')}?lent=out",
        lambda row: Line(
            f"{row.volume}{f' {row.book}' if row.book else ''}",
            row.volume.get_absolute_url(),
            f"{row.who} {row.due_on:%m-%d} 前归还",
            "bad" if row.due_on < today else "",
        ),
    )


@waiting("保管期满待鉴定的案卷", verb="archive.destroy", icon="trash", order=11)
def to_appraise(actor, place):
    rows = Volume.objects.visible_to(actor, "archive.destroy").to_appraise(timezone.localdate())
    return Waiting(
        rows.order_by("kept_until", "pk"),
        reverse("cases:propose_destruction"),
        lambda row: Line(str(row), row.get_absolute_url(), f"保管至 {row.kept_until}"),
    )


@waiting("抽查待整改的案卷", verb="case.archive", icon="exclamation-triangle", order=10)
def to_rectify(actor, place):
    cases = Case.objects.visible_to(actor, "case.archive")
    rows = VolumeCheck.objects.to_rectify().filter(volume__case__in=cases).select_related("volume")
    today = timezone.localdate()
    return Waiting(
        rows.order_by("rectify_by"),
        f"{reverse('cases:volumes')}?spot=to_rectify",
        lambda row: Line(
            str(row.volume),
            row.volume.get_absolute_url(),
            f"{row.rectify_by:%m-%d} 前整改",
            "bad" if row.rectify_by < today else "",
        ),
    )
