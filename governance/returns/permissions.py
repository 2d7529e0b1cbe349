"""Who files, reviews and releases a table."""

from governance.areas import codes
from governance.returns.models import Return, ReturnEdition

FILE, REVIEW, RELEASE = "return.file", "return.review", "return.release"


def files(actor, area: str, upper: str) -> bool:
    """The unit itself; for a committee also the justice office of its street, which files for those who cannot."""
    if actor._meta.model_name != "account":
        return False
    return actor.holds_here(FILE, area) or (
        codes.level(area) == codes.COMMITTEE and area != upper and actor.holds_here(FILE, upper)
    )


def may_file(actor, filed: Return) -> bool:
    return files(actor, filed.area_id, filed.upper_id)


def refused_review(actor, filed: Return, edition: ReturnEdition) -> str:
    """Why `actor` may not review it; "" when they may."""
    if actor._meta.model_name != "account" or not actor.holds(REVIEW, filed.upper_id):
        return "须由上一级单位审核。"
    if edition.submitted_by_id == actor.pk:
        return "您是填表人，须由另一人审核。"
    return ""


def refused_release(actor, filed: Return, edition: ReturnEdition) -> str:
    """Why `actor` may not release it; "" when they may."""
    if actor._meta.model_name != "account" or not actor.holds(RELEASE, filed.area_id):
        return "须由区司法局发布。"
    if edition.submitted_by_id == actor.pk:
        return "您是填表人，须由另一人发布。"
    return ""
