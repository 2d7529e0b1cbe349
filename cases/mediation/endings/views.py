"""Pages that end a case without an agreement."""

from functools import partial

from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.mediation.endings import actions
from cases.mediation.endings.forms import DeathForm, FailForm, HeirForm, TerminateForm, suggested_end
from cases.mediation.endings.wishes import refusing
from cases.mediation.pages import case_page, find_case, refused_act, refused_step
from cases.mediation.sessions.actions import absences_of
from governance import rules
from governance.access import reach
from governance.errors import Invalid
from governance.pages.acting import act_or_show


@reach.within("cases.Case", "case.mediate")
@require_http_methods(["GET", "POST"])
def fail(request, pk):
    case = find_case(request, pk, "case.mediate")
    if refused := refused_step(request, case, "T16"):
        return refused
    form = FailForm(request.POST or None, case=case)
    end = partial(actions.fail_mediation, case, by=request.user)
    page = case_page(
        case,
        "调解不成",
        "确认调解不成",
        done="已登记调解不成，并告知救济途径。",
        danger="确定以“调解不成”结束本案调解？结束后不能撤销。",
    )
    return act_or_show(request, form, lambda version: end(version=version, **form.cleaned_data), page)


@reach.within("cases.Case", "case.mediate")
@require_http_methods(["GET", "POST"])
def terminate(request, pk):
    """Any party may end it: the page proposes what the consents and the sessions say."""
    case = find_case(request, pk, "case.mediate")
    if refused := refused_step(request, case, "T17"):
        return refused
    needed = rules.value("case.absence.times", case.area_id, timezone.localdate())
    initial = suggested_end(case, refusing(case), absences_of(case), needed)
    form = TerminateForm(request.POST or None, case=case, initial=initial)
    end = partial(actions.terminate_mediation, case, by=request.user)
    page = case_page(
        case, "终止调解", "确认终止", done="已终止，并告知救济途径。", danger="确定终止本案调解？终止后不能撤销。"
    )
    return act_or_show(request, form, lambda version: end(version=version, **form.cleaned_data), page)


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def record_death(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := refused_act(request, case, "register"):
        return refused
    form = DeathForm(request.POST or None, case=case)
    note = partial(actions.record_death, case, by=request.user)
    page = case_page(case, "登记当事人死亡或终止", "登记", done="已登记：请中止等待继承人参加，或者终止调解。")
    return act_or_show(request, form, lambda version: note(version=version, **form.cleaned_data), page)


@reach.within("cases.Case", "case.register")
@sensitive_post_parameters("number", "guardian_number")
@require_http_methods(["GET", "POST"])
def let_heir_join(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := refused_act(request, case, "register"):
        return refused
    form = HeirForm(request.POST or None, case=case, by=request.user)

    def join(version):
        person, guardian = _found(form, "number"), _found(form, "guardian_number")
        facts = {"party": form.cleaned_data["party"], "relation": form.cleaned_data["relation"]}
        return actions.let_heir_join(
            case, by=request.user, person=person, guardian=guardian, version=version, **facts
        ).case

    page = case_page(case, "登记继承人参加", "登记", done="已登记：请联系继承人并登记其意愿。")
    return act_or_show(request, form, join, page)


def _found(form, field):
    """The person of a typed number; None when nothing was typed."""
    person, _ = form.found(field)
    if person is None and form.cleaned_data[field].strip():
        raise Invalid("没有找到这个号码的人员，请先登记为人员。", field=field)
    return person
