"""A claim for a closed and performed case, and its way through three reviews (以案定补, domain/mediation.md 1.9)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.docket.actions import locked_case, require_may
from cases.docket.models import Case
from cases.subsidies.amounts import require_shares, split
from cases.subsidies.conditions import payee_problem
from cases.subsidies.gathering import amount_of, dispute_of, grade_of, payee_facts, problems_of
from cases.subsidies.models import (
    SEATS,
    ClaimState,
    Decision,
    Grade,
    Seat,
    SubsidyClaim,
    SubsidyReview,
    SubsidyShare,
)
from cases.subsidies.permissions import refused_review
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.identifiers.typed import free_text
from governance.people.models import Account

NEXT = {Seat.COMMITTEE: ClaimState.SECOND, Seat.STREET: ClaimState.THIRD}


@dataclass(frozen=True)
class Share:
    """Whole percent of the subsidy for one mediator of the case."""

    account: Account
    percent: int


@transaction.atomic
def claim_subsidy(
    case: Case,
    *,
    by,
    shares: tuple[Share, ...],
    reason: str,
    grade: str = "",
    grade_reason: str = "",
    version: int | None = None,
) -> SubsidyClaim:
    """Claim the subsidy of a case for those who mediated it; without `grade` it is that of the rules.

    Raises NotPermitted unless `by` mediates it, WrongState with the first condition that is not met, Invalid (field
    "shares", "grade", "grade_reason", "reason").
    """
    case = locked_case(case, version=version, archived=True)
    require_may("mediate", by, case)
    group = dispute_of(case)
    list(Case.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=group).order_by("pk"))
    _require_claimable(case)
    claim = SubsidyClaim(case=case, dispute_id=group[0], claimed_by=by, claimed_at=timezone.now())
    _fill_in(claim, shares, reason=reason, grade=grade, grade_reason=grade_reason)
    record("subsidy.claimed", claim, by=by, area=case.area_id, **_told(claim, shares))
    return claim


@transaction.atomic
def correct_claim(
    claim: SubsidyClaim,
    *,
    by,
    shares: tuple[Share, ...],
    reason: str,
    grade: str = "",
    grade_reason: str = "",
    version: int | None = None,
) -> SubsidyClaim:
    """Hand in again what was sent back: it begins anew at the committee."""
    claim = locked_claim(claim, version)
    _require_claimant(claim, by)
    if claim.state != ClaimState.RETURNED:
        raise WrongState(f"这份申报目前“{claim.get_state_display()}”，不能修改：退回补正的才可以修改。")
    _require_claimable(claim.case, claim)
    claim.state, claim.round = ClaimState.FIRST, claim.round + 1
    claim.version += 1
    _fill_in(claim, shares, reason=reason, grade=grade, grade_reason=grade_reason)
    record("subsidy.corrected", claim, by=by, area=claim.area_id, round=claim.round, **_told(claim, shares))
    return claim


@transaction.atomic
def withdraw_claim(claim: SubsidyClaim, *, by, reason: str, version: int | None = None) -> SubsidyClaim:
    """Give a claim up before it is in a batch; the dispute may be claimed for again."""
    claim = locked_claim(claim, version)
    _require_claimant(claim, by)
    if claim.batch_id or not (claim.is_in_review or claim.state == ClaimState.RETURNED):
        raise WrongState(f"这份申报目前“{claim.get_state_display()}”，不能撤回。")
    claim.withdraw_reason = free_text(reason, field="reason", longest=200, required=True)
    claim.state = ClaimState.WITHDRAWN
    save(claim)
    record("subsidy.withdrawn", claim, by=by, area=claim.area_id, reason=claim.withdraw_reason)
    return claim


@transaction.atomic
def review_claim(
    claim: SubsidyClaim, *, by, decision: str, opinion: str = "", version: int | None = None
) -> SubsidyClaim:
    """Pass a claim on, send it back for correction or refuse it; what is passed is looked at again for its conditions.

    The district passes claims by approving their batch (`approve_batch`), and sends back or refuses one here: it leaves
    its batch. Raises NotPermitted, WrongState, Invalid (field "decision", "opinion").
    """
    claim = locked_claim(claim, version)
    if not claim.is_in_review:
        raise WrongState(f"这份申报目前“{claim.get_state_display()}”，不在审核中。")
    if refused := refused_review(by, claim):
        raise NotPermitted(refused)
    seat = SEATS[ClaimState(claim.state)]
    if decision not in Decision.values:
        raise Invalid("请选择结论。", field="decision")
    opinion = free_text(opinion, field="opinion", longest=300, required=decision != Decision.PASSED)
    if decision == Decision.PASSED:
        _require_passable(claim, seat)
        claim.state = NEXT[seat]
        claim.checked_at = timezone.now() if seat == Seat.STREET else None
    else:
        claim.state = ClaimState.RETURNED if decision == Decision.RETURNED else ClaimState.REFUSED
        claim.batch, claim.checked_at = None, None
    SubsidyReview.objects.create(
        claim=claim,
        round=claim.round,
        seat=seat,
        decision=decision,
        opinion=opinion,
        reviewed_by=by,
        reviewed_at=timezone.now(),
    )
    save(claim)
    record("subsidy.reviewed", claim, by=by, area=claim.area_id, seat=seat.label, decision=decision, opinion=opinion)
    return claim


def locked_claim(claim: SubsidyClaim, version: int | None = None) -> SubsidyClaim:
    claim = SubsidyClaim.objects.select_related("case").locked(claim.pk)
    require_version(claim, version)
    return claim


def save(claim: SubsidyClaim) -> None:
    claim.version += 1
    claim.save()


def _require_claimable(case: Case, claim: SubsidyClaim | None = None) -> None:
    if found := problems_of(case, claim=claim):
        raise WrongState(found[0])


def _require_claimant(claim, by) -> None:
    if by.pk != claim.claimed_by_id or by._meta.model_name != "account":
        raise NotPermitted("须由申报人本人办理。")


def _require_passable(claim, seat) -> None:
    if seat == Seat.DISTRICT:
        raise Invalid("区级审批按批次办理：请编制批次后一并批准。", field="decision")
    _require_claimable(claim.case, claim)
    _require_payees(claim.case, [share.account for share in claim.shares.select_related("account")])


def _require_payees(case: Case, accounts: list[Account]) -> None:
    facts = payee_facts(case, accounts)
    for account in accounts:
        if said := payee_problem(facts[account.pk]):
            raise Invalid(said, field="shares")


def _fill_in(claim: SubsidyClaim, shares: tuple[Share, ...], *, reason, grade, grade_reason) -> None:
    """Set what is claimed, with the grade and the amount of the rules, and save claim and shares."""
    require_shares([share.percent for share in shares])
    accounts = [share.account for share in shares]
    if len({account.pk for account in accounts}) < len(accounts):
        raise Invalid("同一调解员只能填写一份份额。", field="shares")
    _require_payees(claim.case, accounts)
    ruled = grade_of(claim.case)
    grade = grade or ruled.grade
    if grade not in Grade.values:
        raise Invalid("请选择补贴等级。", field="grade")
    claim.rule_grade, claim.grade_basis, claim.grade = ruled.grade, ruled.basis[:200], grade
    differs = grade != ruled.grade
    said = f"按规则为“{ruled.grade.label}”（{ruled.basis}）：申报其他等级的，请写明理由。"
    if differs and not grade_reason.strip():
        raise Invalid(said, field="grade_reason")
    claim.grade_reason = free_text(grade_reason, field="grade_reason", longest=300) if differs else ""
    claim.reason = free_text(reason, field="reason", longest=500, required=True)
    claim.base_amount = amount_of(claim.case, grade)
    claim.save()
    claim.shares.all().delete()
    parts = split(claim.base_amount, [share.percent for share in shares])
    SubsidyShare.objects.bulk_create(
        SubsidyShare(claim=claim, account=share.account, percent=share.percent, amount=part)
        for share, part in zip(shares, parts, strict=True)
    )


def _told(claim, shares):
    given = {share.account.name: share.percent for share in shares}
    return {"case": claim.case.number, "grade": claim.grade, "amount": str(claim.base_amount), "shares": given}
