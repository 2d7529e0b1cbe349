"""Return visits (人民调解工作若干规定 第三十七条)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.docket.actions import require_moment, tell
from cases.docket.codes import Channel
from cases.docket.models import Case
from cases.ladder.actions import directors_of
from cases.parties.models import Party
from cases.performance.following import set_archiving
from cases.performance.holding import followed_case
from cases.performance.track import agreement_of
from cases.visits.due import meet_visits
from cases.visits.models import Found, Reached, ReturnVisit, Satisfaction, SeenPerformance
from cases.visits.reminders import FOUND
from governance import rules
from governance.errors import Invalid
from governance.identifiers.typed import free_text
from governance.notices.raising import notify


@transaction.atomic
def record_visit(
    case: Case,
    *,
    by,
    party: Party,
    visited_at: datetime,
    channel: str,
    reached: str = Reached.YES,
    performance: str = "",
    satisfaction: int | None = None,
    found: tuple[str, ...] = (),
    situation: str = "",
    measures: str = "",
    place: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> ReturnVisit:
    """Record a return visit to one party, or that nobody was reached; what was due is met by it.

    Who cannot be reached as often as the rule says is not visited any more. Raises WrongState, Invalid (field).
    """
    case = followed_case(case, by=by, who="follow", version=version)
    party = _party(case, party)
    if channel not in Channel.values:
        raise Invalid("请选择方式。", field="channel")
    if reached not in Reached.values:
        raise Invalid("请选择是否联系上。", field="reached")
    require_moment(case, visited_at, late_reason=late_reason, field="visited_at")
    visited_on = timezone.localdate(visited_at)
    if case.result_on and visited_on < case.result_on:
        raise Invalid("回访时间不能早于达成协议的日期。", field="visited_at")
    is_made = reached == Reached.YES
    values = _heard(performance, satisfaction, found) if is_made else {"performance": "", "satisfaction": None}
    visit = ReturnVisit.objects.create(
        case=case,
        agreement=agreement_of(case),
        party=party,
        visited_at=visited_at,
        visited_on=visited_on,
        channel=channel,
        place=free_text(place, field="place", longest=200),
        reached=reached,
        situation=free_text(situation, field="situation", longest=2000, required=bool(found)),
        measures=free_text(measures, field="measures", longest=500),
        account=by,
        **values,
    )
    if is_made or _tried_enough(case, party, visited_on):
        meet_visits(case, visited_on)
        set_archiving(case, visited_on)
    said = f"回访{party.name}" if is_made else f"回访{party.name}：{visit.get_reached_display()}"
    if visit.found:
        said = f"{said}，发现：{'、'.join(visit.found_labels)}"
    tell(
        case,
        "visited",
        by=by,
        happened_at=visited_at,
        late_reason=late_reason,
        text=said,
        note=visit.situation,
        channel=channel,
        visit=visit.pk,
    )
    if visit.found:
        told = {case.host, *directors_of(case.committee)} - {None}
        notify(case, FOUND, told, occasion=f"visit {visit.pk}", by=by)
    return visit


def _party(case, party) -> Party:
    found = case.parties.filter(pk=party.pk).first() if party else None
    if found is None:
        raise Invalid("请选择被回访的当事人。", field="party")
    return found


def _heard(performance, satisfaction, found):
    if performance not in SeenPerformance.values:
        raise Invalid("请选择履行情况。", field="performance")
    if satisfaction not in Satisfaction.values:
        raise Invalid("请选择满意度；没有问的，选“未询问”。", field="satisfaction")
    if set(found) - set(Found.values):
        raise Invalid("发现的问题中有不认识的项目。", field="found")
    late = performance in (SeenPerformance.OVERDUE, SeenPerformance.REFUSED)
    chosen = {*found, *((Found.UNPERFORMED,) if late else ())}
    return {
        "performance": performance,
        "satisfaction": satisfaction,
        "found": [code for code in Found.values if code in chosen],
    }


def _tried_enough(case, party, on):
    """Attempts since the last visit that reached this party."""
    last = case.visits.made().filter(party=party).order_by("-visited_at").first()
    tried = case.visits.exclude(reached=Reached.YES).filter(party=party)
    if last:
        tried = tried.filter(visited_at__gt=last.visited_at)
    return tried.count() >= rules.value("visit.attempts", case.area_id, on)
