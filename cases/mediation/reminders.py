"""What is told to mediators: a case is theirs now, a session is near; to directors: a mediator is to be replaced."""

from datetime import datetime, time, timedelta

from django.db.models.functions import TruncDate
from django.utils import timezone

from cases.docket.models import Case
from cases.mediation.models import ReplacementRequest
from cases.mediation.sessions.models import MediationSession
from governance.notices.recipients import holders_above, named
from governance.notices.rungs import rung

rung(
    "case.assigned",
    "新交办案件",
    "cases.Case",
    rows=lambda today: Case.objects.under_way(),
    text=lambda case, notice: f"{case}已交您办理。请确认接受，或者说明理由辞任。",
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
    text=lambda request, notice: f"{request.case}：{request}，应于 {request.due_on:%m-%d} 前更换，{notice.when}。",
    url=lambda request: request.case.get_absolute_url(),
    tone="warn",
)


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
    recipients=named("host_id", "recorder_id", "case.host_id"),
    related=("case",),
    verb="case.view",
    url=lambda session: session.case.get_absolute_url(),
    text=lambda session, notice: (
        f"{timezone.localtime(session.planned_at):%m-%d %H:%M} {session}：{session.case}，地点 {session.place}。"
    ),
)
