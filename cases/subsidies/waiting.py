"""What waits of subsidies: cases to claim for, claims to review and to correct, batches, money to take back."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from cases.docket.codes import Result
from cases.docket.models import Case
from cases.docket.states import Archive, Performance, Procedure
from cases.subsidies.models import ClaimState, SubsidyBatch, SubsidyClaim, SubsidyShare
from governance.pages.waiting import Line, Waiting, waiting

RECENT = timedelta(days=180)  # nobody is asked for ever about an old case that was never claimed for


@waiting("可以申报补贴的案件", verb="subsidy.claim", icon="file-earmark-text", order=16)
def to_claim(actor, place):
    since = timezone.localdate() - RECENT
    cases = Case.objects.visible_to(actor, "case.mediate").standing()
    cases = cases.filter(host=actor, result=Result.SUCCESS, performance=Performance.DONE, closed_on__gte=since)
    cases = cases.filter(
        procedure__in=(Procedure.CLOSED, Procedure.ARCHIVED), archive__in=(Archive.SUBMITTED, Archive.ARCHIVED)
    )
    claimed = SubsidyClaim.objects.exclude(state=ClaimState.WITHDRAWN).filter(case=OuterRef("pk"))
    return Waiting(
        cases.filter(~Exists(claimed)).order_by("closed_on", "pk"),
        reverse("cases:own_subsidies"),
        lambda row: Line(str(row), f"{row.get_absolute_url()}#subsidy", f"{row.closed_on:%m-%d} 结案"),
    )


@waiting("待补正的补贴申报", verb="subsidy.claim", icon="pencil", order=16)
def to_correct(actor, place):
    rows = SubsidyClaim.objects.filter(claimed_by=actor, state=ClaimState.RETURNED).select_related("case")
    return _claims(rows, reverse("cases:own_subsidies"))


@waiting("待审核的补贴申报", verb="case.decide", icon="clipboard-check", order=16)
def to_review(actor, place):
    """At the committees that the actor directs, without those in which the director has a share."""
    own = [post.area_id for post in actor.postings_today if "case.decide" in actor.verbs_of(post)]
    rows = SubsidyClaim.objects.filter(state=ClaimState.FIRST, case__area_id__in=own).exclude(claimed_by=actor)
    rows = rows.exclude(pk__in=SubsidyShare.objects.filter(account=actor).values("claim_id"))
    return _claims(rows.select_related("case"), f"{reverse('cases:subsidy_claims')}?state=first")


@waiting("待复核的补贴申报", verb="subsidy.check", icon="clipboard-check", order=16)
def to_check(actor, place):
    """Passed by a committee, or waiting for one whose director has a share in it."""
    heads = {
        "account__postings__role": "mediation_director",
        "account__postings__area": OuterRef("case__area"),
    }
    of_director = Exists(SubsidyShare.objects.filter(claim=OuterRef("pk"), **heads))
    rows = SubsidyClaim.objects.visible_to(actor, "subsidy.check")
    rows = rows.filter(Q(state=ClaimState.SECOND) | Q(of_director, state=ClaimState.FIRST))
    return _claims(rows.select_related("case"), f"{reverse('cases:subsidy_claims')}?state=second")


@waiting("待列入批次的补贴申报", verb="subsidy.approve", icon="list-ul", order=16)
def to_gather(actor, place):
    rows = SubsidyClaim.objects.visible_to(actor, "subsidy.approve").to_batch(timezone.localdate())
    return _claims(rows.select_related("case"), reverse("cases:subsidy_batches"))


@waiting("待审批和发放的补贴批次", verb="subsidy.approve", icon="clipboard-check", order=16)
def batches(actor, place):
    rows = SubsidyBatch.objects.visible_to(actor, "subsidy.approve").filter(state__in=("drawn_up", "approved"))
    return Waiting(
        rows.select_related("area").order_by("starts_on", "pk"),
        reverse("cases:subsidy_batches"),
        lambda row: Line(str(row), row.get_absolute_url(), row.get_state_display()),
    )


@waiting("应追回的补贴", verb="subsidy.approve", icon="exclamation-triangle", order=16)
def to_claw_back(actor, place):
    """Granted, and the case was taken up again, is not performed any more, or its volume failed."""
    rows = SubsidyClaim.objects.visible_to(actor, "subsidy.approve").granted().undone().select_related("case")
    return Waiting(
        rows.order_by("pk"),
        f"{reverse('cases:subsidy_claims')}?undone=yes",
        lambda row: Line(str(row.case), row.get_absolute_url(), f"{row.base_amount:,.2f} 元", "bad"),
    )


def _claims(rows, url):
    return Waiting(
        rows.order_by("claimed_at", "pk"),
        url,
        lambda row: Line(str(row.case), row.get_absolute_url(), f"{row.claimed_at:%m-%d} 申报"),
    )
