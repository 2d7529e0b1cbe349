"""What waits in a mediation: to answer, to meet, to replace, to hand over, to approve (the work home)."""

from datetime import datetime, time

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from cases.docket.assisting import or_assisted
from cases.docket.states import UNDER_WAY, Procedure
from cases.ladder.models import Assistance
from cases.mediation.models import Assignment, MediatorAnswer, MediatorRole, ReplacementRequest
from cases.mediation.office import RECORD
from cases.mediation.sessions.models import MediationSession
from cases.mediation.timing.models import Extension
from governance.pages.waiting import Line, Waiting, waiting
from governance.people.models import Posting


def _own(actor, verb):
    """Codes of the places where `actor` holds `verb` by a posting at that very place."""
    return [posting.area_id for posting in actor.postings_today if verb in actor.verbs_of(posting)]


def _standing(actor):
    if actor._meta.model_name != "account":
        return Assignment.objects.none()
    here = or_assisted(Q(case__area_id__in=_own(actor, "case.register")), actor, "case.mediate", "case_id")
    return Assignment.objects.of_open_cases().filter(here, account=actor)


@waiting("今天和已过的调解会", verb="case.register", icon="calendar3", order=1)
def sessions_today(actor, place):
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.max))
    cases = _standing(actor).filter(case__procedure=Procedure.MEDIATING).values("case_id")
    rows = MediationSession.objects.planned().filter(case__in=cases, planned_at__lte=midnight)
    return Waiting(
        rows.select_related("case").order_by("planned_at"),
        f"{reverse('cases:cases')}?procedure=mediating",
        lambda row: Line(
            str(row.case), reverse("cases:hold_session", args=[row.case_id]), f"{_hour(row.planned_at)} {row.place}"
        ),
    )


@waiting("待您答复的指派", verb="case.mediate", icon="person-badge", order=6)
def to_answer(actor, place):
    rows = _standing(actor).filter(answer="").exclude(role=MediatorRole.RECORDER).select_related("case__committee")
    return Waiting(
        rows.order_by("starts_at"),
        f"{reverse('cases:cases')}?procedure=mediating",
        lambda row: Line(str(row.case), reverse("cases:answer_assignment", args=[row.pk]), f"{row.get_role_display()}"),
    )


@waiting("参加联合调解的案件", verb="case.mediate", icon="people", order=7)
def assisted(actor, place):
    """Of other committees, in which the actor mediates and said yes to it."""
    own = _own(actor, "case.register")
    rows = _standing(actor).filter(answer=MediatorAnswer.ACCEPTED).exclude(case__area_id__in=own)
    return Waiting(
        rows.select_related("case__committee__body").order_by("case__due_on", "pk"),
        f"{reverse('cases:cases')}?procedure=mediating",
        lambda row: Line(str(row.case), row.case.get_absolute_url(), str(row.case.committee)),
    )


@waiting("待更换的调解员", verb="case.decide", icon="arrow-left-right", order=2)
def to_replace(actor, place):
    rows = ReplacementRequest.objects.waiting().filter(
        case__area_id__in=_own(actor, "case.decide"), case__procedure__in=UNDER_WAY, case__voided_at=None
    )
    return Waiting(
        rows.select_related("case", "assignment__account").order_by("due_on", "pk"),
        f"{reverse('cases:cases')}?procedure=mediating",
        lambda row: Line(
            f"{row.assignment.account.name}：{row.case}",
            reverse("cases:replace_mediator", args=[row.assignment_id]),
            f"{row.due_on:%m-%d} 前",
            "warn",
        ),
    )


@waiting("待批准的延长期限", verb="case.decide", icon="hourglass-split", order=6)
def to_approve(actor, place):
    rows = Extension.objects.proposed().filter(
        case__area_id__in=_own(actor, "case.decide"), case__procedure=Procedure.MEDIATING, case__voided_at=None
    )
    return Waiting(
        rows.select_related("case").order_by("from_due_on", "pk"),
        f"{reverse('cases:cases')}?procedure=mediating",
        lambda row: Line(
            str(row.case), f"{row.case.get_absolute_url()}#time", f"{row.from_due_on:%m-%d} 前批准", "warn"
        ),
    )


@waiting("离任调解员的在办案件", verb="case.decide", icon="people", order=3)
def left_behind(actor, place):
    """Cases whose host or co-mediator no longer holds office at the committee, or at one that assists."""
    held = Posting.objects.active().filter(account=OuterRef("account"), role__in=RECORD)
    helping = Assistance.objects.standing().filter(case=OuterRef(OuterRef("case_id"))).values("committee__area_id")
    office = held.filter(Q(area_id=OuterRef("case__area_id")) | Q(area_id__in=helping))
    rows = Assignment.objects.of_open_cases().filter(case__area_id__in=_own(actor, "case.decide"))
    return Waiting(
        rows.filter(~Exists(office)).select_related("case", "account").order_by("account_id", "pk"),
        reverse("cases:mediators") + "?state=ended",
        lambda row: Line(
            f"{row.account.name}：{row.case}", reverse("cases:hand_over", args=[row.account_id]), "请移交", "bad"
        ),
    )


def _hour(moment) -> str:
    return f"{timezone.localtime(moment):%m-%d %H:%M}"
