"""What holds closing and re-opening back beside danger: a text that waits for signatures, no way left, a court."""

from cases.closing.routes import NO_WAY, is_open_ended, routes_of
from cases.docket.guards import guard
from cases.performance.following import AT_COURT


@guard("T20")
def unfinished_agreement(case, code: str) -> str:
    """A variation that is drafted or half signed is finished or made void first."""
    if not case.agreements.open().exists():
        return ""
    return "本案还有一份正在起草或签署的协议，不能结案：请签署完毕，或者先作废。"


@guard("T20")
def without_a_way(case, code: str) -> str:
    """What is late is urged, and the parties are told where else to turn, before the case is closed upon it."""
    return NO_WAY if is_open_ended(case) and not routes_of(case) else ""


@guard("T23")
def before_a_court(case, code: str) -> str:
    """What a court has before it, and did not entrust, is not mediated (若干规定 第二十二条)."""
    if case.confirmation in AT_COURT:
        return "司法确认申请还没有结果，不能恢复调解：请先登记法院的结果，或者由各方撤回申请。"
    if case.recourses.going_on().exists():
        return "当事人提起的诉讼或者执行还没有结果，不能恢复调解：请先登记结果或者撤诉。"
    return ""
