"""What the page of a case shows of its answers to the organ that handed it over."""

from cases.docket.page import section
from cases.docket.permissions import can_register
from cases.intake.models import Direction, PaperKind
from cases.interfaces.actions import kinds_for
from cases.interfaces.guards import awaits_feedback, unanswered


@section("feedback", "反馈", template="cases/interfaces/_feedback.html", order=36)
def feedback(case, actor):
    letters = [each for each in case.referrals.all() if each.direction == Direction.IN]
    feedbacks = list(case.feedbacks.select_related("referral", "account").order_by("-sent_at", "-id"))
    may_tell = [letter for letter in letters if kinds_for(case, letter)]
    if case.voided_at or not (may_tell or feedbacks):
        return None
    awaits = awaits_feedback(case)
    return {
        "letters": may_tell,
        "feedbacks": feedbacks,
        "awaits": awaits,
        "owed": unanswered(case) if awaits else [],
        "has_request": case.papers.filter(kind=PaperKind.REQUEST).exists(),
        "may_register": can_register(actor, case),
    }
