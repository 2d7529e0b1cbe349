"""The page on which the certificate and the insurer of a road accident are kept."""

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.accidents.actions import note_accident
from cases.accidents.forms import AccidentForm
from cases.accidents.models import Accident
from cases.docket.models import Case
from governance.access import reach
from governance.pages.acting import FormPage, act_or_show, find_or_refuse


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def accident(request, pk):
    case = find_or_refuse(Case.objects.for_list(), request.user, "case.register", pk=pk)
    known = Accident.objects.filter(case=case).values().first()
    form = AccidentForm(request.POST or None, initial=known)
    trail = (("案件", reverse("cases:cases")), (case.number or case.title, case.get_absolute_url()))
    note = "保险公司参加调解的，还要登记为第三人，名称与这里一致。"
    page = FormPage("登记交通事故", "保存", case.get_absolute_url(), trail, note, done="已登记。", version=case.version)

    def act(version):
        note_accident(case, by=request.user, accident=form.told, version=version)
        return case

    return act_or_show(request, form, act, page)
