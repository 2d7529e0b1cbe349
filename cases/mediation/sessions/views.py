"""Pages of sessions: plan, hold, one session with its record."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.docket.permissions import is_mediator_of
from cases.mediation.inquiry.files import store_record
from cases.mediation.pages import case_page, find_case, refused_step
from cases.mediation.sessions import actions
from cases.mediation.sessions.forms import (
    CallOffForm,
    CorrectForm,
    HoldForm,
    InviteForm,
    PlanForm,
    RecordForm,
    SignForm,
)
from cases.mediation.sessions.models import MediationSession, SessionState
from cases.mediation.timing.clock import rest_day_note
from governance.access import reach
from governance.audit.trail import record
from governance.pages.acting import act_or_show, find_or_refuse


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def plan_session(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := refused_step(request, case, "T9"):
        return refused
    form = PlanForm(request.POST or None, initial={"place": case.committee.body.address})
    plan = partial(actions.plan_session, case, by=request.user)
    page = case_page(case, "安排调解", "安排", done="已安排。")
    return act_or_show(
        request,
        form,
        lambda version: _noted(
            request, plan(version=version, **form.cleaned_data).case, form.cleaned_data["planned_at"]
        ),
        page,
    )


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def hold_session(request, pk):
    """Record a session that took place; one that was planned is filled in and taken up."""
    case = find_case(request, pk, "case.register")
    if refused := refused_step(request, case, "T9"):
        return refused
    planned = case.sessions.planned_until(timezone.localdate()).first()
    initial = {"place": planned.place if planned else case.committee.body.address}
    if planned and planned.planned_at <= timezone.now():
        initial |= {"starts_at": timezone.localtime(planned.planned_at)}
    form = HoldForm(request.POST or None, case=case, initial=initial)
    hold = partial(_hold, form, planned, case, by=request.user)
    page = case_page(case, "登记调解", "保存", done="已登记。")
    return act_or_show(
        request, form, lambda version: _noted(request, hold(version=version), form.cleaned_data["starts_at"]), page
    )


def _hold(form, planned, case, **known):
    values = dict(form.cleaned_data)
    came = {name: tuple(values.pop(name, ())) for name in ("parties", "speakers", "invited", "others")}
    values["methods"] = tuple(values["methods"])
    return actions.hold_session(case, presence=actions.Presence(**came), session=planned, **values, **known)


def _noted(request, target, moment):
    """Go on to `target`, saying so when the day is one of rest."""
    if note := rest_day_note(timezone.localdate(moment)):
        messages.info(request, note)
    return target


@reach.within("cases.MediationSession")
@require_GET
def session(request, pk):
    """One session: who came, what was said, signatures and corrections. Reading the record goes into the trail."""
    found = _find(request, pk)
    if found.text:
        with transaction.atomic():
            record("session.read", found, by=request.user, area=found.case.area_id, title=str(found))
    values = {
        "session": found,
        "case": found.case,
        "presences": found.presences.all(),
        "corrections": found.corrections.select_related("account"),
        "may_write": is_mediator_of(request.user, found.case),
    }
    return render(request, "cases/mediation/sessions/session.html", values)


@reach.within("cases.MediationSession")
@require_http_methods(["GET", "POST"])
def call_off(request, pk):
    return _on_session(request, pk, "取消调解会", "取消这次调解", CallOffForm, actions.call_off_session, "已取消。")


@reach.within("cases.MediationSession")
@require_http_methods(["GET", "POST"])
def edit_record(request, pk):
    return _on_session(request, pk, "填写调解记录", "保存", RecordForm, actions.edit_record, "已保存。")


@reach.within("cases.MediationSession")
@require_http_methods(["GET", "POST"])
def sign_record(request, pk):
    found = _find(request, pk)
    if refused := _refused(request, found):
        return refused
    form = SignForm(request.POST or None, request.FILES or None, initial=_sign_initial(found))

    def sign(version):
        values = dict(form.cleaned_data)
        upload = values.pop("upload")
        with transaction.atomic():
            file = store_record(upload, found, by=request.user) if upload else None
            return actions.sign_record(found, by=request.user, file=file, version=version, **values)

    page = _page(found, "登记签名", "登记签名", done="已登记签名，记录不能再改。", multipart=True)
    return act_or_show(request, form, sign, page)


@reach.within("cases.MediationSession")
@require_http_methods(["GET", "POST"])
def correct_record(request, pk):
    found = _find(request, pk)
    if refused := _refused(request, found):
        return refused
    form = CorrectForm(request.POST or None)
    page = _page(found, "补正调解记录", "补正", done="已补正。")
    correct = partial(actions.correct_record, found, by=request.user)
    return act_or_show(request, form, lambda version: correct(**form.cleaned_data).session, page)


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def invite(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := refused_step(request, case, "T9"):
        return refused
    form = InviteForm(request.POST or None)
    ask = partial(actions.invite_participant, case, by=request.user)
    page = case_page(case, "邀请参与人", "邀请", done="已邀请。")
    return act_or_show(request, form, lambda version: ask(version=version, **form.cleaned_data).case, page)


def _refused(request, session):
    if is_mediator_of(request.user, session.case):
        return None
    messages.error(request, "须由本案调解员办理。")
    return redirect(session)


def _on_session(request, pk, title, submit, form_class, action, done):
    found = _find(request, pk)
    if refused := _refused(request, found):
        return refused
    initial = {"text": found.text} if found.state == SessionState.HELD else {}
    form = form_class(request.POST or None, initial=initial)
    act = partial(action, found, by=request.user)
    page = _page(found, title, submit, done=done)
    return act_or_show(request, form, lambda version: act(version=version, **form.cleaned_data), page)


def _find(request, pk):
    rows = MediationSession.objects.select_related("case__committee__body", "host", "recorder", "signed_file")
    return find_or_refuse(rows, request.user, "", pk=pk)


def _page(session, title, submit, **more):
    cancel = session.get_absolute_url()
    return case_page(session.case, title, submit, cancel=cancel, version=session.version, **more)


def _sign_initial(session):
    present = [each.name for each in session.presences.filter(is_present=True)]
    staff = [each.name for each in (session.host, session.recorder) if each]
    return {"signed_by": "、".join(dict.fromkeys([*present, *staff])), "signed_at": timezone.localtime()}
