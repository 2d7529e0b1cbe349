"""The page on which a mediator is graded."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.mediation.grades import actions
from cases.mediation.grades.forms import GradeForm
from cases.mediation.grades.record import conditions_of, next_grade, record_of
from cases.mediation.mediators.models import GradeLevel, MediatorProfile
from governance.access import reach
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.people.models import Account


@reach.within("governance.Account", actions.MANAGES)
@require_http_methods(["GET", "POST"])
def grade_mediator(request, pk):
    account = find_or_refuse(Account.objects.all(), request.user, actions.MANAGES, pk=pk)
    url = reverse("cases:mediator", args=[account.pk])
    profile = MediatorProfile.objects.filter(account=account).first()
    if profile is None or not request.user.holds(actions.MANAGES, profile.area_id):
        messages.error(request, "须先由调委会主任登记这名调解员。")
        return redirect(url)
    form = GradeForm(request.POST or None, initial={"grade": next_grade(profile.grade) or profile.grade})
    grade = partial(actions.grade_mediator, profile, by=request.user)
    page = FormPage(
        "评定等级",
        "登记评定",
        url,
        (("调解员", reverse("cases:mediators")), (account.name, url)),
        note=account.name,
        done="已登记。",
        version=profile.version,
        template="cases/mediation/grades/grade_form.html",
        more=advice_for(account, profile),
    )

    def save(version):
        grade(version=version, **form.cleaned_data)
        return url

    return act_or_show(request, form, save, page)


def advice_for(account: Account, profile: MediatorProfile | None) -> dict:
    """What the page of a mediator and the form of a grading say: the record, the next grade and its conditions."""
    on = timezone.localdate()
    record = record_of(account, on)
    upward = next_grade(profile.grade) if profile else None
    return {
        "record": record,
        "next_grade": GradeLevel(upward).label if upward else "",
        "conditions": conditions_of(record, upward, profile.area_id, on) if profile and upward else [],
    }
