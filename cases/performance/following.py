"""What is still followed after an agreement, and what waits for that to end: the volume (T21), and its time limit.

A duty is followed until it was performed; once late or refused, until the parties were told where else they may turn
(若干规定 第三十八条) or a court dealt with it (人民调解法 第三十二条). A court's proceedings are followed to
their result, the window for confirmation while somebody who tried to use it still may, a visit until it was made.
"""

from datetime import date

from django.utils import timezone

from cases.agreements.performance import Duty, duties_of
from cases.docket import limits
from cases.docket.guards import guard
from cases.docket.models import Case
from cases.docket.states import Confirmation, Procedure
from cases.docket.time_limits import VISITS
from cases.performance.models import RecourseOutcome
from cases.performance.track import FOLLOWED, TO_PERFORM, agreement_of, obligations_of

ARCHIVE, WINDOW = "archive", "jc_apply"
SINCE = "结案后的跟进（履行、司法确认、回访）结束"
AT_COURT = (Confirmation.APPLIED, Confirmation.COURT_ACCEPTED)
MAY_ASK_AGAIN = (Confirmation.WITHDRAWN, Confirmation.NOT_ACCEPTED)


def is_followed(duty: Duty, on: date, *, told_on: date | None, is_with_court: bool) -> bool:
    """Whether the committee still has something to do about one duty. `told_on`: the last day on which its debtor was
    urged and the parties were told where else to turn."""
    if duty.performed_on:
        return False
    is_overdue = duty.is_overdue(on)
    if not is_overdue and not duty.is_refused:
        return True
    if is_with_court:
        return False
    return told_on is None or (is_overdue and duty.due_on is not None and told_on < duty.due_on)


def still_followed(case: Case, on: date) -> list[str]:
    """What of a case is still followed, one sentence for each with what ends it; nothing before an agreement."""
    if case.procedure not in FOLLOWED:
        return []
    running = {limit.key: limit for limit in limits.running(case).filter(key__in=(*VISITS, WINDOW))}
    visits = [limit.due_on for key, limit in running.items() if key in VISITS]
    said = [_duties(case, on), _courts(case)]
    if case.confirmation in AT_COURT:
        said.append("司法确认申请还没有结果：请先登记法院的受理和裁定。")
    elif case.confirmation in MAY_ASK_AGAIN and WINDOW in running:
        said.append(f"各方在 {running[WINDOW].due_on} 前还可以再次申请司法确认：请待申请有结果或者期限届满。")
    if visits:
        said.append(f"回访尚未完成（{min(visits)} 前）：请先回访当事人并登记。")
    return [each for each in said if each]


@guard("T21")
def followed(case: Case, code: str) -> str:
    """A volume is bound once nothing is to be done about the agreement any more."""
    said = still_followed(case, timezone.localdate())
    return f"本案仍在跟进，不能归档。{said[0]}" if said else ""


def set_archiving(case: Case, on: date) -> None:
    """The volume of a closed case is due from the day of closing, or from `on`, when the last thing that was followed
    came to its end; while something is followed it is not due. On a locked case that the caller saves."""
    if case.procedure != Procedure.CLOSED:
        return
    if still_followed(case, timezone.localdate()):
        limits.drop(case, ARCHIVE, on)
    elif not limits.running(case).filter(key=ARCHIVE).exists():
        is_later = case.closed_on is not None and on > case.closed_on
        limits.begin(case, ARCHIVE, on if is_later else case.closed_on or on, since=SINCE if is_later else "")
    limits.set_due(case)


def _duties(case, on):
    agreement = agreement_of(case) if case.performance in TO_PERFORM else None
    if agreement is None:
        return ""
    told = {
        urging.party_id: timezone.localdate(urging.urged_at)
        for urging in agreement.urgings.filter(has_told=True).order_by("urged_at")
    }
    is_with_court = agreement.recourses.exclude(outcome=RecourseOutcome.WITHDRAWN).exists()
    left = [
        f"第{one.seq}项"
        for one in obligations_of(agreement)
        if any(
            is_followed(duty, on, told_on=told.get(one.debtor_id), is_with_court=is_with_court)
            for duty in duties_of([one])
        )
    ]
    if not left:
        return ""
    return (
        f"协议{'、'.join(left)}尚未履行完毕：请跟进到履行完毕；逾期或者拒绝履行的，督促并告知救济途径，"
        "当事人起诉的，登记诉讼。"
    )


def _courts(case):
    going_on = case.recourses.going_on().first()
    return f"“{going_on}”还没有结果：请先登记结果。" if going_on else ""
