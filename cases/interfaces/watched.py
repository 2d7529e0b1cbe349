"""New in the list of feedback: sent, or received: events of their cases."""

from cases.docket.watched import of_cases
from cases.interfaces.filters import FeedbackFilter
from cases.interfaces.models import Feedback
from governance.saved_filters.lists import unwatched, watched

watched(
    "cases:feedbacks",
    filterset=FeedbackFilter,
    rows=lambda actor: Feedback.objects.visible_to(actor),
    stirred=of_cases(Feedback),
)

unwatched("cases:organ_clients", "接口客户端由管理员登记，变动在操作留痕里。")
