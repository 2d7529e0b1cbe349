"""The facts of a subsidy claim, as its form prints them."""

from django.utils import timezone

from cases.documents.follow_up_details import SubsidyClaim, SubsidyPayee, SubsidyReview
from cases.documents.money import written
from cases.mediation.mediators.models import MediatorProfile


def claim_details(claim) -> SubsidyClaim:
    """From a claim with its shares and reviews."""
    case = claim.case
    shares = list(claim.shares.select_related("account"))
    profiles = MediatorProfile.objects.filter(account__in=[share.account_id for share in shares])
    known = {one.account_id: one for one in profiles}
    volume = case.volumes.current().first()
    return SubsidyClaim(
        claimed_by=claim.claimed_by.name,
        claimed_on=timezone.localdate(claim.claimed_at),
        result_on=case.result_on,
        performed_on=case.performed_on,
        closed_on=case.closed_on,
        volume=volume.number if volume else "",
        grade=claim.get_grade_display(),
        rule_grade=claim.get_rule_grade_display(),
        basis=claim.grade_basis,
        grade_reason=claim.grade_reason,
        amount=written(claim.base_amount),
        reason=claim.reason,
        payees=tuple(_payee(share, known.get(share.account_id)) for share in shares),
        reviews=tuple(
            SubsidyReview(
                one.seat, one.get_decision_display(), one.opinion, one.reviewed_by.name,
                timezone.localdate(one.reviewed_at),
            )
            for one in claim.reviews.filter(round=claim.round).select_related("reviewed_by")
        ),
        batch=str(claim.batch) if claim.batch else "",
        paid_on=claim.batch.paid_on if claim.batch else None,
    )  # fmt: skip


def _payee(share, profile) -> SubsidyPayee:
    employment = profile.get_employment_display() if profile else ""
    grade = profile.get_grade_display() if profile and profile.grade else ""
    return SubsidyPayee(share.account.name, employment, grade, share.percent, f"{share.amount:,.2f}")
