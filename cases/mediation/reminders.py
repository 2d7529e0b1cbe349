"""What is told to mediators: a case is theirs now, a session is near; to directors: a mediator is to be replaced."""

from collections import defaultdict
from datetime import datetime, time, timedelta

from django.db.models.functions import TruncDate
from django.utils import timezone

from cases.docket.models import Case
from cases.docket.wording import CASE, WHEN, date_of
from cases.mediation.models import Assignment, MediatorRole, ReplacementRequest
from cases.mediation.sessions.models import MediationSession
from governance.notices.recipients import holders_above, named, together
from governance.notices.rungs import rung
from governance.texts.kinds import Placeholder
from governance.texts.wording import worded

rung(
    "case.assigned",
    "新交办案件",
    "cases.Case",
    rows=lambda today: Case.objects.under_way(),
    text=worded(
        "case.assigned",
        "新交办案件",
        "{案件}已交您办理。请确认接受，或者说明理由辞任。",
        lambda case, notice: {"案件": str(case)},
        CASE,
    ),
)
rung(
    "case.replace_due",
    "待更换调解员",
    "cases.ReplacementRequest",
    offsets=(0, 1),
    due="due_on",
    rows=lambda today: ReplacementRequest.objects.waiting().filter(case__voided_at__isnull=True),
    recipients=holders_above("mediation_director"),
    related=("case", "assignment__account"),
    text=worded(
        "case.replace_due",
        "待更换调解员",
        "{案件}：{要求}，应于 {期限} 前更换，{何时}。",
        lambda request, notice: {
            "案件": str(request.case),
            "要求": str(request),
            "期限": f"{request.due_on:%m-%d}",
            "何时": notice.when,
        },
        *(CASE, Placeholder("要求", "当事人要求更换：林晓"), date_of("03-06"), WHEN),
    ),
    url=lambda request: request.case.get_absolute_url(),
    tone="warn",
)


def co_mediators(subjects, today) -> dict[int, set[int]]:
    """Whoever helps to mediate the case of a subject now, also from a committee that assists."""
    standing = Assignment.objects.standing().filter(role=MediatorRole.CO, case__in={each.case_id for each in subjects})
    by_case: dict[int, set[int]] = defaultdict(set)
    for case, account in standing.values_list("case_id", "account_id"):
        by_case[case].add(account)
    return {each.pk: by_case[each.case_id] for each in subjects}


def _near(today):
    """Sessions of today and tomorrow, with their day: found by the index of planned ones."""
    midnight = timezone.make_aware(datetime.combine(today, time()))
    near = MediationSession.objects.planned().filter(planned_at__range=(midnight, midnight + timedelta(days=2)))
    return near.annotate(planned_on=TruncDate("planned_at"))


rung(
    "session.today",
    "今天的调解会",
    "cases.MediationSession",
    offsets=(-1, 0),
    due="planned_on",
    rows=_near,
    recipients=together(named("host_id", "recorder_id", "case.host_id"), co_mediators),
    related=("case",),
    verb="case.view",
    url=lambda session: session.case.get_absolute_url(),
    text=worded(
        "session.today",
        "今天的调解会",
        "{时间} {场次}：{案件}，地点 {地点}。",
        lambda session, notice: {
            "时间": f"{timezone.localtime(session.planned_at):%m-%d %H:%M}",
            "场次": str(session),
            "案件": str(session.case),
            "地点": session.place,
        },
        CASE,
        Placeholder("时间", "03-10 14:00", "提醒应当写明时间"),
        Placeholder("场次", "第 1 次调解"),
        Placeholder("地点", "迎园社区调解室"),
    ),
)
