"""My settings of notices: where else I want to hear of them, and who stands in for me."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from governance.access import reach
from governance.areas.codes import ROOT
from governance.notices.absences.actions import end_absence, register_absence
from governance.notices.absences.forms import AbsenceForm
from governance.notices.absences.models import Absence
from governance.notices.outside.actions import set_address
from governance.notices.outside.channels import LABELS, open_channels
from governance.notices.outside.forms import AddressForm
from governance.notices.outside.hours import hours_at
from governance.notices.outside.models import Address, Delivery, DeliveryState
from governance.notices.views import INBOX
from governance.pages.acting import FormPage, act_or_show
from governance.pages.forms import PageForm

SETTINGS = ("提醒设置", "/notices/settings/")


@reach.signed_in
@require_GET
def settings(request):
    """Channels, absences, and for whom I stand in now."""
    mine = {row.channel: row for row in Address.objects.visible_to(request.user)}
    failed = Delivery.objects.filter(address__account=request.user, state=DeliveryState.GIVEN_UP)
    failures = {each.address_id: each for each in failed.order_by("pk")}
    absences = Absence.objects.visible_to(request.user).not_over().select_related("account", "deputy")
    values = {
        "channels": [_channel(code, mine.get(code), failures) for code in open_channels()],
        "absences": [each for each in absences if each.account_id == request.user.pk],
        "covers": [each for each in absences if each.deputy_id == request.user.pk],
        "trail": [INBOX],
    }
    return render(request, "governance/notices/settings.html", values)


def _channel(code, row, failures):
    failure = failures.get(row.pk) if row else None
    return {"code": code, "label": LABELS[code], "row": row, "failure": failure}


@reach.signed_in
@require_http_methods(["GET", "POST"])
def address(request, name):
    """One channel of mine; an unknown or closed one is not there."""
    if name not in open_channels():
        raise Http404
    row = Address.objects.visible_to(request.user).filter(channel=name).first()
    initial = {"frequency": row.frequency, "is_on": row.is_on} if row else {"is_on": True}
    form = AddressForm(request.POST or None, initial=initial, channel=name, known=row.masked if row else "")
    place = request.place.code if request.place else ROOT
    hours = hours_at([place], timezone.now())[place]
    note = f"站外消息只说有几条待办，不含任何事项内容。{hours.closes} 时至次日 {hours.opens} 时不发送。"
    page = FormPage(LABELS[name], "保存", SETTINGS[1], (INBOX, SETTINGS), note=note)

    def act(_version):
        set_address(channel=name, by=request.user, **form.cleaned_data)
        return SETTINGS[1]

    return act_or_show(request, form, act, page)


@reach.signed_in
@require_http_methods(["GET", "POST"])
def register(request):
    """I shall be away: from when, until when, and who stands in."""
    form = AbsenceForm(request.POST or None)
    note = "请假期间的新提醒同时发给代办人，标明“代”。代办人按本人的任职办理，不取得您的权限。"
    page = FormPage("登记请假", "登记", SETTINGS[1], (INBOX, SETTINGS), note=note, done="已登记。")

    def act(_version):
        register_absence(**form.cleaned_data, by=request.user, on=timezone.localdate())
        return SETTINGS[1]

    return act_or_show(request, form, act, page)


@reach.within("governance.Absence")
@require_http_methods(["GET", "POST"])
def end(request, pk):
    """I am back; only the one who was away ends it (the action says so)."""
    absence = get_object_or_404(Absence.objects.visible_to(request.user).select_related("deputy"), pk=pk)
    form = PageForm(request.POST or None)
    page = FormPage(
        "结束请假",
        "结束请假",
        SETTINGS[1],
        (INBOX, SETTINGS),
        note=f"{absence.starts_on} 至 {absence.last_day}，由{absence.deputy}代办。结束后新的提醒不再发给代办人。",
        done="已结束请假。",
        version=absence.version,
    )
    return act_or_show(request, form, lambda version: _end(request, absence, version), page)


def _end(request, absence, version):
    end_absence(absence, by=request.user, on=timezone.localdate(), version=version)
    return SETTINGS[1]
