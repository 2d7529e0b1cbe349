"""Pages that let a person or an organisation join a case under way."""

from dataclasses import replace

from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.mediation.joining import actions
from cases.mediation.joining.forms import LetOrganisationJoinForm, LetPersonJoinForm
from cases.mediation.pages import case_page, find_case, refused_act
from cases.parties.views import organisation_entry, person_entry
from governance.access import reach
from governance.pages.acting import act_or_show

NOTE = "受理后参加的当事人：第三人，或者登记时漏列的一方。调解期限不变；调解员与其有利害关系的，会要求更换。"


@reach.within("cases.Case", "case.mediate")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def let_person_join(request, pk):
    return _join(request, pk, LetPersonJoinForm, person_entry, "个人参加调解")


@reach.within("cases.Case", "case.mediate")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def let_organisation_join(request, pk):
    return _join(request, pk, LetOrganisationJoinForm, organisation_entry, "单位参加调解")


def _join(request, pk, form_class, entry_of, title):
    case = find_case(request, pk, "case.mediate")
    if refused := refused_act(request, case, "conduct"):
        return refused
    form = form_class(request.POST or None, case=case, initial={"side": "third"})

    def join(version):
        values = form.cleaned_data
        said = {name: values[name] for name in ("answer", "channel", "told_by", "spoke_with", "note")}
        facts = {name: values[name] for name in ("agreed_by", "conflict_note", "late_reason")}
        facts |= {"joined_at": values["happened_at"], "consent": actions.Consent(**said)}
        actions.let_party_join(case, by=request.user, entry=entry_of(request, case, form), version=version, **facts)
        return f"{case.get_absolute_url()}#parties"

    ahead = "已安排的调解，请另行通知其到场。" if case.sessions.planned().exists() else ""
    page = case_page(case, title, "登记参加", done=f"已登记参加。{ahead}")
    return act_or_show(request, form, join, replace(page, note=f"{case.title}。{NOTE}"))
