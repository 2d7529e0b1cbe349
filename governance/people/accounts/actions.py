"""Opening, closing and resetting accounts (开通、停用、重置账号)."""

import re
from datetime import date

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.access import lockout, sessions
from governance.access.passwords import initial_password
from governance.areas.codes import ROOT
from governance.areas.models import Area
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.people.models import Account, Posting
from governance.people.permissions import can_manage_account
from governance.people.postings.actions import require_administrators_without

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,29}", re.ASCII)


@transaction.atomic
def open_account(*, username: str, name: str, area: Area, by) -> tuple[Account, str]:
    """Open an account for someone of a place; returns it with its initial password, which is kept nowhere.

    Raises Invalid for a username that is taken or badly formed. The account can do nothing until it has a posting.
    """
    if not by.holds("account.manage", area.code):
        raise NotPermitted("您不能在该区域开通账号。")
    account, password = new_account(username=username, name=name, area=area, by=by)
    record("account.opened", account, by=by, area=area.code, username=account.username, name=account.name)
    return account, password


def new_account(*, username: str, name: str, area: Area | None, by, with_password: bool = True) -> tuple[Account, str]:
    """The row itself, with an initial password; the first administrator of an installation is made by nobody.

    Without a password nobody signs in until one is set, or single sign-on opens the account.
    """
    username = username.strip().lower()
    if not USERNAME.fullmatch(username):
        raise Invalid("用户名用 3 到 30 个小写字母、数字、点、横线或下划线，以字母或数字开头。", field="username")
    account = Account(username=username, name=name, opened_in=area, opened_by=by, must_change_password=True)
    password = initial_password() if with_password else ""
    if with_password:
        account.set_password(password)
    else:
        account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as fault:
        raise Invalid("这个用户名已被使用，请换一个（例如加上街道或社区的拼音首字母）。", field="username") from fault
    return account, password


@transaction.atomic
def make_first_administrator(*, username: str, name: str) -> tuple[Account, str]:
    """The account that opens all others: administrator of the whole country. Raises WrongState when there is one."""
    Area.objects.select_for_update().get(pk=ROOT)
    if Posting.objects.filter(role="administrator", account__is_active=True).active().exists():
        raise WrongState("已有系统管理员，请由系统管理员在页面上开通账号。")
    account, password = new_account(username=username, name=name, area=None, by=None)
    posting = Posting.objects.create(
        account=account, role="administrator", area_id=ROOT, starts_on=timezone.localdate(), reason="首个系统管理员"
    )
    record("account.opened", account, by=None, area=ROOT, username=account.username, name=account.name)
    record("posting.granted", posting, by=None, reason=posting.reason)
    return account, password


@transaction.atomic
def deactivate_account(account: Account, *, reason: str, by, on: date, version: int | None = None) -> Account:
    """Shut an account: nobody signs in with it, and its sessions end now. Its postings stay as they are."""
    account = _managed(account, by, version)
    if not account.is_active:
        raise WrongState("该账号已经停用。")
    require_administrators_without(account, on)

    _write(account, is_active=False)
    sessions.end_all(account)

    _record("account.deactivated", account, by, changes={"is_active": [True, False]}, reason=reason)
    return account


@transaction.atomic
def reactivate_account(account: Account, *, reason: str, by, version: int | None = None) -> Account:
    account = _managed(account, by, version)
    if account.is_active:
        raise WrongState("该账号正在使用。")

    _write(account, is_active=True)

    _record("account.reactivated", account, by, changes={"is_active": [False, True]}, reason=reason)
    return account


@transaction.atomic
def reset_password(account: Account, *, by, version: int | None = None) -> tuple[Account, str]:
    """A new initial password, shown once; the old one and all sessions end."""
    account = _managed(account, by, version)
    password = initial_password()

    account.set_password(password)
    _write(account, password=account.password, must_change_password=True)
    sessions.end_all(account)
    lockout.unlock(account.username)

    _record("account.password_reset", account, by)
    return account, password


@transaction.atomic
def reset_second_factor(account: Account, *, reason: str, by, version: int | None = None) -> Account:
    """Forget the second factor (a lost phone): it must be set up anew at the next sign-in."""
    account = _managed(account, by, version)
    if not Authenticator.objects.filter(user=account).exists():
        raise WrongState("该账号没有设置第二验证因素。")

    Authenticator.objects.filter(user=account).delete()
    _write(account)
    sessions.end_all(account)

    _record("account.second_factor_reset", account, by, reason=reason)
    return account


@transaction.atomic
def unlock_account(account: Account, *, by) -> Account:
    """Forget the failed sign-ins of an account, before the lockout ends by itself."""
    account = _managed(account, by, None)
    if not lockout.unlock(account.username):
        raise WrongState("该账号没有被锁定。")
    _record("account.unlocked", account, by)
    return account


@transaction.atomic
def choose_password(account: Account, *, password: str) -> Account:
    """The person's own choice: an initial password ends here. The rules on passwords were asked before."""
    row = Account.objects.locked(account.pk)
    row.set_password(password)
    _write(row, password=row.password, must_change_password=False)
    account.password, account.must_change_password = row.password, False
    account.version = row.version
    _record("account.password_changed", row, row)
    return account


def _managed(account, by, version):
    account = Account.objects.locked(account.pk)
    by.forget_postings()
    if account == by:
        raise NotPermitted("不能管理自己的账号，请由其他管理人员办理。")
    if not can_manage_account(by, account):
        raise NotPermitted("该账号的权限或区域超出您本人的权限，不能由您管理。")
    require_version(account, version)
    return account


def _write(account, **values):
    for field, value in values.items():
        setattr(account, field, value)
    account.version += 1
    account.save(update_fields=[*values, "version"])


def _record(verb, account, by, **details):
    record(verb, account, by=by, area=place_of(account), **details)


def place_of(account) -> str:
    """The place to which the trail books acts on an account: its first posting's, else where it was opened."""
    posting = account.postings.not_ended().order_by("starts_on", "pk").first()
    return posting.area_id if posting else account.opened_in_id or ROOT
