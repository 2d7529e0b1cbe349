"""Accounts: list, one account, opening, closing, resetting."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access import lockout, reach, stepup
from governance.audit.history import history_of
from governance.errors import RuleError
from governance.pages.acting import asked_first, make_and_show_once
from governance.pages.forms import typed_version
from governance.pages.listing import Column, list_page
from governance.people.accounts import actions
from governance.people.accounts.filters import AccountFilter
from governance.people.accounts.forms import OpenAccountForm, ReasonForm
from governance.people.models import Account, Posting
from governance.people.permissions import can_manage_account

COLUMNS = [
    Column("name", "姓名", sort="name"),
    Column("username", "用户名", sort="username"),
    Column("postings", "现任职"),
    Column("last_login", "最近登录", sort="last_login"),
    Column("is_active", "状态", sort="is_active"),
]


def _found(request, pk):
    return get_object_or_404(Account.objects.visible_to(request.user).select_related("opened_in", "opened_by"), pk=pk)


managing = asked_first(_found, can_manage_account)


@reach.holding("account.view")
@require_GET
def accounts(request):
    listing = list_page(
        request, Account.objects.visible_to(request.user).for_list(), AccountFilter, COLUMNS, sort="name"
    )
    may_open = bool(request.user.scope("account.manage"))
    return render(
        request, "governance/people/accounts.html", {"listing": listing, "may_open": may_open}, status=listing.status
    )


@reach.within("governance.Account")
@require_GET
def account(request, pk):
    return render(request, "governance/people/account.html", _page(request, _found(request, pk), ReasonForm()))


def _page(request, found, form):
    postings = Posting.objects.visible_to(request.user) | Posting.objects.filter(account=request.user)
    rows = list(postings.filter(account=found).for_list().order_by("-starts_on", "-pk"))
    return {
        "account": found,
        "current": [posting for posting in rows if posting.state != "ended"],
        "past": [posting for posting in rows if posting.state == "ended"],
        "sessions": list(UserSession.objects.filter(user=found).order_by("-last_seen_at")),
        "has_factor": Authenticator.objects.filter(user=found).exists(),
        "is_locked": lockout.is_name_locked(found.username),
        "may_manage": can_manage_account(request.user, found),
        "may_grant": found != request.user and bool(request.user.scope("posting.grant")),
        "events": history_of(found, actor=request.user),
        "form": form,
    }


@reach.holding("account.manage")
@never_cache
@stepup.required
@require_http_methods(["GET", "POST"])
def open_account(request):
    """Open an account; its initial password is shown once, on the answer."""
    form = OpenAccountForm(request.POST or None, initial={"area": request.place})
    return make_and_show_once(
        request,
        form,
        lambda: actions.open_account(**form.cleaned_data, by=request.user),
        lambda account, password: _show_password(request, account, password, "账号已开通"),
        "governance/people/open_account.html",
    )


@reach.within("governance.Account", "account.manage")
@require_POST
@managing
@stepup.required
def deactivate(request, found):
    return _act(request, found, actions.deactivate_account, "账号已停用，会话已全部结束。", on=timezone.localdate())


@reach.within("governance.Account", "account.manage")
@require_POST
@managing
@stepup.required
def reactivate(request, found):
    return _act(request, found, actions.reactivate_account, "账号已重新启用。")


@reach.within("governance.Account", "account.manage")
@require_POST
@managing
@stepup.required
def reset_second_factor(request, found):
    return _act(request, found, actions.reset_second_factor, "第二验证因素已重置，下次登录时须重新设置。")


@reach.within("governance.Account", "account.manage")
@require_POST
@managing
@stepup.required
def unlock(request, found):
    try:
        actions.unlock_account(found, by=request.user)
    except RuleError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "已解除锁定，可以立即登录。")
    return redirect(found)


@reach.within("governance.Account", "account.manage")
@require_POST
@never_cache
@managing
@stepup.required
def reset_password(request, found):
    try:
        found, password = actions.reset_password(found, by=request.user, version=typed_version(request))
    except RuleError as refusal:
        messages.error(request, refusal.message)
        return redirect(found)
    return _show_password(request, found, password, "密码已重置")


def _act(request, found, action, told, **more):
    """One act with a reason: back to the account's page with what happened, or with the form and what is wrong."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            found = action(found, **form.cleaned_data, by=request.user, version=typed_version(request), **more)
        except RuleError as refusal:
            form.add_error(None, refusal.message)
            return render(request, "governance/people/account.html", _page(request, found, form), status=refusal.status)
        messages.success(request, told)
        return redirect(found)
    return render(request, "governance/people/account.html", _page(request, found, form), status=422)


def _show_password(request, account, password, title):
    context = {"account": account, "password": password, "title": title}
    return render(request, "governance/people/initial_password.html", context)
