"""Joint mediation: committees join a case of another one and leave it (人民调解工作若干规定 第二十一条、第二十八条)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.committees.models import MediationCommittee
from cases.docket.actions import locked_case, require_may, require_moment, require_standing, tell
from cases.docket.models import Case
from cases.docket.moments import right_after
from cases.docket.states import INSTEAD, UNDER_WAY
from cases.ladder.actions import directors_of
from cases.ladder.models import Assistance
from cases.mediation.models import ReplacementReason
from governance.errors import Invalid, WrongState
from governance.identifiers.typed import free_text
from governance.notices.raising import notify
from governance.people.models import Posting


@transaction.atomic
def join_committee(
    case: Case,
    *,
    by,
    committee: MediationCommittee,
    joined_at: datetime,
    reason: str,
    agreed_by: str,
    late_reason: str = "",
    version: int | None = None,
) -> Assistance:
    """Let another committee assist: who mediates there sees the case, and may be added as co-mediator.

    `agreed_by` is who said yes for it. Number and statistics stay here. Raises NotPermitted, WrongState, Invalid.
    """
    case = locked_case(case, version=version)
    require_standing(case)
    require_may("decide", by, case)
    if case.procedure not in UNDER_WAY:
        raise WrongState(f"“{case.get_procedure_display()}”状态下不能联合调解。{INSTEAD[case.procedure]}")
    require_moment(case, joined_at, late_reason=late_reason)
    if committee.pk == case.committee_id:
        raise Invalid("请选择其他调委会。", field="committee")
    if not committee.is_in_term(timezone.localdate(joined_at)):
        raise Invalid(f"{committee}不在任期内，不能参加。", field="committee")
    if case.assistances.standing().filter(committee=committee).exists():
        raise Invalid(f"{committee}已经参加。", field="committee")
    joined = Assistance.objects.create(
        case=case,
        committee=committee,
        reason=free_text(reason, field="reason", longest=300, required=True),
        agreed_by=free_text(agreed_by, field="agreed_by", longest=100, required=True),
        joined_at=joined_at,
        joined_by=by,
    )
    tell(
        case,
        "committee_joined",
        by=by,
        happened_at=joined_at,
        late_reason=late_reason,
        text=f"{committee}参加联合调解",
        note=joined.reason,
        committee=committee.pk,
    )
    notify(joined, "assistance.joined", directors_of(committee), occasion="joined", by=by)
    return joined


@transaction.atomic
def leave_committee(
    assistance: Assistance, *, by, left_at: datetime, reason: str, late_reason: str = "", version: int | None = None
) -> Assistance:
    """A committee no longer assists: its people no longer see the case, and mediate it no longer.

    Raises NotPermitted, WrongState when it has left, Invalid (field "left_at", "reason").
    """
    case = locked_case(assistance.case, version=version)
    require_standing(case)
    require_may("decide", by, case)
    assistance = case.assistances.select_related("committee__body").get(pk=assistance.pk)
    if assistance.left_at:
        raise WrongState(f"{assistance.committee}已经退出。")
    require_moment(case, left_at, late_reason=late_reason)
    left_at = right_after(left_at, assistance.joined_at)
    if left_at < assistance.joined_at:
        raise Invalid("退出时间不能早于参加时间。", field="left_at")
    assistance.left_at, assistance.left_by = left_at, by
    assistance.left_reason = free_text(reason, field="reason", longest=200, required=True)
    assistance.save(update_fields=["left_at", "left_by", "left_reason"])
    _end_assignments(case, assistance)
    tell(
        case,
        "committee_left",
        by=by,
        happened_at=left_at,
        late_reason=late_reason,
        text=f"{assistance.committee}退出联合调解",
        note=assistance.left_reason,
        committee=assistance.committee_id,
    )
    notify(assistance, "assistance.left", directors_of(assistance.committee), occasion="left", by=by)
    return assistance


def _end_assignments(case, assistance):
    """Of those who held office in this case through that committee alone."""
    places = [case.area_id, *case.assistances.standing().values_list("committee__area_id", flat=True)]
    stays = Posting.objects.active().filter(area_id__in=places, account__isnull=False).values("account_id")
    for each in case.assignments.standing().exclude(account__in=stays):
        each.ended_at, each.end_reason = max(assistance.left_at, each.starts_at), ReplacementReason.OTHER
        each.end_note = f"{assistance.committee}退出联合调解"[:200]
        each.save(update_fields=["ended_at", "end_reason", "end_note"])
