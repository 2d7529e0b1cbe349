"""Who reviews a claim: committee, street, district, three people of whom none has a share in it (domain 2.9)."""

from cases.subsidies.models import SEATS, ClaimState, Decision, Seat, SubsidyClaim
from governance.areas import codes
from governance.people.models import Posting

CHECKS, APPROVES = "subsidy.check", "subsidy.approve"


def interested(claim: SubsidyClaim) -> set[int]:
    """Who claimed, and who has a share."""
    return {claim.claimed_by_id, *(share.account_id for share in claim.shares.all())}


def refused_review(actor, claim: SubsidyClaim) -> str:
    """Why `actor` may not review the claim as it stands; "" when they may."""
    if actor._meta.model_name != "account" or not claim.is_in_review:
        return "这份申报不在审核中。"
    seat = SEATS[ClaimState(claim.state)]
    if not _sits(actor, claim, seat):
        return {
            Seat.COMMITTEE: "须由本调委会主任审核；主任本人有份额的，由司法所审核。",
            Seat.STREET: "须由司法所复核。",
            Seat.DISTRICT: "须由区司法局审批。",
        }[seat]
    if actor.pk in interested(claim):
        return "您是本申报的申报人或者有份额，不能审核。"
    if actor.pk in passed_by(claim):
        return "您已审核过这份申报：三次审核须由三个人办理。"
    return ""


def passed_by(claim: SubsidyClaim) -> set[int]:
    """Who passed it in this round."""
    reviews = claim.reviews.all()
    return {one.reviewed_by_id for one in reviews if one.round == claim.round and one.decision == Decision.PASSED}


def _sits(actor, claim, seat) -> bool:
    area = claim.case.area_id
    if seat == Seat.DISTRICT:
        return actor.holds(APPROVES, area)
    if seat == Seat.STREET:
        return checks(actor, area)
    return actor.holds_here("case.decide", area) or (not free_directors(claim) and checks(actor, area))


def checks(actor, area: str) -> bool:
    """The justice office of the street; of a district's own committee, the district."""
    return actor.holds(CHECKS, area) or (codes.level(area) <= codes.COUNTY and actor.holds(APPROVES, area))


def free_directors(claim: SubsidyClaim) -> bool:
    """Whether the committee has a director without a share in it."""
    heads = Posting.objects.active().filter(area_id=claim.case.area_id, role="mediation_director")
    return heads.exclude(account__in=interested(claim)).exists()
