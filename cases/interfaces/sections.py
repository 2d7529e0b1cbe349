"""What the page of a case shows of its answers to the organ that handed it over."""

from cases.docket.page import section
from cases.docket.permissions import can_register
from cases.intake.models import Direction
from cases.interfaces.guards import awaits_feedback


@section("feedback", "反馈", template="cases/interfaces/_feedback.html", order=36)
def feedback(case, actor):
    letters = [each for each in case.referrals.all() if each.direction == Direction.IN]
    if not letters or not case.result or case.voided_at:
        return None
    return {
        "letters": letters,
        "feedbacks": list(case.feedbacks.select_related("referral", "account").order_by("-sent_at", "-id")),
        "awaits": awaits_feedback(case),
        "may_register": can_register(actor, case),
    }
