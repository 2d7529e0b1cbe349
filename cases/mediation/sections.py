"""What the page of a case shows of its mediators."""

from django.utils import timezone

from cases.docket.page import section
from cases.docket.permissions import MAY
from cases.docket.states import Procedure
from cases.mediation.endings.wishes import deceased
from cases.mediation.reading import hears_separately
from cases.mediation.sessions.actions import absences_of
from cases.mediation.telling.actions import untold_of
from cases.mediation.telling.models import Told
from cases.mediation.timing.actions import unasked_or_against
from governance import rules


@section("mediators", "调解员", template="cases/mediation/_mediators.html", order=30, of_imports=True)
def mediators(case, actor):
    if case.accepted_at is None:
        return None
    wishes = {wish.assignment_id: wish for wish in case.replacement_requests.waiting().select_related("party")}
    rows = [(each, wishes.get(each.pk)) for each in case.assignments.for_page()]
    if case.is_imported and not rows:
        return None
    is_mediating = case.procedure == Procedure.MEDIATING
    return {
        "rows": rows,
        "actor": actor,
        "may_replace": is_mediating and MAY["decide"][0](actor, case),
        "may_ask": case.is_under_way and MAY["register"][0](actor, case),
    }


@section("sessions", "调解", template="cases/mediation/sessions/_sessions.html", order=40, of_file=True)
def sessions(case, actor):
    if case.accepted_at is None:
        return None
    return {
        "rows": case.sessions.order_by("seq"),
        "may_hold": case.procedure == Procedure.MEDIATING and MAY["mediate"][0](actor, case),
        **_absent(case),
    }


def _absent(case):
    """Who stayed away as often as the rule needs, while the case is under way."""
    if not case.is_under_way:
        return {}
    needed = rules.value("case.absence.times", case.area_id, timezone.localdate())
    often = [pk for pk, times in absences_of(case).items() if times >= needed]
    names = case.parties.standing().filter(pk__in=often).values_list("name", flat=True)
    return {"absent": "、".join(names), "needed": needed}


@section("time", "延长与中止", template="cases/mediation/timing/_time.html", order=60, of_file=True)
def time(case, actor):
    extensions, stops = list(case.extensions.for_page()), list(case.suspensions.all())
    if not extensions and not stops:
        return None
    is_mediating = case.procedure == Procedure.MEDIATING
    return {
        "extensions": [(each, unasked_or_against(each) if each.state == "proposed" else []) for each in extensions],
        "stops": stops,
        "may_approve": is_mediating and MAY["decide"][0](actor, case),
        "may_answer": is_mediating and MAY["register"][0](actor, case),
        "may_drop": is_mediating and MAY["conduct"][0](actor, case),
    }


@section("separate", "单独谈话笔记", template="cases/mediation/separate/_separate.html", order=45)
def separate(case, actor):
    """For those alone who hear the parties separately: for everybody else there is no such section."""
    if case.accepted_at is None or not hears_separately(actor, case):
        return None
    return {"notes": case.separate_notes.select_related("party", "account").defer("text")}


@section("inquiry", "调查与证据", template="cases/mediation/inquiry/_inquiry.html", order=50, of_file=True)
def inquiry(case, actor):
    is_mediating = case.procedure == Procedure.MEDIATING
    return {
        "investigations": case.investigations.for_page(),
        "evidence": case.evidence.for_page(),
        "may_ask": is_mediating and MAY["mediate"][0](actor, case),
        "may_add": case.is_open and MAY["register"][0](actor, case),
    }


@section("told", "告知", template="cases/mediation/telling/_told.html", order=35)
def told(case, actor):
    notices = list(case.given_notices.select_related("party"))
    untold = list(untold_of(case, Told.RIGHTS)) if case.is_open else []
    may_tell = case.is_open and MAY["register"][0](actor, case)
    return {
        "notices": notices,
        "untold": untold,
        "may_tell": may_tell,
        "may_note_death": case.is_under_way and may_tell,
        "deceased": case.is_under_way and may_tell and bool(deceased(case)),
    }
