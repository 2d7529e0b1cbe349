"""What waits at the register: cases to accept, to assign, due within three days, overdue (the work home)."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cases.docket.models import Case
from cases.docket.states import UNNUMBERED, Procedure
from governance.pages.waiting import Line, Waiting, waiting


def _cases(query):
    return f"{reverse('cases:cases')}?{query}"


def _own_committees(actor, verb):
    """Codes of the places where `actor` holds `verb` by a posting at that very place."""
    return [posting.area_id for posting in actor.postings_today if verb in actor.verbs_of(posting)]


def _to_move_on(actor):
    """The open cases that are this actor's to move on, but for those that wait for a word of theirs by name.

    A mediator's own; all in sight of who oversees. What follows the end of mediation has groups of its own.
    """
    seen = Case.objects.visible_to(actor).open()
    if not actor.scope("case.decide"):
        return seen.filter(host=actor) if actor.scope("case.mediate") else seen
    return seen.exclude(_to_decide(actor))


def _to_decide(actor):
    """The cases that wait for `actor` to accept or to assign."""
    return Q(area_id__in=_own_committees(actor, "case.decide"), procedure__in=(*UNNUMBERED, Procedure.ACCEPTED))


def mine_or_directed(actor):
    """Cases that `actor` hosts, or whose committee they direct: what follows an agreement waits for these."""
    host = Q(host=actor) if actor._meta.model_name == "account" else Q(pk__in=[])
    return Case.objects.visible_to(actor).filter(host | Q(area_id__in=_own_committees(actor, "case.decide")))


def _late(row, today: date) -> str:
    return f"已逾期 {(today - row.due_on).days} 天" if row.due_on < today else f"{row.due_on:%m-%d} 到期"


@waiting("待受理的案件", verb="case.decide", icon="inbox", order=2)
def to_accept(actor, place):
    rows = Case.objects.visible_to(actor).filter(
        area_id__in=_own_committees(actor, "case.decide"), procedure__in=UNNUMBERED, voided_at=None
    )
    return Waiting(rows.order_by("received_at"), _cases("procedure=unaccepted"), _line)


@waiting("待指派调解员的案件", verb="case.decide", icon="person-plus", order=3)
def to_assign(actor, place):
    rows = Case.objects.visible_to(actor).filter(
        area_id__in=_own_committees(actor, "case.decide"), procedure=Procedure.ACCEPTED, voided_at=None
    )
    return Waiting(rows.order_by("accepted_at"), _cases("procedure=accepted"), _line)


@waiting("已逾期的案件", verb="case.view", icon="exclamation-triangle", order=4)
def overdue(actor, place):
    today = timezone.localdate()
    rows = _to_move_on(actor).overdue(today).order_by("due_on", "pk")
    return Waiting(
        rows,
        _cases("late=overdue"),
        lambda row: Line(str(row), row.get_absolute_url(), _late(row, today), "bad"),
    )


@waiting("3 天内到期的案件", verb="case.view", icon="clock", order=5)
def due_soon(actor, place):
    today = timezone.localdate()
    rows = _to_move_on(actor).due_within(3, today).order_by("due_on", "pk")
    return Waiting(
        rows, _cases("late=3"), lambda row: Line(str(row), row.get_absolute_url(), _late(row, today), "warn")
    )


def _line(row):
    if row.due_on and row.due_on < timezone.localdate():
        return Line(str(row), row.get_absolute_url(), _late(row, timezone.localdate()), "bad")
    return Line(str(row), row.get_absolute_url(), f"{row.get_procedure_display()} · {row.received_at:%m-%d} 收到")
