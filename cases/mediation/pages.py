"""What the pages of the mediation share: the case found in scope, and the act refused before it is filled in."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from cases.docket.actions import require_may, require_standing
from cases.docket.models import Case
from cases.docket.states import INSTEAD, TRANSITIONS, UNDER_WAY, require_transition
from governance.errors import RuleError, WrongState
from governance.pages.acting import FormPage, find_or_refuse


def find_case(request, pk, verb: str = ""):
    return find_or_refuse(Case.objects.for_list(), request.user, verb, pk=pk)


def refused_step(request, case, code: str, *, who: str = ""):
    """Back to the case with the reason when step `code` is not this actor's to take now; None when it is.

    `who` (a word of MAY) when the page prepares the step rather than takes it.
    """

    def ask():
        require_standing(case)
        require_transition(case.procedure, code)
        require_may(who or TRANSITIONS[code].who, request.user, case)

    return _refused(request, case, ask)


def refused_act(request, case, who: str):
    """The same for an act beside the table: the case is under way, and `who` (a word of MAY) names this actor."""

    def ask():
        require_standing(case)
        if case.procedure not in UNDER_WAY:
            raise WrongState(INSTEAD[case.procedure])
        require_may(who, request.user, case)

    return _refused(request, case, ask)


def refused_open(request, case):
    """The same for what may be done to any case that is still open, by whoever registers at its place."""

    def ask():
        require_standing(case)
        if not case.is_open:
            raise WrongState("本案程序已终。")
        require_may("register", request.user, case)

    return _refused(request, case, ask)


def case_page(case, title, submit, *, done, **more) -> FormPage:
    """A page with one form about `case`, beneath it in the trail of crumbs."""
    url = more.pop("cancel", "") or case.get_absolute_url()
    trail = (("案件", reverse("cases:cases")), (case.number or "未编号", case.get_absolute_url()))
    version = more.pop("version", case.version)
    return FormPage(title, submit, url, trail, note=case.title, done=done, version=version, **more)


def _refused(request, case, ask):
    try:
        ask()
    except RuleError as refusal:
        messages.error(request, refusal.message)
        return redirect(case)
    return None
