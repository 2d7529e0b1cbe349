"""Endpoints of clients, and what was sent to them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access import reach, stepup
from governance.audit.history import history_of
from governance.errors import RuleError
from governance.feed.registry import all_kinds
from governance.pages.acting import FormPage, act_or_show, asked_first, make_and_show_once
from governance.pages.forms import typed_version
from governance.pages.listing import Column, list_page
from governance.webhooks import actions, sending
from governance.webhooks.filters import DeliveryFilter, EndpointFilter
from governance.webhooks.forms import EndpointForm, NewEndpointForm, ReplayForm, SwitchOffForm
from governance.webhooks.gathering import scopes_of, told
from governance.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint

LATEST = 10  # messages shown on the page of an endpoint
COLUMNS = (
    Column("client", "客户端", sort="client__name"),
    Column("area", "区域", sort="client__area_id"),
    Column("url", "地址", sort="url"),
    Column("state", "状态"),
    Column("last_batch_at", "最近一批", sort="last_batch_at"),
)
DELIVERY_COLUMNS = (
    Column("made", "产生时间", sort="made_at"),
    Column("endpoint", "推送给"),
    Column("what", "内容"),
    Column("state", "状态"),
    Column("answer", "答复"),
    Column("took", "用时", sort="took_ms"),
    Column("tries", "尝试", sort="attempts"),
    Column("next", "下次尝试", sort="due_at"),
    Column("act", ""),
)


def _found(request, pk):
    return get_object_or_404(WebhookEndpoint.objects.visible_to(request.user).for_list(), pk=pk)


def _found_delivery(request, pk):
    return get_object_or_404(WebhookDelivery.objects.visible_to(request.user).for_list(), pk=pk)


keeping = asked_first(_found, lambda actor, found: actions.may_keep(found.client, actor))
keeping_delivery = asked_first(_found_delivery, lambda actor, found: actions.may_keep(found.endpoint.client, actor))


@reach.holding("client.view")
@require_GET
def webhooks(request):
    """All endpoints in scope."""
    rows = WebhookEndpoint.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, EndpointFilter, COLUMNS, sort="client")
    context = {"listing": listing, "may_add": bool(request.user.scope("client.manage"))}
    return render(request, "governance/webhooks/webhooks.html", context, status=listing.status)


@reach.holding("client.view")
@require_GET
def deliveries(request):
    """What was sent, and what could not be: newest first."""
    rows = WebhookDelivery.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, DeliveryFilter, DELIVERY_COLUMNS, sort="-made")
    kept = request.user.scope("client.manage")
    for row in listing.rows:
        row.is_kept = kept.covers(row.area_id)
    context = {"listing": listing, "crumbs": [("变更推送", reverse("webhooks:webhooks"))]}
    return render(request, "governance/webhooks/deliveries.html", context, status=listing.status)


@reach.within("governance.WebhookDelivery")
@require_GET
def delivery(request, pk):
    """One message: what it says, and what came of it."""
    found = _found_delivery(request, pk)
    scopes = scopes_of(found.endpoint.client, found.endpoint.kinds)
    context = {
        "delivery": found,
        "body": sending.body_of(found, told(found, scopes)).decode(),
        "may_keep": actions.may_keep(found.endpoint.client, request.user),
        "crumbs": [("变更推送", reverse("webhooks:webhooks")), (found.endpoint.url, found.endpoint.get_absolute_url())],
    }
    return render(request, "governance/webhooks/delivery.html", context)


@reach.within("governance.WebhookEndpoint")
@require_GET
def endpoint(request, pk):
    return render(request, "governance/webhooks/endpoint.html", _page(request, _found(request, pk)))


def _page(request, found, **forms):
    known, now = all_kinds(), timezone.now()
    return {
        "endpoint": found,
        "may_keep": actions.may_keep(found.client, request.user),
        "kinds": [known[code].label for code in found.kinds if code in known],
        "overlaps": found.previous_until is not None and found.previous_until > now,
        "deliveries": found.deliveries.select_related("endpoint__client").order_by("-number")[:LATEST],
        "failed": found.deliveries.filter(state=DeliveryState.FAILED, is_test=False).count(),
        "events": history_of(found, actor=request.user),
        "off_form": SwitchOffForm(),
        "replay_form": ReplayForm(),
        **forms,
    }


@reach.holding("client.manage")
@never_cache
@stepup.required
@require_http_methods(["GET", "POST"])
def add(request):
    """A new endpoint; its secret is shown once, on the answer."""
    form = NewEndpointForm(request.POST or None, by=request.user, initial={"client": request.GET.get("client")})
    return make_and_show_once(
        request,
        form,
        lambda: actions.add_endpoint(**form.cleaned_data, by=request.user, now=timezone.now()),
        lambda made, secret: _show_secret(request, made, secret, "推送地址已新增"),
        "governance/webhooks/endpoint_form.html",
    )


@reach.within("governance.WebhookEndpoint", "client.manage")
@keeping
@stepup.required
@require_http_methods(["GET", "POST"])
def change(request, found):
    form = EndpointForm(request.POST or None, initial={"url": found.url, "kinds": found.kinds})
    page = FormPage(
        title="修改推送地址",
        submit="保存",
        cancel=found.get_absolute_url(),
        trail=(("变更推送", reverse("webhooks:webhooks")), (found.url, found.get_absolute_url())),
        note="改为新的地址后，尚未送达的推送也送往新地址；签名密钥不变。",
        version=found.version,
    )
    return act_or_show(
        request,
        form,
        lambda version: actions.change_endpoint(found, **form.cleaned_data, by=request.user, version=version),
        page,
    )


@reach.within("governance.WebhookEndpoint", "client.manage")
@require_POST
@never_cache
@keeping
@stepup.required
def rotate(request, found):
    try:
        found, secret = actions.rotate_secret(
            found, by=request.user, now=timezone.now(), version=typed_version(request)
        )
    except RuleError as refusal:
        messages.error(request, refusal.message)
        return redirect(found)
    return _show_secret(request, found, secret, "签名密钥已更换")


@reach.within("governance.WebhookEndpoint", "client.manage")
@require_POST
@keeping
def switch_off(request, found):
    form = SwitchOffForm(request.POST)
    if not form.is_valid():
        page = _page(request, found, off_form=form)
        return render(request, "governance/webhooks/endpoint.html", page, status=422)
    version = typed_version(request)
    return _acted(
        request,
        found,
        lambda: actions.switch_off(found, **form.cleaned_data, by=request.user, now=timezone.now(), version=version),
        "已停用，不再向这个地址推送。",
    )


@reach.within("governance.WebhookEndpoint", "client.manage")
@require_POST
@keeping
def switch_on(request, found):
    version = typed_version(request)
    return _acted(
        request,
        found,
        lambda: actions.switch_on(found, by=request.user, version=version),
        "已启用，停用期间的变更合为一批推送。",
    )


@reach.within("governance.WebhookEndpoint", "client.manage")
@require_POST
@keeping
def test(request, found):
    """Send a message that names nothing; its answer stands on its page within seconds."""
    try:
        made = actions.send_test(found, by=request.user, now=timezone.now())
    except RuleError as refusal:
        messages.error(request, refusal.message)
        return redirect(found)
    messages.success(request, "试送已安排，结果在几秒内显示在这里。")
    return redirect(made)


@reach.within("governance.WebhookEndpoint", "client.manage")
@require_POST
@keeping
def replay_failed(request, found):
    form = ReplayForm(request.POST)
    if not form.is_valid():
        page = _page(request, found, replay_form=form)
        return render(request, "governance/webhooks/endpoint.html", page, status=422)
    since = form.cleaned_data["since"]
    return _acted(
        request,
        found,
        lambda: actions.replay_failed(found, since=since, by=request.user, now=timezone.now()),
        "已安排重发，先失败的先发。",
    )


@reach.within("governance.WebhookDelivery", "client.manage")
@require_POST
@keeping_delivery
def replay(request, found):
    return _acted(
        request, found, lambda: actions.replay(found, by=request.user, now=timezone.now()), "已安排重发，消息编号不变。"
    )


def _acted(request, row, act, done):
    try:
        act()
    except RuleError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(row)


def _show_secret(request, endpoint, secret, title):
    context = {"endpoint": endpoint, "secret": secret, "title": title}
    return render(request, "governance/webhooks/secret.html", context)
