"""API clients: list, one client, creating, changing, rotating, revoking."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access import reach, stepup
from governance.access.api_clients import actions
from governance.access.api_clients.forms import ClientForm, NewClientForm, RevokeForm, RotateForm
from governance.access.roles import VERBS
from governance.audit.history import history_of
from governance.errors import RuleError
from governance.pages.acting import asked_first, make_and_show_once
from governance.pages.forms import typed_version
from governance.pages.listing import Column, list_page
from governance.people.models import ApiClient

COLUMNS = [
    Column("name", "名称", sort="name"),
    Column("area", "区域", sort="area_id"),
    Column("key_id", "密钥编号"),
    Column("last_used_at", "最近使用", sort="last_used_at"),
    Column("expires_at", "有效期至", sort="expires_at"),
    Column("state", "状态"),
]


def _found(request, pk):
    return get_object_or_404(ApiClient.objects.visible_to(request.user).select_related("area", "created_by"), pk=pk)


managing = asked_first(_found, lambda actor, client: actor.holds("client.manage", client.area_id))


@reach.holding("client.view")
@require_GET
def clients(request):
    rows = ApiClient.objects.visible_to(request.user).select_related("area")
    listing = list_page(request, rows, None, COLUMNS, sort="name")
    context = {"listing": listing, "now": timezone.now(), "may_create": bool(request.user.scope("client.manage"))}
    return render(request, "governance/access/clients.html", context, status=listing.status)


@reach.within("governance.ApiClient")
@require_GET
def client(request, pk):
    return render(request, "governance/access/client.html", _page(request, _found(request, pk)))


def _page(request, found, **forms):
    return {
        "client": found,
        "may_manage": found.revoked_at is None and request.user.holds("client.manage", found.area_id),
        "verbs": [label for verb, label in VERBS.items() if verb in found.verbs],
        "is_usable": found.is_usable(timezone.now()),
        "overlaps": found.previous_until is not None and found.previous_until > timezone.now(),
        "events": history_of(found, actor=request.user),
        "rotate_form": RotateForm(),
        "revoke_form": RevokeForm(),
        **forms,
    }


@reach.holding("client.manage")
@never_cache
@stepup.required
@require_http_methods(["GET", "POST"])
def create(request):
    """Create a client; its secret is shown once, on the answer."""
    form = NewClientForm(request.POST or None, by=request.user, initial={"area": request.place})
    return make_and_show_once(
        request,
        form,
        lambda: actions.create_client(**form.cleaned_data, by=request.user, now=timezone.now()),
        lambda client, issued: _show_secret(request, client, issued, "接口客户端已创建"),
        "governance/access/client_form.html",
    )


@reach.within("governance.ApiClient", "client.manage")
@managing
@stepup.required
@require_http_methods(["GET", "POST"])
def change(request, found):
    form = ClientForm(request.POST or None, by=request.user, initial=_initial(found))
    if form.is_valid():
        try:
            found = actions.change_client(
                found, **form.cleaned_data, by=request.user, now=timezone.now(), version=typed_version(request)
            )
        except RuleError as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, "已保存，下一次调用起生效。")
            return redirect(found)
    context = {"form": form, "client": found}
    return render(request, "governance/access/client_form.html", context, status=422 if form.is_bound else 200)


def _initial(found):
    return {
        "name": found.name,
        "verbs": found.verbs,
        "networks": "\n".join(found.networks),
        "rate_per_minute": found.rate_per_minute,
        "expires_on": timezone.localtime(found.expires_at).date() - timedelta(days=1),
    }


@reach.within("governance.ApiClient", "client.manage")
@require_POST
@never_cache
@managing
@stepup.required
def rotate(request, found):
    form = RotateForm(request.POST)
    if not form.is_valid():
        return render(request, "governance/access/client.html", _page(request, found, rotate_form=form), status=422)
    try:
        found, issued = actions.rotate_secret(
            found, overlap=form.overlap, by=request.user, now=timezone.now(), version=typed_version(request)
        )
    except RuleError as refusal:
        messages.error(request, refusal.message)
        return redirect(found)
    return _show_secret(request, found, issued, "密钥已更换")


@reach.within("governance.ApiClient", "client.manage")
@require_POST
@managing
@stepup.required
def revoke(request, found):
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return render(request, "governance/access/client.html", _page(request, found, revoke_form=form), status=422)
    try:
        actions.revoke_client(
            found, **form.cleaned_data, by=request.user, now=timezone.now(), version=typed_version(request)
        )
    except RuleError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "已吊销，下一次调用即被拒绝。")
    return redirect(found)


def _show_secret(request, client, issued, title):
    return render(
        request, "governance/access/client_secret.html", {"client": client, "bearer": issued.bearer, "title": title}
    )
